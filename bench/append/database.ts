import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { engineFolder } from '../engine-folder.js';

/** A PostgreSQL with the log and a table of its shape without rules. */
export async function startDatabase({ statementTimeoutMs = 30_000 } = {}): Promise<{
  readonly url: string;
  readonly db: Database;
  stop(): Promise<void>;
}> {
  const { startPostgres, end } = engineFolder();
  try {
    const url = await startPostgres();
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
    return { url, db, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
