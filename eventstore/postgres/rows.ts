import { parseStored } from '../chain/envelope.js';
import type { StoredEvent } from '../port.js';
import { toPosition, type Place } from './position.js';

export interface EventRow extends Place {
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export function toStored(row: EventRow): StoredEvent {
  return {
    stream: row.stream,
    revision: row.revision,
    id: row.event_id,
    type: row.type,
    data: parseStored(row.data),
    metadata: parseStored(row.metadata),
    position: toPosition(row),
  };
}
