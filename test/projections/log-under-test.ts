/** The logs that read models must be able to follow, each fresh and empty. */
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { eventLogMigrations } from '../../eventstore/postgres/migrations.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import type { EventLog, Position, StoredEvent } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { projectionMigrations } from '../../projections/migrations.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { startEventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { createTestDatabase } from '../support/postgres.js';

export interface ReadSide {
  readonly db: Database;
  readonly log: EventLog;
  /** Of the database. */
  readonly url: string;
  close(): Promise<void>;
}

export type OpenLog = (db: SqlDatabase) => Promise<{ readonly log: EventLog; close(): Promise<void> }>;

export const memoryLog: OpenLog = async () => {
  const log = new MemoryLog();
  return { log, close: () => log.close() };
};

export const postgresLog: OpenLog = async (db) => {
  const log = new PostgresLog(db, { pollMs: 200 });
  return { log, close: () => log.close() };
};

/** Always the double: these tests want an empty log each, which a shared server cannot give. */
export const eventStoreDbLog: OpenLog = async () => {
  const double = await startEventStoreDbDouble();
  const log = new EventStoreDbLog(double.url);
  return {
    log,
    async close() {
      await log.close();
      await double.stop();
    },
  };
};

/** Every log that can be the log of record, and the one for tests. */
export const logs: readonly [string, OpenLog][] = [
  ['memory', memoryLog],
  ['PostgreSQL', postgresLog],
  ['the EventStoreDB double', eventStoreDbLog],
];

export async function openReadSide(openLog: OpenLog): Promise<ReadSide> {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { statementTimeoutMs: 10_000, connectTimeoutMs: 10_000 });
  await migrate(db, [...eventLogMigrations, ...projectionMigrations]);
  const { log, close } = await openLog(db);
  return {
    db,
    log,
    url: database.url,
    async close() {
      await close();
      await db.close();
      await database.drop();
    },
  };
}

/** A log that answers as another one, but for what is given. */
export function changed(log: EventLog, changes: Partial<EventLog>): EventLog {
  return {
    append: (...args) => log.append(...args),
    readStream: (...args) => log.readStream(...args),
    readAll: (...args) => log.readAll(...args),
    subscribe: (...args) => log.subscribe(...args),
    head: () => log.head(),
    close: () => log.close(),
    ...changes,
  };
}

/** A log whose subscriptions tell what is given in place of each event. */
export function telling(
  log: EventLog,
  toldOf: (event: StoredEvent, after: Position | null) => readonly StoredEvent[],
): EventLog {
  return changed(log, {
    async *subscribe(after, signal) {
      for await (const appends of log.subscribe(after, signal)) {
        const told = appends.map((append) => append.flatMap((event) => toldOf(event, after)));
        yield told.filter((append) => append.length > 0);
      }
    },
  });
}

export async function everything(log: EventLog): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (;;) {
    const page = await log.readAll(all.at(-1)?.position ?? null, 500);
    all.push(...page);
    if (page.length === 0) return all;
  }
}
