import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { createTestDatabase } from '../support/postgres.js';

export interface LogDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/** A fresh database with the schema of the log and nothing else. */
export async function openLogDatabase(): Promise<LogDatabase> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { max: 20 });
  await migrate(db, eventLogMigrations);
  const close = async () => {
    await db.close();
    await database.drop();
  };
  return { db, close };
}
