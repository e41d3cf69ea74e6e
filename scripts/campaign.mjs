/** What `test:fuzz` and `test:properties` share: specs of the test run, with a number and a seed from the command line. */
import { parseArgs } from 'node:util';
import { ensureInstalled, jest, run } from './project.mjs';

/**
 * @param help what --help says @param count the default number @param env of (count, seed): what the specs read
 * @param says of a count: what is about to be done
 */
export async function campaign({ help, count, says, specs, env }) {
  const options = read(help, count);
  if (options === undefined) return;
  try {
    await ensureInstalled(console.log);
    console.log(`${says(options.count)}, seed ${options.seed}`);
    await run(process.execPath, jest(...specs, '--testTimeout=3600000'), { env: env(options.count, options.seed) });
  } catch (error) {
    process.exitCode = error.code ?? 1;
  }
}

/** Undefined: the reader wanted help, or has it because of wrong options. */
function read(help, count) {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: String(count) },
        seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return void console.log(help);
    return { count: whole('count', values.count, 1), seed: whole('seed', values.seed, 0) };
  } catch (error) {
    console.error(`${error.message}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

/** @throws Error where the text is none. */
export function whole(name, text, least) {
  const number = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name}: a whole number, at least ${least}`);
  return number;
}
