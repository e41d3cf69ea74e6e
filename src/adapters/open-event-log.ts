import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import type { EventLog } from '../../eventstore/port.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { Config } from '../config/config.js';

/**
 * The log of record: EventStoreDB where one is configured, else the PostgreSQL log (whose schema is in place: migrateAll).
 * One call a process; close it at the end. An EventStoreDB that is down is no error here but at the first use.
 */
export async function openEventLog(config: Pick<Config, 'eventStoreDbUrl'>, db: SqlDatabase): Promise<EventLog> {
  if (config.eventStoreDbUrl) return new EventStoreDbLog(config.eventStoreDbUrl);
  const log = new PostgresLog(db);
  await log.assertOfThisServer();
  return log;
}
