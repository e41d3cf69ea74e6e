/** Engines of one test alone, which it may stop, freeze and kill: those that all tests share are nobody's to touch. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '../../src/embedded/engines/embedded-postgres.js';
import { findTemporal } from '../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../src/processes/free-port.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';
import { startTemporalServer, stopTemporalServer } from '../../src/embedded/engines/temporal-server.js';

/** What a bad day does to an engine. Its address stays. */
export interface OwnEngine {
  readonly pid: number;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** SIGSTOP: it accepts connections, reads nothing and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** For the end of the test, whatever state it is in. */
  discard(): Promise<void>;
}

export interface OwnTemporal extends OwnEngine {
  /** host:port */
  readonly address: string;
}

export interface OwnPostgres extends OwnEngine {
  /** With the password. */
  readonly url: string;
}

/** A development server with its state in a file. */
export async function startOwnTemporal(): Promise<OwnTemporal> {
  const folder = ownFolder('temporal');
  const records = new ProcessRecords(join(folder, 'run'));
  const binary = await findTemporal(resolve('.cache'), () => undefined);
  const port = await freePort();
  const start = () =>
    startTemporalServer({
      binary,
      port,
      databaseFile: join(folder, 'temporal.db'),
      logFile: join(folder, 'temporal.log'),
      records,
    });
  const { address } = await start();
  return { address, ...held(folder, records, 'temporal', start, () => stopTemporalServer(records)) };
}

/** @param dataFolder where the data is to lie; absent: a folder of its own. */
export async function startOwnPostgres(dataFolder?: string): Promise<OwnPostgres> {
  const folder = ownFolder('postgres');
  const records = new ProcessRecords(join(folder, 'run'));
  const [port, password] = [await freePort(), randomBytes(16).toString('hex')];
  const start = () =>
    startEmbeddedPostgres({
      folder: dataFolder ?? join(folder, 'data'),
      logFile: join(folder, 'postgres.log'),
      port,
      password,
      records,
    });
  const { url } = await start();
  return { url, ...held(folder, records, 'postgres', start, () => stopEmbeddedPostgres(records)) };
}

function held(
  folder: string,
  records: ProcessRecords,
  name: string,
  start: () => Promise<unknown>,
  stop: () => Promise<void>,
): OwnEngine {
  const pid = () => records.read(name)?.pid ?? 0;
  const signal = (what: NodeJS.Signals) => void (pid() > 0 && process.kill(pid(), what));
  return {
    get pid() {
      return pid();
    },
    async start() {
      await start();
    },
    stop,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async discard() {
      // One that was left frozen would not hear of it.
      signal('SIGCONT');
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL's own user must get through. */
function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `own-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}
