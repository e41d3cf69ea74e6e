import type { Position, StoredEvent } from '../../eventstore/port.js';

/** Events of a batch while much is to be caught up. A larger batch loses to garbage collection what it saves in transactions. */
export const FULL_BATCH = 4_000;

export interface Batch {
  /** Position of the read model before the batch. */
  readonly from: Position | null;
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
  /** Parked streams: their events are read from the log again when the stream is retried. */
  readonly parked: ReadonlySet<string>;
}

/** Position of the read model after the events. It never decreases: a repeated event must not move it back. */
export function positionAfter(from: Position | null, events: readonly [StoredEvent, ...StoredEvent[]]): Position {
  return events.reduce((to, { position }) => (position > to ? position : to), from ?? events[0].position);
}
