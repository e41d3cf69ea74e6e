import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { projectionMigrations } from '../../projections/migrations.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { startDatabase } from '../append/database.js';

const STATEMENT_TIMEOUT_MS = 600_000;

export interface ReadSide {
  readonly db: Database;
  /** As the projector's role opens it. */
  readonly projectorDb: Database;
  stop(): Promise<void>;
}

/** A PostgreSQL as `npm start` starts it, with the log and the tables of the read models. */
export async function startReadSide(): Promise<ReadSide> {
  const { url, db, stop } = await startDatabase({ statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  await migrate(db, [...eventLogMigrations, ...projectionMigrations]);
  const projectorDb = openDatabase(url, { statementTimeoutMs: STATEMENT_TIMEOUT_MS, commitsLater: true });
  return { db, projectorDb, stop: () => projectorDb.close().then(stop) };
}
