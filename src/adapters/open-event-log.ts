import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { AccessDenied, type EventLog } from '../../eventstore/port.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { Config } from '../config/config.js';
import { alarmingLog, type AlarmBell } from './alarming-log.js';

/**
 * The log of record: EventStoreDB where one is configured, else the PostgreSQL log (whose schema is in place: migrateAll).
 * One call a process; close it at the end. An EventStoreDB that is down is no error here but at the first use.
 * @param bell hears of what only an operator can put right
 * @throws AccessDenied where the server answers and does not grant what we need
 */
export async function openEventLog(
  config: Pick<Config, 'eventStoreDbUrl'>,
  db: SqlDatabase,
  bell?: AlarmBell,
): Promise<EventLog> {
  if (config.eventStoreDbUrl) return openEventStoreDb(config.eventStoreDbUrl, bell);
  const log = new PostgresLog(db);
  await log.assertOfThisServer();
  return log;
}

async function openEventStoreDb(url: string, bell: AlarmBell | undefined): Promise<EventLog> {
  const log = new EventStoreDbLog(url);
  try {
    await log.checkAccess();
  } catch (error) {
    if (error instanceof AccessDenied) {
      await log.close();
      throw error;
    }
    // It is down, or not there yet: what needs it says so then.
  }
  return bell ? alarmingLog(log, bell) : log;
}
