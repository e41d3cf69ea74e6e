/** The auditor's check of the whole log, chain and lawfulness, beside reading the same log raw. */
import { parseArgs } from 'node:util';
import { Chains } from '../eventstore/chain/chains.js';
import { PostgresLog } from '../eventstore/postgres/postgres-log.js';
import type { EventLog, Position, StoredEvent } from '../eventstore/port.js';
import { readAhead } from '../eventstore/read-ahead.js';
import { checkLog } from '../src/api/audit/check-log.js';
import { Contestant } from './audit/contestant.js';
import { bindings } from './projections/bindings.js';
import { fillPostgresLog } from './projections/fill-log.js';
import { startReadSide } from './projections/read-side.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    'at-once': { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- audit [--events 20000] [--rounds 5] [--at-once 50]
  Reads a PostgreSQL log raw, checks the chain of each stream in it, and checks chain and lawfulness as
  \`audit replay --check\` does; in turns. Prints events per second, the ratios to the raw read, and the
  CPU time of this process for an event. --at-once: requests that are open at the same time.`);
  process.exit(0);
}
const TARGET = 0.6;
/** As the readers of the log have it: larger ones are no faster. */
const PAGE = 2_000;
/** As `checkLog` has it. */
const CHECKED_PAGE = 500;

const side = await startReadSide();
const log = new PostgresLog(side.db);
try {
  const wanted = Number(values.events);
  const events = await fillPostgresLog(side.db, bindings(wanted, Number(values['at-once'])), wanted);
  const raw = new Contestant('raw read', () => readRaw(log));
  const chains = new Contestant('chains', () => checkChains(log));
  const check = new Contestant('chains and lawfulness', () => checkEverything(log));
  for (const contestant of [raw, chains, check]) await contestant.warmUp();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const contestant of [raw, chains, check]) await contestant.run(events);
  }
  console.log(`${events} events, ${values['at-once']} requests at once, ${values.rounds} rounds, in turns`);
  console.log(raw.line());
  for (const contestant of [chains, check]) console.log(`${contestant.line()}; ${contestant.against(raw, TARGET)}`);
} finally {
  await log.close();
  await side.stop();
}

async function readRaw(from: EventLog): Promise<void> {
  for (let position: Position | null = null; ;) {
    const page: readonly StoredEvent[] = await from.readAll(position, PAGE);
    const last = page.at(-1);
    if (!last) return;
    position = last.position;
  }
}

async function checkChains(from: EventLog): Promise<void> {
  const chains = new Chains();
  for await (const page of readAhead(from, CHECKED_PAGE)) {
    for (const event of page) if (!chains.take(event).ok) throw new Error(`the chain of ${event.stream} is broken`);
  }
}

async function checkEverything(from: EventLog): Promise<void> {
  const { unlawful } = await checkLog(from);
  if (unlawful.length > 0) throw new Error('an event of the plain path is unlawful');
}
