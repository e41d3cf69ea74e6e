/** A read model filled anew takes the place of the current one, while everybody goes on. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SqlQuery } from '../../eventstore/sql.js';
import { auditTrail } from '../../projections/audit-trail/audit-trail.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { foldedReadModel } from '../../projections/folding/folded-read-model.js';
import { PoisonEvent, StoppedAtPoison, type ReadModel } from '../../projections/folding/read-model.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild, RebuildUnderWay, type RebuildProgress } from '../../projections/rebuild/rebuild.js';
import { startProjections, type Projections } from '../../projections/runner/runner.js';
import { until } from '../../projections/queries/until.js';
import * as b from '../domain/builders.js';
import { findCase } from './find-case.js';
import { changed, logs, memoryLog, openReadSide, type ReadSide } from './log-under-test.js';
import { Writer } from './streams.js';
import { caughtUp, expectedTables, tablesOf } from './tables.js';

const QUICK = { leaseMs: 900, tickMs: 50, backOffMs: [10, 50] } as const;
const SAME = { onlyCurrent: 0, onlyRebuilt: 0 };

let side: ReadSide;
let writer: Writer;
let running: Projections[];

function start(models: readonly ReadModel[] = readModels): Projections {
  const projections = startProjections(models, side, QUICK);
  running.push(projections);
  return projections;
}

async function open(openLog = memoryLog): Promise<void> {
  side = await openReadSide(openLog);
  writer = new Writer(side.log);
  running = [];
}

async function close(): Promise<void> {
  await Promise.all(running.map((projections) => projections.stop()));
  await side.close();
}

const foldOfAnOlderRelease: typeof bindingCase.fold = (before, event) => {
  if (event.requestId === 'late' && event.revision === 2) throw new PoisonEvent('newer-schema');
  return bindingCase.fold(before, event);
};

/** Everything in the database that has a name, apart from names that PostgreSQL makes up. */
async function structure(db: SqlQuery) {
  const { rows } = await db.query(
    `select n.nspname as schema, c.relname as name, c.relkind as kind, pg_get_indexdef(c.oid) as index, con.conname as constraint
     from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_constraint con on con.conindid = c.oid
     where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1, 2`,
  );
  return rows;
}

describe.each(logs)('a rebuild from %s', (_, openLog) => {
  beforeEach(() => open(openLog));
  afterEach(close);

  it('finds every read model as the log says, and puts the same in its place', async () => {
    await writer.write('a', ...b.sent, b.applicantApproved(), b.accountCreationStarted(), b.accountCreated());
    await writer.write('b', ...b.bothSent);
    start();
    await caughtUp(side.db, side.log);
    const before = await structure(side.db);
    for (const model of readModels) {
      const report = await rebuild(side.db, side.log, model);
      expect(report).toMatchObject({ readModel: model.name, parked: 0, swapped: true });
      expect(report.comparison).toEqual(model.tables.map(() => expect.objectContaining(SAME)));
    }
    expect(await structure(side.db)).toEqual(before);
    await writer.write('b', b.applicantApproved());
    await caughtUp(side.db, side.log);
    expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
  });
});

describe('a rebuild', () => {
  beforeEach(() => open());
  afterEach(close);

  it('heals rows that are wrong, missing or too many, and counts them', async () => {
    await writer.write('a', ...b.sent);
    await writer.write('b', ...b.confirmed);
    await writer.write('c', ...b.confirmed);
    start();
    await caughtUp(side.db, side.log);
    await side.db.query(`update binding_case_v1 set stage = 'closed' where request_id = 'a'`);
    await side.db.query(`delete from binding_case_v1 where request_id = 'b'`);
    await side.db.query(`update binding_case_v1 set document = ' ' || document where request_id = 'c'`);

    const compared = await rebuild(side.db, side.log, bindingCase, { compareOnly: true });
    expect(compared).toMatchObject({ swapped: false, comparison: [{ rows: 3, onlyCurrent: 1, onlyRebuilt: 2 }] });
    expect(await findCase(side.db, 'b')).toBeNull();

    const report = await rebuild(side.db, side.log, bindingCase);
    expect(report).toMatchObject({ swapped: true, comparison: [{ rows: 3, onlyCurrent: 1, onlyRebuilt: 2 }] });
    await caughtUp(side.db, side.log);
    expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
  });

  it('lets readers read and writers write, and no reader sees a case go back', async () => {
    for (let i = 0; i < 40; i += 1) await writer.write(`old-${i}`, ...b.filled);
    start();
    await caughtUp(side.db, side.log);
    const over = new AbortController();
    const reads = { count: 0, back: 0 };
    const reader = async (id: string) => {
      for (let seen = -1; !over.signal.aborted; reads.count += 1) {
        const revision = (await findCase(side.db, id))?.revision ?? -1;
        if (revision < seen) reads.back += 1;
        seen = revision;
      }
    };
    const writing = async () => {
      for (let i = 0; !over.signal.aborted; i += 1) {
        await writer.write(`new-${i}`, ...b.sent);
        await pause(5);
      }
    };
    const others = [reader('old-0'), reader('old-39'), reader('new-0'), writing()];
    for (const model of readModels) await rebuild(side.db, side.log, model);
    over.abort();
    await Promise.all(others);

    expect(reads.count).toBeGreaterThan(20);
    expect(reads.back).toBe(0);
    await caughtUp(side.db, side.log);
    expect(await tablesOf(side.db)).toEqual(await expectedTables(side.log));
  }, 40_000);

  it('waits for a reader who holds the tables, and swaps then', async () => {
    await writer.write('a', ...b.filled);
    start();
    await caughtUp(side.db, side.log);
    let done = false;
    const reading = side.db.transaction(async (tx) => {
      await tx.query('select * from binding_case');
      await until(1_500, async () => (done ? true : null));
      return (await tx.query('select * from binding_case')).rowCount;
    });
    const report = rebuild(side.db, side.log, bindingCase).finally(() => (done = true));
    expect(await reading).toBe(1);
    expect(await report).toMatchObject({ swapped: true });
  });

  it('keeps the streams that it had to park, and drops the others from the list', async () => {
    await writer.write('bad', ...b.confirmed, { type: 'ConsentGiven', data: { textVersion: 7 } });
    await writer.write('late', ...b.filled);
    const old = start([foldedReadModel({ ...bindingCase, fold: foldOfAnOlderRelease })]);
    await caughtUp(side.db, side.log, 1);
    await old.stop();

    expect(await rebuild(side.db, side.log, bindingCase)).toMatchObject({
      parked: 1,
      comparison: [{ onlyCurrent: 1, onlyRebuilt: 1 }],
    });
    const { rows } = await side.db.query('select stream, revision from projection_parked');
    expect(rows).toEqual([{ stream: 'bindingRequest-bad', revision: 2 }]);
    start([bindingCase]);
    await writer.write('late', b.signedConsentSent());
    await caughtUp(side.db, side.log, 1);
    expect(await findCase(side.db, 'late')).toMatchObject({ revision: 4 });
    expect(await findCase(side.db, 'bad')).toMatchObject({ revision: 1 });
  });

  it('sets a read model back that is ahead of a restored log', async () => {
    await writer.write('a', ...b.sent);
    await start().stop();
    start();
    await caughtUp(side.db, side.log);
    await running.pop()?.stop();
    const older = memoryLog;
    const { log, close: closeLog } = await older(side.db);
    await new Writer(log).write('a', ...b.confirmed);

    expect(await rebuild(side.db, log, bindingCase)).toMatchObject({ comparison: null, swapped: true });
    expect(await findCase(side.db, 'a')).toMatchObject({ revision: 1 });
    const positions = await readModelPositions(side.db);
    expect(positions.find(({ readModel }) => readModel === 'binding_case')!.position).toBe(await log.head());
    await closeLog();
  });

  it('fills a read model that never ran', async () => {
    await writer.write('a', ...b.confirmed);
    expect(await rebuild(side.db, side.log, bindingCase)).toMatchObject({ comparison: null, events: 2 });
    expect(await findCase(side.db, 'a')).toMatchObject({ revision: 1 });
  });

  it('of the audit trail fails before an event it cannot take, and leaves everything as it was', async () => {
    await writer.write('a', ...b.confirmed);
    start([auditTrail]);
    await caughtUp(side.db, side.log, 1);
    const spoiled = changed(side.log, {
      readAll: async (...args) =>
        (await side.log.readAll(...args)).map((event) => (event.revision === 1 ? { ...event, metadata: {} } : event)),
    });
    const before = await structure(side.db);
    await expect(rebuild(side.db, spoiled, auditTrail)).rejects.toThrow(StoppedAtPoison);
    expect(await structure(side.db)).toEqual(before);
    expect(await readModelPositions(side.db)).toMatchObject([{ parked: 0, events: 2 }]);
  });

  it('says how far it is, and lets no other one of the same begin meanwhile', async () => {
    for (let i = 0; i < 3; i += 1) await writer.write(`many-${i}`, ...b.sent);
    start();
    await caughtUp(side.db, side.log);
    const told: RebuildProgress[] = [];
    let second: Promise<unknown> | undefined;
    await rebuild(side.db, side.log, bindingCase, {
      onProgress(progress) {
        told.push(progress);
        second ??= rebuild(side.db, side.log, bindingCase).catch((error: unknown) => error);
      },
    });
    expect(await second).toBeInstanceOf(RebuildUnderWay);
    expect(told.map(({ step }) => step)).toEqual(['filling', 'indexing', 'comparing', 'swapping']);
    expect(told.at(-1)).toMatchObject({ events: 15, total: 15 });
  });

  it('starts over where one was killed', async () => {
    await writer.write('a', ...b.confirmed);
    start([bindingCase]);
    await caughtUp(side.db, side.log, 1);
    await side.db.query('create schema rebuild_binding_case_v1');
    await side.db.query('create table rebuild_binding_case_v1.projection_checkpoint (like projection_checkpoint)');
    expect(await rebuild(side.db, side.log, bindingCase)).toMatchObject({ swapped: true });
  });
});
