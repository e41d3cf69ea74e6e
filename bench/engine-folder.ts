import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '../src/embedded/engines/embedded-postgres.js';
import { freePort } from '../src/processes/free-port.js';
import { ProcessRecords } from '../src/embedded/engines/process-records.js';
import { stopTemporalServer } from '../src/embedded/engines/temporal-server.js';

export interface EngineFolder {
  readonly path: string;
  readonly records: ProcessRecords;
  /** A PostgreSQL as `npm start` starts it, every commit synced to disk. @returns where it is */
  startPostgres(): Promise<string>;
  /** Ends the engines, then removes the folder. May be called again. */
  end(): Promise<void>;
}

const BREAKING_OFF = ['uncaughtException', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A place for the engines of one measurement. They go with it, also when the bench is broken off or fails where nobody
 * waits for it: an engine that stays takes its time from every later measurement.
 */
export function engineFolder(): EngineFolder {
  const path = mkdtempSync(join(tmpdir(), 'binding-bench-'));
  // PostgreSQL's own user must get through.
  chmodSync(path, 0o711);
  const records = new ProcessRecords(join(path, 'run'));
  const remove = async () => {
    try {
      await Promise.all([stopTemporalServer(records), stopEmbeddedPostgres(records)]);
    } finally {
      rmSync(path, { recursive: true, force: true });
    }
  };
  const breakOff = (reason: unknown) => {
    console.error(reason);
    void remove().finally(() => process.exit(1));
  };
  for (const event of BREAKING_OFF) process.once(event, breakOff);
  const end = async () => {
    await remove();
    for (const event of BREAKING_OFF) process.off(event, breakOff);
  };
  const startPostgres = async () => {
    const { url } = await startEmbeddedPostgres({
      folder: join(path, 'postgres'),
      logFile: join(path, 'postgres.log'),
      port: await freePort(),
      password: randomBytes(16).toString('hex'),
      records,
    });
    return url;
  };
  return { path, records, startPostgres, end };
}
