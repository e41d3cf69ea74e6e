import type { Position, StoredEvent } from '../../eventstore/port.js';

/** Events of a batch while much is to be caught up. More cost the garbage collector what fewer transactions save. */
export const FULL_BATCH = 4_000;

export interface Batch {
  /** Where the read model stands before it. */
  readonly from: Position | null;
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
  /** Streams that stand still: their events are read again from the log once they go on. */
  readonly parked: ReadonlySet<string>;
}

/** Where the read model stands after the events. Never back: an event that comes again must not move it. */
export function positionAfter(from: Position | null, events: readonly [StoredEvent, ...StoredEvent[]]): Position {
  return events.reduce((to, { position }) => (position > to ? position : to), from ?? events[0].position);
}
