import type { StoredEvent } from '../../../eventstore/port.js';
import { categoryOf } from '../../../projections/folding/read-model.js';

export interface LogSummary {
  readonly events: number;
  readonly streams: number;
  /** When the first and the last event happened, RFC 3339; null for an empty log. */
  readonly first: string | null;
  readonly last: string | null;
  /** Most frequent first. */
  readonly types: readonly { readonly category: string; readonly type: string; readonly events: number }[];
}

/** Counts the events of a log, one by one. */
export class LogStatistics {
  events = 0;
  private streams = 0;
  private first: string | null = null;
  private last: string | null = null;
  private readonly types = new Map<string, { category: string; type: string; events: number }>();

  add({ stream, revision, type, metadata }: StoredEvent): void {
    const at = typeof metadata['at'] === 'string' ? metadata['at'] : null;
    const category = categoryOf(stream);
    const key = JSON.stringify([category, type]);
    const counted = this.types.get(key) ?? { category, type, events: 0 };
    counted.events += 1;
    this.types.set(key, counted);
    this.events += 1;
    // Streams are never cut, so each has a revision 0.
    if (revision === 0) this.streams += 1;
    this.first ??= at;
    this.last = at ?? this.last;
  }

  summary(): LogSummary {
    const types = [...this.types.values()].toSorted((a, b) => b.events - a.events || (a.type < b.type ? -1 : 1));
    return { events: this.events, streams: this.streams, first: this.first, last: this.last, types };
  }
}
