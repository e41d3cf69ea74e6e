/** `npm run bench`: every measurement, or the one that is named. Each compares with something real in the same run. */
import { ensureBuilt, ensureInstalled, run, typescript } from './project.mjs';

const BENCHES = {
  binding: 'bindings per second through Temporal and the log, against a bare Temporal workflow',
  projections: 'catch-up of the read models against COPY and against a raw read, and their lag against LISTEN/NOTIFY',
  reconcile: 'a pass over 100,000 open cases: time, memory, plans, with and without its indexes',
  audit: 'the check of chain and lawfulness over a whole log, against reading it raw',
  append: 'appends with revision check to the PostgreSQL log, against a raw INSERT of the same rows',
  'get-case': 'GET /bindings/{id} for a parent and a teacher, against a bare Nest route that returns a constant',
  oidc: 'refreshes and silent sign-ins of the OpenID provider, against the same library on its memory adapter',
  'binding-rate': 'the 綁定率 of 200 schools of 1,000 pupils on a past day, against counting the same rows',
  restore: 'a backup and its restore, against reading the log and inserting the same rows',
};
/** Those that measure the build, as it is run by `npm start`. */
const OF_THE_BUILD = ['get-case'];
/** As the supervisor starts a projector; what it is compared with runs in the same process. */
const NODE_FLAGS = { projections: ['--max-semi-space-size=64'] };
const HELP = `npm run bench [-- <name> [options of that bench]]
${Object.entries(BENCHES)
  .map(([name, what]) => `  ${name.padEnd(12)} ${what}`)
  .join('\n')}
Without a name all of them run. --help after a name says what it takes.`;

const [name, ...options] = process.argv.slice(2);
if (name === '--help' || (name !== undefined && !(name in BENCHES))) {
  console.log(HELP);
  process.exit(name === '--help' ? 0 : 2);
}
await ensureInstalled(console.log);
try {
  for (const bench of name === undefined ? Object.keys(BENCHES) : [name]) {
    if (OF_THE_BUILD.includes(bench)) await ensureBuilt(console.log);
    await run(process.execPath, [...(NODE_FLAGS[bench] ?? []), ...typescript(`bench/${bench}.ts`, ...options)]);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
