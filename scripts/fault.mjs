/** `npm run fault`: kills, stops and cuts the running system under load and checks that nothing is lost and nothing done twice. */
import { parseArgs } from 'node:util';
import { whole } from './campaign.mjs';
import { runBuilt } from './project.mjs';

const HELP = `npm run fault -- [--seed S] [--count N] [--log eventstoredb|postgres] [--moments M] [--among A,B] [--no-ledger]
npm run fault -- --broken [name,name]

Starts the whole system (each role and engine a process of its own, a proxy on every link), lets families and schools
work over HTTP, and does to it what a seed draws: kill -9, SIGSTOP, cut and frozen connections, lost answers, a log in
trouble, a Temporal that forgets, a death between two things that belong together. Then it checks, from the record that
the clients have kept of every call:
  I1 acknowledged commands are in the log exactly once, unknown ones at most once
  I2 revisions are dense, ids unique                  I3 one SSO account per person, one link per pupil and person
  I4 each read model is the fold of the log           I5 every workflow knows its stream
  I6 chains hold, the rules allow every event         I7 every open case moves on within 30 s after the fault

  --seed S     of the first round; round n has S + n - 1, so that each can be run alone (a number drawn now)
  --count N    rounds (10); about 20 s each
  --log L      eventstoredb (the double that the tests bring along) or postgres; absent: first one, then the other
  --moments M  faults of a round, or pairs of them (4)
  --among A,B  only faults of these kinds or names, as "kill worker,crash" (names: test/fault/faults.ts, test/fault/build/crash-points.ts)
  --no-ledger  does not append the result to test/fault/ledger.ndjson
  --broken     runs the builds that are broken on purpose (test/fault/broken-builds.ts) in place of the product: each must be caught

The same seed draws the same faults and the same intentions of people; what meets what is up to the machine.
Ctrl-C ends a campaign after the round in hand, and what it has seen goes into the ledger; once more ends it at once.
Exit code: 0 everything holds (or: every broken build was caught), 1 it does not, 2 wrong options or it could not be run.`;

const options = read();
if (options === undefined) console.log(HELP);
else await runBuilt('test/fault/main.ts', options);

/** Undefined: the reader wants help. */
function read() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
        count: { type: 'string', default: '10' },
        log: { type: 'string' },
        moments: { type: 'string', default: '4' },
        among: { type: 'string' },
        broken: { type: 'boolean', default: false },
        'no-ledger': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    if (positionals.length > 0 && !values.broken) throw new Error(`what is ${positionals[0]}?`);
    if (values.log !== undefined && !['eventstoredb', 'postgres'].includes(values.log))
      throw new Error('--log: eventstoredb or postgres');
    return {
      seed: whole('seed', values.seed, 0),
      count: whole('count', values.count, 1),
      moments: whole('moments', values.moments, 1),
      logs: values.log === undefined ? ['eventstoredb', 'postgres'] : [values.log],
      ...(values.among !== undefined && { among: listOf(values.among) }),
      ...(values.broken && { broken: positionals.length > 0 ? positionals.flatMap(listOf) : 'all' }),
      ledger: !values['no-ledger'],
    };
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function listOf(text) {
  return text.split(',').map((one) => one.trim());
}
