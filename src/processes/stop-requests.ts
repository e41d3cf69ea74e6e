/** Requests to stop: the first ends the process in order, the second at once. */

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** npm passes a Ctrl-C on that the terminal has delivered already: what comes so soon is the same request. */
const SAME_REQUEST_MS = 500;

/** As a shell reports a process that a signal ended. */
const ENDED_BY_SIGNAL = 128;

/**
 * Resolves when the process is asked to stop: at SIGINT, SIGTERM or SIGHUP, or when the channel to its supervisor breaks.
 * @param atOnce called at each later signal, with the exit code for it
 */
export function untilStopAsked(atOnce: (exitCode: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const asked = () => {
      askedAt ??= performance.now();
      resolve();
    };
    for (const [signal, number] of Object.entries(SIGNALS)) {
      process.on(signal, () => {
        if (askedAt === undefined) asked();
        else if (performance.now() - askedAt > SAME_REQUEST_MS) atOnce(ENDED_BY_SIGNAL + number);
      });
    }
    if (process.channel) process.once('disconnect', asked);
  });
}
