import { randomUUID } from 'node:crypto';
import type { ProposedEvent, RecordedEvent } from './recorded-event.js';

/** `$$name` holds the metadata of the stream `name`. */
export const METADATA_PREFIX = '$$';
/** The type of the event that ends a stream for ever. */
export const TOMBSTONE = '$streamDeleted';

/** What the metadata of a stream lets its readers see. `$all` shows everything, as the real server does until a scavenge. */
export class Visibility {
  tombstone = false;
  private from = 0;
  private maxCount = Number.POSITIVE_INFINITY;

  set(metadata: Buffer): void {
    const { $tb = 0, $maxCount = Number.POSITIVE_INFINITY } = parsed(metadata);
    this.from = $tb;
    this.maxCount = $maxCount;
  }

  /** True where nothing is left to see of a stream that ends at this revision. */
  startsAfter(revision: number): boolean {
    return revision >= 0 && this.from > revision;
  }

  /** @param events a whole stream. */
  of(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const first = Math.max(this.from, events.length - this.maxCount);
    return first <= 0 ? events : events.slice(first);
  }
}

/** What a soft deletion writes: everything before the revision is gone. */
export function truncation(beforeRevision: number): ProposedEvent {
  return { ...systemEvent('$metadata'), data: Buffer.from(JSON.stringify({ $tb: beforeRevision })) };
}

export function tombstone(): ProposedEvent {
  return systemEvent(TOMBSTONE);
}

function systemEvent(type: string): ProposedEvent {
  const id = randomUUID();
  return { id, type, contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.alloc(0) };
}

function parsed(metadata: Buffer): { $tb?: number; $maxCount?: number } {
  try {
    return JSON.parse(metadata.toString('utf8')) as { $tb?: number; $maxCount?: number };
  } catch {
    return {};
  }
}
