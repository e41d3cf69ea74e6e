/** GET /bindings/{id} of the whole API, beside a bare Nest application that returns the same bytes. */
import { parseArgs } from 'node:util';
import { startContestants } from './get-case/contestants.js';
import { read, type Round } from './get-case/load.js';
import { median, range, ratios, verdict } from './statistics.js';

const TARGET = 0.45;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- get-case [--rounds 7] [--seconds 3]
  Reads cases over 16 connections, as their parents and as their class teacher, from the API as \`npm start\` runs it, and the
  same bytes from a bare Nest application; in turns, so many seconds each. Prints answers per second, CPU and the ratios.`);
  process.exit(0);
}
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];

const READERS = ['parent', 'teacher'] as const;
type Name = (typeof READERS)[number] | 'bare';
const NAMES: readonly Name[] = ['bare', ...READERS];

const { readings, size, stop } = await startContestants(console.log);
try {
  const results: Record<Name, Round[]> = { bare: [], parent: [], teacher: [] };
  for (let round = -1; round < rounds; round += 1) {
    // Who begins changes, so that nobody always meets the machine as the same one left it.
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      const result = await read(readings[name], seconds);
      // The first round only warms up.
      if (round >= 0) results[name].push(result);
    }
  }
  console.log(
    `GET /bindings/{id}: an answer of ${size} bytes, 16 connections, ${rounds} rounds of ${seconds} s, in turns`,
  );
  for (const name of NAMES) console.log(`  ${name.padEnd(8)} ${shown(results[name])}`);
  for (const reader of READERS) {
    const beside = ratios(speedsOf(results[reader]), speedsOf(results.bare));
    console.log(
      `  ratio, ${reader.padEnd(8)} ${range(beside, 2)}, target ${TARGET}: ${verdict(median(beside), TARGET)}`,
    );
  }
} finally {
  await stop();
}

function speedsOf(of: readonly Round[]): readonly number[] {
  return of.map(({ perSecond }) => perSecond);
}

function shown(of: readonly Round[]): string {
  const speeds = range(speedsOf(of), 0);
  const cpu = Object.keys(of[0]?.cpu ?? {}).map((who) => {
    const ms = median(of.map((round) => round.cpu[who] ?? Number.NaN));
    return `${who} ${ms.toFixed(3)} ms`;
  });
  return `${speeds} answers/s, p99 ${median(of.map(({ p99 }) => p99))} ms; CPU per answer: ${cpu.join(', ')}`;
}
