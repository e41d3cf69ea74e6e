import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { JsonObject, StoredEvent } from '../port.js';
import { toPosition } from './position.js';

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
