/**
 * Appends with revision check to the PostgreSQL log, beside raw INSERTs of the same rows into a table with the same columns and
 * indexes. The same server, pool and client for both; they take turns.
 */
import { parseArgs } from 'node:util';
import { ours, rawInsert, type Contestant } from './append/contestants.js';
import { startDatabase } from './append/database.js';
import { rowsFor, type Rows } from './append/rows.js';
import { median, range, ratios, verdict } from './statistics.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    slice: { type: 'string', default: '1000' },
    batch: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- append [--rounds 21] [--slice 1000] [--batch 1]
  Appends of --batch events of about 500 bytes, --slice of them a round, by 1 and by 16 writers, each in a stream of its own.
  Prints appends per second, ours and the raw INSERT's, and the ratio of each round: median and range.`);
  process.exit(0);
}
const rounds = Number(values.rounds);
const slice = Number(values.slice);
const batch = Number(values.batch);
const TARGETS = [
  { writers: 1, target: 0.85 },
  { writers: 16, target: 0.8 },
] as const;

const database = await startDatabase();
try {
  const contestants = { ours: ours(database.db), raw: rawInsert(database.db) };
  console.log(`${slice} appends of ${batch} event(s) a round, ${rounds} rounds, in turns`);
  for (const { writers, target } of TARGETS) {
    for (const contestant of Object.values(contestants)) await measure(contestant, rowsFor(writers, slice, batch));
    const speeds = { ours: [] as number[], raw: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const rows = rowsFor(writers, slice, batch);
      // Who begins changes, so that neither always meets the machine as the other left it.
      for (const who of round % 2 === 0 ? (['ours', 'raw'] as const) : (['raw', 'ours'] as const)) {
        speeds[who].push(await measure(contestants[who], rows));
      }
    }
    report(writers, target, speeds);
  }
  await contestants.ours.close();
} finally {
  await database.stop();
}

/** Appends per second. What is sent has been made before. */
async function measure({ append }: Pick<Contestant, 'append'>, rows: Rows): Promise<number> {
  const since = performance.now();
  await Promise.all(
    rows.map(async ({ stream, batches }) => {
      for (const [i, events] of batches.entries()) await append(stream, i * batch - 1, events);
    }),
  );
  return (1000 * slice) / (performance.now() - since);
}

function report(writers: number, target: number, { ours: mine, raw }: { ours: number[]; raw: number[] }): void {
  const beside = ratios(mine, raw);
  console.log(`${writers} writer(s)
  ours   ${range(mine, 0)} appends/s
  raw    ${range(raw, 0)} appends/s
  ratio  ${range(beside, 2)}, target ${target}: ${verdict(median(beside), target)}`);
}
