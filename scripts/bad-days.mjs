/** `npm run test:bad-days`: lives through days on which an engine is down, a disk is full, a clock jumps ... and says what people met. */
import { parseArgs } from 'node:util';
import { whole } from './campaign.mjs';
import { runBuilt } from './project.mjs';

const HELP = `npm run test:bad-days [-- <name> ...] [--seed S]
npm run test:bad-days -- --list

Starts the whole system, lets families and schools work over HTTP, and for some seconds does to it what the name says, while
a witness asks for health, for what needs no engine, for a family's pages, and for a command. Then it checks that
  people were answered within the time-outs, as always or with a word when to come again; reads went on where they can
  /health/ready named what was wrong and nothing else
  everything was well again within 30 s after the fault, without a hand
  nothing acknowledged was lost or done twice (I1 to I7 of npm run fault)
Without a name all of them, about 40 s each. disk-full mounts a small file system of its own, so it needs root; clock-jump
needs Debian's libfaketime, and installs it where it may.
Exit code: 0 all lived through, 1 not, 2 wrong options.`;

const options = read();
if (options === undefined) console.log(HELP);
else await runBuilt('test/bad-days/main.ts', options);

function read() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: '1' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    return { names: positionals, seed: whole('seed', values.seed, 0), list: values.list };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}
