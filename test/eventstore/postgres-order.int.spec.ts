import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seal } from '../../eventstore/chain/envelope.js';
import { NO_STREAM, type StoredEvent } from '../../eventstore/port.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import { APPEND } from '../../eventstore/postgres/statements.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { batch, everythingAfter, newStream, severalStreams, something, take, takeAppends } from './given-events.js';
import { openTransaction } from './open-transaction.js';
import { openLogDatabase, type LogDatabase } from './postgres-fixture.js';

/** docs/adr/0003: transactions commit in another order than they began. */
describe('the order of the PostgreSQL log', () => {
  let database: LogDatabase;
  let log: PostgresLog;

  beforeAll(async () => {
    database = await openLogDatabase();
  });
  beforeEach(() => {
    // The poll is as good as off: only hints and the look-again after held-back events move a reader.
    log = new PostgresLog(database.db, { pollMs: 60_000 });
  });
  afterAll(() => database.close());

  it('holds later events back while an earlier writer has not committed, so that no reader skips its event', async () => {
    const start = await log.head();
    const stop = new AbortController();
    const taken = take(log.subscribe(start, stop.signal), 3, stop);
    const early = newStream();
    const writer = await openTransaction(database.db, (tx) => insert(tx, early));

    const late = await severalStreams(log, 2);
    expect(await log.readAll(start, 10)).toEqual([]);
    expect(await log.readStream(late[1] as string)).toHaveLength(1);

    await writer.commit();
    expect((await taken).map(({ stream }) => stream)).toEqual([early, ...late]);
    expect((await everythingAfter(log, start, 10, 3)).map(({ stream }) => stream)).toEqual([early, ...late]);
  });

  it('goes on when the earlier writer gives up', async () => {
    const start = await log.head();
    const stop = new AbortController();
    const taken = take(log.subscribe(start, stop.signal), 1, stop);
    const writer = await openTransaction(database.db, (tx) => insert(tx, newStream()));
    const [late] = await severalStreams(log, 1);
    await writer.rollback();
    expect((await taken).map(({ stream }) => stream)).toEqual([late]);
  });

  it('is held back by any open transaction that has written, also elsewhere, and by none that only reads', async () => {
    const start = await log.head();
    const reader = await openTransaction(database.db, (tx) => tx.query('select count(*) from event_log'));
    const [first] = await severalStreams(log, 1);
    expect(await everythingAfter(log, start, 10, 1)).toHaveLength(1);
    await reader.commit();

    const stranger = await openTransaction(database.db, (tx) => tx.query('select pg_current_xact_id()'));
    await severalStreams(log, 1);
    expect((await log.readAll(start, 10)).map(({ stream }) => stream)).toEqual([first]);
    await stranger.commit();
    expect(await everythingAfter(log, start, 10, 2)).toHaveLength(2);
  });

  it('shows a follower each event exactly once and in order while many write at once', async () => {
    const start = await log.head();
    const writers = 12;
    const each = 25;
    const stop = new AbortController();
    const taken = take(log.subscribe(start, stop.signal), writers * each, stop);
    await Promise.all(Array.from({ length: writers }, () => writeOneByOne(newStream(), each)));
    const events = await taken;

    const [{ count } = { count: '' }] = (await database.db.query<{ count: string }>('select count(*) from event_log'))
      .rows;
    expect(await everythingAfter(log, null, 100, Number(count))).toHaveLength(Number(count));
    expect(new Set(events.map(({ id }) => id)).size).toBe(writers * each);
    expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).toSorted());
    expectDense(events);
  });

  it('gives a reader who pages through while others write each event exactly once, in order, and all that were written', async () => {
    const start = await log.head();
    const [writers, each] = [12, 25];
    const writing = Promise.all(Array.from({ length: writers }, () => writeOneByOne(newStream(), each)));
    const read: StoredEvent[] = [];
    let pages = 0;
    for (const end = Date.now() + 10_000; read.length < writers * each && Date.now() < end; pages++) {
      read.push(...(await log.readAll(read.at(-1)?.position ?? start, 7)));
    }
    await writing;
    expect(await log.readAll(read.at(-1)?.position ?? null, 7)).toEqual([]);
    expect(read).toHaveLength(writers * each);
    expect(new Set(read.map(({ id }) => id)).size).toBe(writers * each);
    expect(pages).toBeGreaterThan((writers * each) / 7);
    expectDense(read);
  });

  it('puts an append together again that a page ends inside of', async () => {
    const paging = new PostgresLog(database.db, { pollMs: 60_000, pageSize: 4 });
    const start = await log.head();
    const sizes = [1, 3, 4, 5, 2, 9, 1];
    for (const size of sizes) {
      const stream = newStream();
      await paging.append(stream, NO_STREAM, batch(stream, size));
    }
    const stop = new AbortController();
    const appends = await takeAppends(paging.subscribe(start, stop.signal), 25, stop);
    expect(appends.map((append) => append.length)).toEqual(sizes);
  });

  it('sorts by the numbers of the transactions, not by their text', async () => {
    const young = await openLogDatabase();
    const xids = [1, 9, 10, 11, 99, 100, 101];
    for (const xid of xids.toReversed()) {
      await young.db.query(
        `insert into event_log (stream, revision, event_id, type, data, metadata, xid)
         values ('s', $1, gen_random_uuid(), 'T', '{}', '{}', $2::text::xid8)`,
        [xid, xid],
      );
    }
    const events = await everythingAfter(new PostgresLog(young.db), null, 2, xids.length);
    expect(events.map(({ revision }) => revision)).toEqual(xids);
    await young.close();
  });

  async function writeOneByOne(stream: string, count: number): Promise<void> {
    let chain: string | null = null;
    for (let revision = 0; revision < count; revision++) {
      const sealing: ReturnType<typeof seal> = seal(stream, revision, chain, [something(revision)]);
      await log.append(stream, revision - 1, sealing.events);
      chain = sealing.chain;
    }
  }
});

function insert(tx: SqlQuery, stream: string): Promise<unknown> {
  const [event] = batch(stream);
  return tx.query(APPEND, [stream, NO_STREAM, [event?.id], [event?.type], [event?.data], [event?.metadata]]);
}

function expectDense(events: readonly StoredEvent[]): void {
  const next = new Map<string, number>();
  for (const { stream, revision } of events) {
    expect(revision).toBe(next.get(stream) ?? 0);
    next.set(stream, revision + 1);
  }
}
