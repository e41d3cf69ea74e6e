import { DefaultLogger, IllegalStateError, Runtime, makeTelemetryFilterString } from '@temporalio/worker';

/** Where it happened; never arguments, messages of causes or stack traces, which could quote values. */
const SAID = ['workflowId', 'runId', 'workflowType', 'activityType', 'attempt'];

/** The SDK's own log: warnings and worse, one JSON line each. Before the first worker of a process. */
export function quietRuntime(): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    const where = Object.fromEntries(Object.entries(meta).filter(([key]) => SAID.includes(key)));
    const error = meta['error'] instanceof Error && { error: meta['error'].name };
    process.stderr.write(
      `${JSON.stringify({ level: level.toLowerCase(), at: 'temporal', message, ...where, ...error })}\n`,
    );
  });
  // The core would write to the terminal by itself, a line for each poll while Temporal is away.
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR' }), forward: {} };
  try {
    Runtime.install({ logger, telemetryOptions: { logging } });
  } catch (error) {
    // Two workers in one process (tests): the first has set it.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
