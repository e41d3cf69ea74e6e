import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Conflict, NO_STREAM, Unavailable, Unstorable } from '../../eventstore/port.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import { APPEND, APPEND_ONE } from '../../eventstore/postgres/statements.js';
import { DatabaseUnavailable, type SqlDatabase } from '../../eventstore/sql.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { batch, newStream, severalStreams, take } from './given-events.js';
import { openLogDatabase, type LogDatabase } from './postgres-fixture.js';

describe('the PostgreSQL log keeps what it has', () => {
  let database: LogDatabase;
  let log: PostgresLog;

  beforeAll(async () => {
    database = await openLogDatabase();
    log = new PostgresLog(database.db);
  });
  afterAll(() => database.close());

  it.each([
    'update event_log set type = type',
    'delete from event_log',
    'truncate event_log',
    'delete from event_log where false',
  ])('refuses: %s', async (statement) => {
    const [stream] = await severalStreams(log, 1);
    await expect(database.db.query(statement)).rejects.toMatchObject({ code: '23001' });
    expect(await log.readStream(stream as string)).toHaveLength(1);
  });

  it('writes a batch by one statement, its places in the order of the batch', async () => {
    const stream = newStream();
    const texts: string[] = [];
    const watched: SqlDatabase = {
      ...forwarding(database.db),
      query: (text, ...rest) => {
        texts.push(text);
        return database.db.query(text, ...rest);
      },
    };
    await new PostgresLog(watched).append(stream, NO_STREAM, batch(stream, 500));
    expect(texts.filter((text) => !text.includes('notify '))).toEqual([APPEND]);
    const { rows } = await database.db.query<{ revision: number; statements: string }>(
      `select e.revision, count(*) over (partition by e.xid, e.cmin::text) as statements
       from (select *, cmin from event_log) e where e.stream = $1 order by e.seq`,
      [stream],
    );
    expect(rows.map(({ revision }) => revision)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    expect(new Set(rows.map(({ statements }) => Number(statements)))).toEqual(new Set([500]));
  });

  it('keeps data and metadata byte by byte', async () => {
    const stream = newStream();
    const [event] = batch(stream);
    await log.append(stream, NO_STREAM, event ? [event] : []);
    const { rows } = await database.db.query('select data, metadata from event_log where stream = $1', [stream]);
    expect(rows).toEqual([{ data: event?.data, metadata: event?.metadata }]);
  });

  it('refuses an event id that another stream uses', async () => {
    const stream = newStream();
    const events = batch(stream);
    await log.append(stream, NO_STREAM, events);
    await expect(log.append(newStream(), NO_STREAM, events)).rejects.toThrow(Unstorable);
  });

  it('gives what is left of a last append that somebody cut, and does not wait for more of it', async () => {
    const start = await log.head();
    const stream = newStream();
    await log.append(stream, NO_STREAM, batch(stream, 3));
    await database.db.query('alter table event_log disable trigger event_log_append_only');
    await database.db.query('delete from event_log where stream = $1 and revision = 2', [stream]);
    await database.db.query('alter table event_log enable trigger event_log_append_only');
    const stop = new AbortController();
    const left = await take(log.subscribe(start, stop.signal), 2, stop);
    expect(left.map(({ revision }) => revision)).toEqual([0, 1]);
  });

  it('wakes a follower in another process by a hint, without waiting for the poll', async () => {
    const follower = new PostgresLog(database.db, { pollMs: 60_000 });
    const stop = new AbortController();
    const taken = take(follower.subscribe(await log.head(), stop.signal), 3, stop);
    const streams = await severalStreams(log, 3);
    expect((await taken).map(({ stream }) => stream)).toEqual(streams);
    await follower.close();
  });

  it('finds new events by itself when all hints are lost', async () => {
    const deaf: SqlDatabase = { ...forwarding(database.db), listen: () => Promise.resolve() };
    const stop = new AbortController();
    const taken = take(new PostgresLog(deaf, { pollMs: 20 }).subscribe(await log.head(), stop.signal), 3, stop);
    const streams = await severalStreams(log, 3);
    expect((await taken).map(({ stream }) => stream)).toEqual(streams);
  });

  it('refuses to start on a log that another server wrote, whose events it would never show', async () => {
    const restored = await openLogDatabase();
    await openEventLog({}, restored.db);
    const stream = newStream();
    await severalStreams(new PostgresLog(restored.db), 1);
    await openEventLog({}, restored.db);
    await restored.db.query(
      `insert into event_log (stream, revision, event_id, type, data, metadata, xid) values ($1, 0, gen_random_uuid(), 'T', '{}', '{}', '99999999')`,
      [stream],
    );
    await expect(openEventLog({}, restored.db)).rejects.toThrow('another PostgreSQL server');
    await restored.close();
  });

  describe('when the answer to an append is lost', () => {
    it.each([1, 3])('answers as if it had come, if the events are there: %i', async (size) => {
      const stream = newStream();
      const answer = await losingAnswers(after).append(stream, NO_STREAM, batch(stream, size));
      expect(answer).toEqual({ revision: size - 1, position: await log.head() });
    });

    it('says that nothing is known, if nothing is there, and the same call may be made again', async () => {
      const stream = newStream();
      const events = batch(stream);
      await expect(losingAnswers(instead).append(stream, NO_STREAM, events)).rejects.toThrow(Unavailable);
      expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 0 });
    });

    it('says conflict, if the events of another writer are there', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream));
      await expect(losingAnswers(instead).append(stream, NO_STREAM, batch(stream))).rejects.toThrow(Conflict);
    });

    it('says that nothing is known, if the events cannot be looked for either', async () => {
      const down: SqlDatabase = { ...forwarding(database.db), query: unanswered };
      const stream = newStream();
      await expect(new PostgresLog(down).append(stream, NO_STREAM, batch(stream))).rejects.toThrow(Unavailable);
      await expect(new PostgresLog(down).readAll(null, 1)).rejects.toThrow(Unavailable);
    });
  });

  /** A log whose appends reach the database or not, but whose answers never arrive. */
  function losingAnswers(how: (run: () => Promise<unknown>) => Promise<never>): PostgresLog {
    const { db } = database;
    const query: SqlDatabase['query'] = (text, ...rest) =>
      text === APPEND || text === APPEND_ONE ? how(() => db.query(text, ...rest)) : db.query(text, ...rest);
    return new PostgresLog({ ...forwarding(db), query });
  }
});

async function after(run: () => Promise<unknown>): Promise<never> {
  await run();
  return unanswered();
}

function instead(): Promise<never> {
  return unanswered();
}

function unanswered(): Promise<never> {
  return Promise.reject(new DatabaseUnavailable('no answer'));
}

function forwarding(db: SqlDatabase): SqlDatabase {
  return {
    query: (text, values, name) => db.query(text, values, name),
    transaction: (work) => db.transaction(work),
    listen: (channel, wake, signal) => db.listen(channel, wake, signal),
    close: () => db.close(),
  };
}
