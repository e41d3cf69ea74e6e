/** `npm run demo`: the whole story over HTTP on a system of its own, then what the log has kept of it. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { history } from './history.js';
import { signInStaff } from './office.js';
import { discardDataDirectory, RunningSystem, temporaryDataDirectory } from './running-system.js';
import { tellStories } from './stories.js';
import { hasBegun, heading } from './telling.js';

const HELP = `npm run demo: starts a system of its own on free ports in a temporary folder, walks the stories of seven families
over HTTP, a line per step, prints the history of their cases from the log and the state as of each step, recomputes the
hash chain, and removes everything again. Exit code 0 if all went as it should.

A day is a minute here, so the review that is left undecided needs five minutes to move on; the other stories need one.
  --quick  leaves that review out`;

const quick = process.argv.includes('--quick');

async function main(): Promise<void> {
  const dataDirectory = temporaryDataDirectory();
  let system: RunningSystem | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Error(`broken off by ${signal}`)));
    }
  });
  const started = RunningSystem.start({
    program: join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'main.js'),
    dataDirectory,
    env: { POLICY: 'demo' },
    onLine: (line) => !hasBegun() && /^[a-zA-Z ]+: /.test(line) && console.log(`  ${line}`),
  });
  try {
    console.log('Starting a system of its own');
    system = await Promise.race([started, interrupted]);
    await Promise.race([tell(system), interrupted]);
  } finally {
    await system?.stop();
    await discardDataDirectory(dataDirectory);
  }
}

async function tell({ address, dataDirectory }: RunningSystem): Promise<void> {
  const cases = await tellStories({ address, mailFolder: join(dataDirectory, 'mail'), quick });
  heading('What the auditor sees');
  const auditor = await signInStaff(address, 'auditor');
  for (const id of cases) await history(auditor, id);
}

if (process.argv.includes('--help')) {
  console.log(HELP);
} else {
  try {
    await main();
    console.log('\nAll went as it should; nothing is left running.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
