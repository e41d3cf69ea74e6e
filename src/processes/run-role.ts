import { loadConfig } from '../config/config.js';
import { JsonLog } from '../logging/json-log.js';
import { framesOf } from '../logging/frames-of.js';
import { nameOfError } from '../logging/name-of-error.js';
import { ignoreOutputErrors } from './ignore-output-errors.js';
import type { StartRole } from './role.js';
import { untilStopAsked } from './stop-requests.js';

/** Of a role that did not start, did not end in order within its time, or met a bug that it cannot live with. */
const FAILED = 1;

/**
 * Runs one process until it gets a request to stop, or until the supervisor that started it is gone; then it ends in order within
 * STOP_SECONDS. Exit code 0 when it did; 1 when it did not; 128 + signal at a second request.
 * @throws InvalidConfiguration, and why the role does not start
 */
export async function runRole(role: string, start: StartRole): Promise<void> {
  const config = loadConfig(process.env);
  const say = new JsonLog(role, config.logLevel);
  ignoreOutputErrors();
  endOnBugs(say);
  const stopAsked = untilStopAsked((exitCode) => process.exit(exitCode));
  void stopAsked.then(() => endAfter(config.stopSeconds * 1000, say));
  const running = await start(config);
  process.send?.('ready');
  await stopAsked;
  const began = performance.now();
  say.log('stopping');
  await running.stop();
  say.log('stopped', { ms: Math.round(performance.now() - began) });
  if (process.connected) process.disconnect();
}

function endAfter(ms: number, say: JsonLog): void {
  const over = () => {
    say.error('did not end in order within STOP_SECONDS: ends as it is');
    process.exit(FAILED);
  };
  setTimeout(over, ms).unref();
}

/** Node would print the text of the error, which could quote what a person entered. */
function endOnBugs(say: JsonLog): void {
  process.on('uncaughtException', (error: unknown) => {
    say.error('ends: an error that was not caught', { error: nameOfError(error), frames: framesOf(error) });
    process.exit(FAILED);
  });
}
