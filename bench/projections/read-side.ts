import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { projectionMigrations } from '../../projections/migrations.js';
import type { Database } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { startDatabase } from '../append/database.js';

/** A PostgreSQL as `npm start` starts it, with the log and the tables of the read models. */
export async function startReadSide(): Promise<{ readonly db: Database; stop(): Promise<void> }> {
  const database = await startDatabase({ statementTimeoutMs: 600_000 });
  await migrate(database.db, [...eventLogMigrations, ...projectionMigrations]);
  return database;
}
