import type { NewEvent } from '../../eventstore/port.js';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import type { SqlDatabase } from '../../eventstore/sql.js';

export interface Contestant {
  readonly append: (stream: string, expectedRevision: number, events: readonly NewEvent[]) => Promise<unknown>;
  close(): Promise<void>;
}

export function ours(db: SqlDatabase): Contestant {
  const log = new PostgresLog(db);
  return { append: (...args) => log.append(...args), close: () => log.close() };
}

/** The same columns, nothing checked and nothing answered; planned once a connection, as ours is. */
export function rawInsert(db: SqlDatabase): Contestant {
  const columns = 'stream, revision, event_id, type, data, metadata';
  return {
    async append(stream, expected, events) {
      const values = events.flatMap((event, i) => [
        stream,
        expected + 1 + i,
        event.id,
        event.type,
        event.data,
        event.metadata,
      ]);
      const places = events.map((_, i) => `(${[1, 2, 3, 4, 5, 6].map((n) => `$${6 * i + n}`).join(', ')})`);
      const text = `insert into raw_events (${columns}) values ${places.join(', ')}`;
      await db.query(text, values, `raw-${events.length}`);
    },
    close: () => Promise.resolve(),
  };
}
