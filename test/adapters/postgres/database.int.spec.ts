import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable, SqlError } from '../../../eventstore/sql.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { violatedUnique } from '../../../src/adapters/postgres/errors.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { migrateAll } from '../../../src/processes/schema/schema.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.url);
  await db.query('create table people (email text primary key, n int)');
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

/** What a call fails with. */
async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** More than a socket takes at once, in COPY's text format. */
const PART = Array.from({ length: 2_000 }, (_, n) => `part-${n}\t${n}\n`).join('');

function* unfinished(): Generator<string, void, undefined> {
  yield PART;
  throw new Error('no row');
}

async function partsThere(): Promise<number> {
  const { rowCount } = await db.query(`select 1 from people where email like 'part-%'`);
  return rowCount;
}

describe('the database', () => {
  it('undoes a transaction that fails, and goes on', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query(`insert into people values ('a', 1)`);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect((await db.query('select * from people')).rowCount).toBe(0);
  });

  it('names a violated constraint and no value', async () => {
    await db.query(`insert into people values ('secret@example.org', 1)`);
    const error = await failure(db.query(`insert into people values ($1, 1)`, ['secret@example.org']));
    expect(violatedUnique(error)).toBe('people_pkey');
    const wrong = await failure(db.query('select $1::uuid', ['A111111113']));
    expect(wrong).toBeInstanceOf(SqlError);
    expect(JSON.stringify([String(error), error, String(wrong), wrong])).not.toMatch(/secret|A1111/);
  });

  it('gives up a statement below two seconds, and can be used again', async () => {
    const started = performance.now();
    expect(await failure(db.query('select pg_sleep(30)'))).toBeInstanceOf(DatabaseUnavailable);
    expect(performance.now() - started).toBeLessThan(2000);
    await db.check();
  });

  it('lets a transaction ask for longer', async () => {
    const slow = openDatabase(test.url, { statementTimeoutMs: 50, max: 1 });
    await slow.transaction((tx) => tx.query('select pg_sleep(0.5)'), { statementTimeoutMs: 5000 });
    expect(await failure(slow.query('select pg_sleep(0.5)'))).toBeInstanceOf(DatabaseUnavailable);
    await slow.close();
  });

  it('survives its connections being cut, idle or in a transaction', async () => {
    await db.query('select 1');
    const cut = db.transaction(async (tx) => {
      await failure(tx.query('select pg_terminate_backend(pg_backend_pid())'));
      return tx.query('select 1');
    });
    expect(await failure(cut)).toBeInstanceOf(DatabaseUnavailable);
    await db.check();
  });

  describe('rows by COPY', () => {
    it('are there when the transaction is', async () => {
      await db.transaction((tx) => tx.copyRows('people (email, n)', [PART, 'part-null\t\\N\n']));
      expect(await partsThere()).toBe(2_001);
      await db.query(`delete from people where email like 'part-%'`);
    });

    it('refused: a constraint and no value is named, nothing stays, the connection goes on', async () => {
      const one = openDatabase(test.url, { max: 1 });
      const endless = Array.from({ length: 20 }, () => PART);
      const refused = one.transaction((tx) => tx.copyRows('people (email, n)', endless));
      const error = await failure(refused);
      expect(violatedUnique(error)).toBe('people_pkey');
      expect(JSON.stringify([String(error), error])).not.toMatch(/part-/);
      await one.transaction((tx) => tx.query('select 1'));
      expect(await partsThere()).toBe(0);
      await one.close();
    });

    it('which cannot be made after all leave nothing', async () => {
      const one = openDatabase(test.url, { max: 1 });
      await expect(one.transaction((tx) => tx.copyRows('people (email, n)', unfinished()))).rejects.toThrow('no row');
      await one.check();
      expect(await partsThere()).toBe(0);
      await one.close();
    });

    it('over a connection that is cut: unavailable, nothing stays', async () => {
      const cut = db.transaction(async (tx) => {
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        function* parts() {
          for (let n = 0; n < 50; n += 1) {
            if (n === 1) void db.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
            yield PART.replaceAll('part-', `part-${n}-`);
          }
        }
        await tx.copyRows('people (email, n)', parts());
      });
      expect(await failure(cut)).toBeInstanceOf(DatabaseUnavailable);
      expect(await partsThere()).toBe(0);
    });

    it('that wait for another transaction too long are given up', async () => {
      const impatient = openDatabase(test.url, { statementTimeoutMs: 100 });
      await db
        .transaction(async (tx) => {
          await tx.query(`insert into people values ('part-1', 1)`);
          const waiting = impatient.transaction((other) => other.copyRows('people (email, n)', [PART]));
          expect(await failure(waiting)).toBeInstanceOf(DatabaseUnavailable);
          await impatient.check();
          throw new Error('undo');
        })
        .catch((error: unknown) => expect(String(error)).toContain('undo'));
      await impatient.close();
    });
  });

  it('is unavailable, not broken, where nobody answers', async () => {
    const { server, port, sockets } = await silentServer();
    for (const url of [`postgres://a:b@127.0.0.1:${port}/c`, 'postgres://a:b@127.0.0.1:1/c']) {
      const nobody = openDatabase(url, { connectTimeoutMs: 200 });
      const error = await failure(nobody.query('select 1'));
      expect(error).toBeInstanceOf(DatabaseUnavailable);
      await nobody.close();
    }
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('wakes a listener at each notice, also after its connection was cut', async () => {
    const stop = new AbortController();
    const bell = new EventEmitter();
    const heard = { times: 0 };
    const wake = () => {
      heard.times += 1;
      bell.emit('woken');
    };
    const wokenBeyond = async (count: number) => {
      while (heard.times <= count) await once(bell, 'woken', { signal: AbortSignal.timeout(10_000) });
    };
    await db.listen('doorbell', wake, stop.signal);
    let before = heard.times;
    await db.query('notify doorbell');
    await wokenBeyond(before);
    before = heard.times;
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen%doorbell%'`,
    );
    await wokenBeyond(before);
    before = heard.times;
    await db.query('notify doorbell');
    await wokenBeyond(before);
    stop.abort();
  });
});

describe('the schema', () => {
  it('is built once, also by two processes that start together and by a second start', async () => {
    const fresh = await createTestDatabase();
    const processes = [openDatabase(fresh.url), openDatabase(fresh.url)];
    await Promise.all(processes.map((one) => migrateAll(one)));
    await Promise.all(processes.map((one) => migrateAll(one)));
    await Promise.all(processes.map((one) => one.close()));
    await fresh.drop();
  });

  it('refuses a step that was changed after it had been applied, and two steps of one name', async () => {
    await migrate(db, [{ name: 'step-1', sql: 'create table step (a int)' }]);
    const changed = { name: 'step-1', sql: 'create table step (a bigint)' };
    await expect(migrate(db, [changed])).rejects.toThrow('step-1');
    await expect(migrate(db, [changed, changed])).rejects.toThrow('two schema steps');
  });

  it('leaves nothing of a step that fails, and keeps the steps before it', async () => {
    const steps = [
      { name: 'good-1', sql: 'create table good (a int)' },
      { name: 'bad-1', sql: 'create table half (a int); select wrong' },
    ];
    await expect(migrate(db, steps)).rejects.toBeInstanceOf(SqlError);
    const { rows } = await db.query('select tablename from pg_tables where tablename in ($1, $2)', ['good', 'half']);
    expect(rows).toEqual([{ tablename: 'good' }]);
  });
});

/** Accepts connections and never says a word. */
async function silentServer(): Promise<{ server: Server; port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, sockets, port: typeof address === 'object' && address ? address.port : 0 };
}
