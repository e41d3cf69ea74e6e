import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as b from '../../domain/builders.js';
import { eventLogMigrations } from '../../../eventstore/postgres/migrations.js';
import { PostgresLog } from '../../../eventstore/postgres/postgres-log.js';
import { projectionMigrations } from '../../../projections/migrations.js';
import { until } from '../../../projections/queries/until.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { Writer } from '../../projections/streams.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { cli } from './cli.js';
import { configured } from './configured.js';

describe('cli log', () => {
  let database: TestDatabase;
  let db: Database;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDatabase(database.url);
    await migrate(db, [...eventLogMigrations, ...projectionMigrations]);
    env = configured(database.url);
  }, 30_000);

  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('tells of an empty log, and of one that is not', async () => {
    expect(await cli(env, 'log', 'head')).toEqual({
      code: 0,
      out: 'log: PostgreSQL\nhead: the log is empty\n',
      err: '',
    });
    expect((await cli(env, 'log', 'stats')).out).toBe('0 events in 0 streams\n');

    const log = new PostgresLog(db);
    const writer = new Writer(log);
    await writer.write('a', ...b.filled);
    await writer.write('b', ...b.confirmed);
    const head = await log.head();
    expect((await cli(env, 'log', 'head')).out).toBe(`log: PostgreSQL\nhead: ${head}\n`);
    // A transaction of anybody on the server can hold the readers back for a moment.
    await until(10_000, async () => ((await log.readAll(null, 10)).length === 6 ? true : null));
    await log.close();
  });

  it('reads on from where somebody stopped', async () => {
    const first = lines(await cli(env, 'log', 'read', '--limit', '4'));
    expect(first).toHaveLength(4);
    expect(first[0]).toMatch(/^\d+-\d+ {2}bindingRequest-a@0 {2}BindingRequestOpened {2}\d{4}-.*Z {2}parent \S+$/);
    const [position = ''] = first[3]!.split('  ');
    const later = lines(await cli(env, 'log', 'read', '--after', position));
    expect(later.map((line) => line.split('  ')[1])).toEqual(['bindingRequest-b@0', 'bindingRequest-b@1']);
  });

  it('reads one stream, and one type, as whole events', async () => {
    const events = lines(await cli(env, 'log', 'read', '--stream', 'bindingRequest-a', '--json'));
    expect(events.map((line) => (JSON.parse(line) as { revision: number }).revision)).toEqual([0, 1, 2, 3]);
    const opened = lines(await cli(env, 'log', 'read', '--type', 'BindingRequestOpened'));
    expect(opened).toHaveLength(2);
  });

  it('counts events by type', async () => {
    const { out } = await cli(env, 'log', 'stats');
    expect(out).toContain('6 events in 2 streams\n');
    expect(out).toMatch(/bindingRequest {2}BindingRequestOpened {7}2/);
    const summary = JSON.parse((await cli(env, 'log', 'stats', '--json')).out) as { events: number };
    expect(summary.events).toBe(6);
  });

  it('says in one line that a position is of another log', async () => {
    const { code, err } = await cli(env, 'log', 'read', '--after', '17');
    expect({ code, err }).toEqual({ code: 1, err: 'cli: the log holds no event at position 17\n' });
  });

  it('says in one line that there is no such stream', async () => {
    const { code, out, err } = await cli(env, 'log', 'read', '--stream', 'bindingRequest-c');
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: 'cli: the log holds no stream bindingRequest-c\n' });
  });

  it('says in one line that the database is down', async () => {
    const { code, err } = await cli(configured('postgres://nobody@127.0.0.1:1/none'), 'log', 'head');
    expect({ code, err }).toEqual({
      code: 1,
      err: 'cli: the event log cannot be reached: the database cannot be reached (ECONNREFUSED)\n',
    });
  });
});

function lines({ code, out, err }: { code: number; out: string; err: string }): readonly string[] {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.trimEnd().split('\n');
}
