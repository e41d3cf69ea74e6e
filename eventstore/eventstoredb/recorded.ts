import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { JsonObject, StoredEvent } from '../port.js';
import { toPosition } from './position.js';

/** An event and when the server took it: one time, in milliseconds, for all events of an append. */
export interface Arrived {
  readonly event: StoredEvent;
  readonly created: number;
}

type Recorded = RecordedEvent | AllStreamRecordedEvent | undefined;

/** undefined for what is not ours: the server's own events, links, binary data. */
export function toStored(event: Recorded): StoredEvent | undefined {
  if (!event?.isJson || event.type.startsWith('$') || event.streamId.startsWith('$') || !event.position)
    return undefined;
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    id: event.id.toLowerCase(),
    type: event.type,
    data: event.data as JsonObject,
    metadata: (event.metadata ?? {}) as JsonObject,
    position: toPosition(event.position),
  };
}

export function toArrived(recorded: Recorded): Arrived | undefined {
  const event = toStored(recorded);
  return event && recorded && { event, created: recorded.created.getTime() };
}

/**
 * The server does not say where an append ends. Two appends to one stream within a millisecond look like one; one append
 * never looks like two.
 */
export function isSameAppend(one: Arrived, next: Arrived): boolean {
  return (
    one.created === next.created &&
    one.event.stream === next.event.stream &&
    one.event.revision + 1 === next.event.revision
  );
}
