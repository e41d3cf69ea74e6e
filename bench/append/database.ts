import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { openDatabase, type Database } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { startEmbeddedPostgres } from '../../src/engines/embedded-postgres.js';
import { freePort } from '../../src/engines/free-port.js';
import { engineFolder } from '../engine-folder.js';

/** A PostgreSQL as `npm start` starts it, every commit synced to disk, with the log and a table of its shape without rules. */
export async function startDatabase({ statementTimeoutMs = 30_000 } = {}): Promise<{
  readonly db: Database;
  stop(): Promise<void>;
}> {
  const { path, records, end } = engineFolder();
  try {
    const { url } = await startEmbeddedPostgres({
      folder: join(path, 'postgres'),
      logFile: join(path, 'postgres.log'),
      port: await freePort(),
      password: randomBytes(16).toString('hex'),
      records,
    });
    const db = openDatabase(url, { max: 20, statementTimeoutMs });
    await migrate(db, eventLogMigrations);
    await db.query('create table raw_events (like event_log including all)');
    const stop = async () => {
      try {
        await db.close();
      } finally {
        await end();
      }
    };
    return { db, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
