import type { EventLog } from '../../../eventstore/port.js';
import type { Config } from '../../config/config.js';
import { openDatabase, type Database } from '../../adapters/postgres/database.js';
import { openEventLog } from '../../adapters/open-event-log.js';

/** The stores by connections that only operators use: a pool that is busy with people is no reason to call the database away. */
export interface HealthStores {
  readonly db: Database;
  readonly log: EventLog;
  close(): Promise<void>;
}

/** @param log the role's own, whose connection to EventStoreDB is shared: there calls do not wait for each other. */
export async function openHealthStores(config: Config, role: string, log: EventLog): Promise<HealthStores> {
  const db = openDatabase(config.databaseUrl, { applicationName: `${role}-health`, max: 2 });
  return {
    db,
    log: config.eventStoreDbUrl === undefined ? await openEventLog(config, db) : log,
    close: () => db.close(),
  };
}
