import type { EventLog, StoredEvent } from '../../../eventstore/port.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { openEventLog } from '../../../src/adapters/open-event-log.js';
import { everything } from '../../projections/log-under-test.js';
import type { SystemUnderFault } from '../system/system-under-fault.js';

/** The log as it stands, read twice: in the order of all, and stream by stream. */
export interface ReadLog {
  readonly events: readonly StoredEvent[];
  /** Of binding requests, each as `readStream` tells it. */
  readonly streams: ReadonlyMap<string, readonly StoredEvent[]>;
}

const BINDING = 'bindingRequest-';

/** Looks at database and log past every proxy, as nobody of the product does. */
export class Observer {
  private constructor(
    readonly db: Database,
    readonly log: EventLog,
  ) {}

  static async of(system: SystemUnderFault): Promise<Observer> {
    const config = await system.config();
    const db = openDatabase(config.databaseUrl, { applicationName: 'fault', statementTimeoutMs: 20_000 });
    return new Observer(db, await openEventLog(config, db));
  }

  async read(): Promise<ReadLog> {
    const events = await everything(this.log);
    const names = new Set(events.map(({ stream }) => stream).filter((name) => name.startsWith(BINDING)));
    const streams = new Map<string, readonly StoredEvent[]>();
    for (const name of names) streams.set(name, await this.log.readStream(name));
    return { events, streams };
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.db.close();
  }
}

export function commandOf({ metadata }: StoredEvent): string {
  return String(metadata['commandId']);
}

export function placeOf({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string {
  return `${stream}@${revision}`;
}
