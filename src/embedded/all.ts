import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config/config.js';
import { DataDirectory } from './supervisor/data-directory.js';
import { StartBrokenOff, Supervisor } from './supervisor/supervisor.js';
import { welcome } from './supervisor/welcome.js';
import { ignoreOutputErrors } from '../processes/ignore-output-errors.js';
import { untilStopAsked } from '../processes/stop-requests.js';

/** However long the start hangs in something that cannot be broken off, a request to stop is obeyed after this. */
const LONGEST_START_AFTER_STOP_MS = 8_000;

/** `main.js all`: runs the whole system until SIGINT, SIGTERM or SIGHUP; a second one ends it at once. Sets the exit code. */
export async function runAll(env: NodeJS.ProcessEnv): Promise<void> {
  ignoreOutputErrors();
  const directory = await DataDirectory.hold(env['DATA_DIR'] ?? '.data');
  const supervisor = new Supervisor(directory, env, projectRoot(), say);
  const starting = supervisor.start();
  const stopAsked = untilStopAsked((exitCode) => void endAtOnce(supervisor, directory, exitCode));
  try {
    const config = await Promise.race([starting, stopAsked]);
    if (config) {
      await answers(config);
      say(welcome(config, directory.path));
      await stopAsked;
    }
    say('stopping');
    const stopped = supervisor.stop();
    await Promise.race([starting.catch(() => undefined), pause(LONGEST_START_AFTER_STOP_MS)]);
    await stopped;
    // A start that was broken off may have begun something after the first stop.
    await supervisor.stop();
    say('stopped; nothing is left running');
  } catch (error) {
    if (!(error instanceof StartBrokenOff)) console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    await supervisor.stop();
  } finally {
    directory.release();
  }
}

function say(line: string): void {
  console.log(line);
}

/** Told a second time: nothing is finished, nothing is left running. */
async function endAtOnce(supervisor: Supervisor, directory: DataDirectory, exitCode: number): Promise<void> {
  say('ending at once');
  await supervisor.endAtOnce().catch((error: unknown) => console.error(error instanceof Error ? error.message : error));
  directory.release();
  process.exit(exitCode);
}

/** The roles say when they are ready; this asks the way a browser would. */
async function answers(config: Config): Promise<void> {
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host === '::' ? '[::1]' : config.host;
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(`http://${host}:${config.port}/health/live`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > until) throw new Error('the API does not answer /health/live');
    await pause(100);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** The folder of package.json, from dist/ as from the sources. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
