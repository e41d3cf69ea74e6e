import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/embedded/engines/embedded-postgres.js';
import { freePort } from '../../src/processes/free-port.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';

describe('the embedded PostgreSQL', () => {
  /** As mkdtemp makes it, and as a home is: of mode 0700. */
  let home: string;
  let records: ProcessRecords;
  const elsewhere = new Set<string>();

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'binding-postgres-'));
    records = new ProcessRecords(join(home, 'run'));
  });
  afterEach(async () => {
    await stopEmbeddedPostgres(records);
    for (const folder of elsewhere) rmSync(folder, { recursive: true, force: true });
    elsewhere.clear();
    rmSync(home, { recursive: true, force: true });
  });

  async function start(): Promise<EmbeddedPostgres> {
    const started = await startEmbeddedPostgres({
      folder: join(home, 'data'),
      logFile: join(home, 'log', 'postgres.log'),
      port: await freePort(),
      password: 'what-the-test-made-up',
      records,
      settings: ['fsync=off'],
    });
    if (dirname(started.folder) !== home) elsewhere.add(started.folder);
    return started;
  }

  it('keeps its data where its own user can get, and finds it again', async () => {
    const first = await start();
    // Only root runs it as another user, who cannot get into our home.
    expect(first.folder === join(home, 'data')).toBe(process.getuid?.() !== 0);
    await query(first.url, 'create table kept as select 42 as answer');
    await stopEmbeddedPostgres(records);
    const second = await start();
    expect(second.folder).toBe(first.folder);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 60_000);

  it('is whole or not there after a first start that was killed half-way', async () => {
    mkdirSync(join(home, 'data.new'), { recursive: true });
    const { url } = await start();
    expect(await query(url, "select current_setting('listen_addresses') as listens")).toEqual([
      { listens: '127.0.0.1' },
    ]);
    expect(existsSync(join(home, 'data.password'))).toBe(false);
  }, 60_000);

  it('ends one that runs on its data although nobody has recorded it', async () => {
    const first = await start();
    records.remove('postgres');
    const second = await start();
    await first.ended;
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  }, 60_000);

  it('starts again at once after kill -9, with what was committed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    const second = await start();
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }, 60_000);

  it('writes nothing of a failed statement into its log, and lets nobody else read that log', async () => {
    const { url } = await start();
    await query(url, "create table people (name text primary key); insert into people values ('王大明')");
    await expect(query(url, "insert into people values ('王大明')")).rejects.toThrow('duplicate key');
    await expect(query(url, "select '王大明'::int")).rejects.toThrow('invalid input');
    const log = join(home, 'log', 'postgres.log');
    expect(readFileSync(log, 'utf8')).toContain('ready to accept connections');
    expect(readFileSync(log, 'utf8')).not.toContain('王大明');
    expect(statSync(log).mode & 0o077).toBe(0);
  }, 60_000);
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}
