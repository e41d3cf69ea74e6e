import { setTimeout as pause } from 'node:timers/promises';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import type { ReadModel } from '../../projections/folding/read-model.js';
import { startProjections } from '../../projections/runner/runner.js';
import { percentile } from '../statistics.js';
import { bindings } from './bindings.js';
import type { ProjectionsBench } from './options.js';
import { startReadSide, type ReadSide } from './read-side.js';

const TARGET = { p50: 5, p99: 50 };
const CHANNEL = 'bench_news';

/** From the answer to an append until the case page shows it, and from the same commit until a NOTIFY in it arrives. */
export async function lagUnderLoad({ rate, seconds }: ProjectionsBench): Promise<void> {
  const side = await startReadSide();
  try {
    console.log(`lag at ${rate} events/s for ${seconds} s, in milliseconds`);
    const notified = await notifyAlone(side.db, rate, seconds);
    const visible = await caseVisible(side, rate, seconds);
    report('LISTEN/NOTIFY', notified);
    report('binding_case', visible);
    const reached = percentile(visible, 0.5) <= TARGET.p50 && percentile(visible, 0.99) <= TARGET.p99;
    console.log(`  target p50 ${TARGET.p50}, p99 ${TARGET.p99}: ${reached ? 'reached' : 'missed'}`);
  } finally {
    await side.stop();
  }
}

function report(what: string, lags: readonly number[]): void {
  const [p50, p95, p99, most] = [0.5, 0.95, 0.99, 1].map((part) => percentile(lags, part).toFixed(1));
  console.log(`  ${what.padEnd(16)} p50 ${p50}, p95 ${p95}, p99 ${p99}, most ${most} (${lags.length} commits)`);
}

async function caseVisible({ db, projectorDb }: ReadSide, rate: number, seconds: number): Promise<readonly number[]> {
  const log = new PostgresLog(db);
  const written = new Map<string, number>();
  const visible = new Map<string, number>();
  const last = new Map<string, Promise<unknown>>();
  const watching = watched(bindingCase, projectorDb, visible);
  const projections = startProjections([watching.model], { db: watching.db, log });
  const appends = bindings(rate * seconds, rate);
  await atRate(rate, rate * seconds, async () => {
    const next = appends.next();
    if (next.done) return;
    const { stream, expectedRevision, events } = next.value;
    // What one family writes stays in order, also when the machine is slow.
    const append = (last.get(stream) ?? Promise.resolve()).then(() => log.append(stream, expectedRevision, events));
    last.set(stream, append);
    const { revision } = await append;
    written.set(`${stream}@${revision}`, performance.now());
  });
  await pause(1_000);
  await projections.stop();
  await log.close();
  return [...written].map(([event, at]) => Math.max(0, (visible.get(event) ?? Infinity) - at));
}

/** The read model as it is; when a transaction with events of it is committed, they are visible. */
function watched(model: ReadModel, db: SqlDatabase, visible: Map<string, number>) {
  let applied: string[] = [];
  const apply: ReadModel['apply'] = (events, tx) => {
    applied.push(...events.map(({ stream, revision }) => `${stream}@${revision}`));
    return model.apply(events, tx);
  };
  const transaction: SqlDatabase['transaction'] = async (work) => {
    const result = await db.transaction(work);
    for (const event of applied) visible.set(event, performance.now());
    applied = [];
    return result;
  };
  return { model: { ...model, apply }, db: Object.assign(Object.create(db) as SqlDatabase, { transaction }) };
}

async function notifyAlone(db: SqlDatabase, rate: number, seconds: number): Promise<readonly number[]> {
  const stop = new AbortController();
  const open: number[] = [];
  const lags: number[] = [];
  await db.listen(
    CHANNEL,
    () => {
      for (const at of open.splice(0)) lags.push(Math.max(0, performance.now() - at));
    },
    stop.signal,
  );
  await db.query('create table news (id bigint generated always as identity primary key, body text not null)');
  await atRate(rate, rate * seconds, async () => {
    await db.transaction(async (tx) => {
      await tx.query('insert into news (body) values ($1)', ['x'.repeat(500)]);
      await tx.query(`notify ${CHANNEL}`);
    });
    open.push(performance.now());
  });
  await pause(200);
  stop.abort();
  return lags;
}

/** Calls `count` times, `rate` times a second, without waiting for the answer. */
async function atRate(rate: number, count: number, call: () => Promise<void>): Promise<void> {
  const since = performance.now();
  const calls: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    const wait = since + (1000 * n) / rate - performance.now();
    if (wait > 1) await pause(wait);
    calls.push(call());
  }
  await Promise.all(calls);
}
