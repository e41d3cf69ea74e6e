/**
 * The shared engines of one jest run, started by the first test that asks:
 *   node --import ./test/support/typescript.mjs test/support/test-engines.ts <folder> postgres|temporal   prints {url} or {address}
 *   ... <folder> check   fails in one line when an engine is not to be had
 *   ... <folder> stop    ends what was started there
 * A process of its own, so that it works the same from any jest worker and before jest has loaded anything.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '../../src/embedded/engines/embedded-postgres.js';
import { findTemporal } from '../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../src/processes/free-port.js';
import { postgresBinaries } from '../../src/embedded/engines/postgres-binaries.js';
import { postgresUser } from '../../src/embedded/engines/postgres-user.js';
import { identityOf, isRunning } from '../../src/embedded/engines/process-identity.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';
import { startTemporalServer, stopTemporalServer } from '../../src/embedded/engines/temporal-server.js';

const [folder = '', wanted = ''] = process.argv.slice(2);
const records = new ProcessRecords(join(folder, 'run'));

const engines: Readonly<Record<string, () => Promise<object>>> = {
  async postgres() {
    const { url } = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      port: await freePort(),
      password: randomBytes(16).toString('hex'),
      records,
      // The databases of a test run are thrown away: no need to wait for the disk.
      settings: ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=300'],
    });
    return { url };
  },
  async temporal() {
    const binary = await findTemporal(resolve('.cache'), (line) => console.error(line));
    const { address } = await startTemporalServer({
      binary,
      port: await freePort(),
      logFile: join(folder, 'temporal.log'),
      records,
    });
    return { address };
  },
};

async function started(name: string): Promise<string> {
  const note = join(folder, `${name}.json`);
  const start = engines[name];
  if (!start) throw new Error(`no engine is called ${name}`);
  return withLock(join(folder, `${name}.lock`), async () => {
    if (!existsSync(note)) writeFileSync(note, JSON.stringify(await start()));
    return readFileSync(note, 'utf8');
  });
}

async function check(): Promise<void> {
  if (!process.env['TEST_DATABASE_URL']) postgresBinaries(await postgresUser());
  if (!process.env['TEMPORAL_ADDRESS']) await findTemporal(resolve('.cache'), (line) => console.log(line));
}

async function stopAll(): Promise<void> {
  await Promise.all([stopTemporalServer(records), stopEmbeddedPostgres(records)]);
  rmSync(folder, { recursive: true, force: true });
}

/** One starter at a time; the lock of a starter that died is broken. */
async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const me = await identityOf(process.pid);
  const until = Date.now() + 120_000;
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify(me), { flag: 'wx' });
      break;
    } catch {
      if (Date.now() > until) throw new Error(`waited two minutes for ${lock}`);
      if (!(await ownerRuns(lock))) rmSync(lock, { force: true });
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function ownerRuns(lock: string): Promise<boolean> {
  try {
    return await isRunning(JSON.parse(readFileSync(lock, 'utf8')) as { pid: number; startedAt: string });
  } catch {
    return existsSync(lock);
  }
}

mkdirSync(folder, { recursive: true });
try {
  if (wanted === 'stop') await stopAll();
  else if (wanted === 'check') await check();
  else process.stdout.write(await started(wanted));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
