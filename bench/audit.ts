/** The auditor's check of the whole log, chain and lawfulness, beside reading the same log raw (quality.md). */
import { parseArgs } from 'node:util';
import { verifyChain } from '../eventstore/envelope.js';
import { PostgresLog } from '../eventstore/postgres/postgres-log.js';
import type { EventLog, StoredEvent } from '../eventstore/port.js';
import { checkLog } from '../src/audit/check-log.js';
import { bindings } from './projections/bindings.js';
import { fillPostgresLog } from './projections/fill-log.js';
import { startReadSide } from './projections/read-side.js';
import { median, range } from './statistics.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- audit [--events 20000] [--rounds 5]
  Reads a PostgreSQL log raw, checks the chain of each stream in it, and checks chain and lawfulness as
  \`audit replay --check\` does; in turns. Prints events per second and the ratios to the raw read.`);
  process.exit(0);
}
const TARGET = 0.6;
const PAGE = 2_000;

const side = await startReadSide();
const log = new PostgresLog(side.db);
try {
  const events = await fillPostgresLog(side.db, bindings(Number(values.events)), Number(values.events));
  const contestants = { raw: readAll, chain: checkChains, check: checkEverything };
  const speeds = { raw: [] as number[], chain: [] as number[], check: [] as number[] };
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const [name, contestant] of Object.entries(contestants)) {
      const since = performance.now();
      await contestant(log);
      // The first round only warms up.
      if (round >= 0) speeds[name as keyof typeof speeds].push((1000 * events) / (performance.now() - since));
    }
  }
  console.log(`${events} events, ${values.rounds} rounds, in turns
  raw read              ${range(speeds.raw, 0)} events/s
  chains                ${range(speeds.chain, 0)} events/s, ratio ${range(ratios(speeds.chain, speeds.raw), 2)}
  chains and lawfulness ${range(speeds.check, 0)} events/s, ratio ${range(ratios(speeds.check, speeds.raw), 2)}
  target ${TARGET}: ${median(ratios(speeds.check, speeds.raw)) >= TARGET ? 'reached' : 'missed'}`);
} finally {
  await log.close();
  await side.stop();
}

function ratios(mine: readonly number[], raw: readonly number[]): number[] {
  return mine.map((speed, round) => speed / (raw[round] ?? Number.NaN));
}

async function readAll(from: EventLog): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (;;) {
    const page = await from.readAll(all.at(-1)?.position ?? null, PAGE);
    for (const event of page) all.push(event);
    if (page.length === 0) return all;
  }
}

async function checkChains(from: EventLog): Promise<void> {
  for (const [stream, events] of byStream(await readAll(from))) {
    if (!verifyChain(stream, events).ok) throw new Error(`the chain of ${stream} is broken`);
  }
}

async function checkEverything(from: EventLog): Promise<void> {
  const { unlawful } = await checkLog(from);
  if (unlawful.length > 0) throw new Error('an event of the plain path is unlawful');
}

function byStream(events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> {
  const streams = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const stream = streams.get(event.stream);
    if (stream) stream.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
}
