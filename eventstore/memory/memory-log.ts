import { parseStored } from '../chain/envelope.js';
import {
  Conflict,
  UnknownPosition,
  type Appended,
  type EventLog,
  type NewEvent,
  type Position,
  type StoredEvent,
  type WholeAppend,
} from '../port.js';
import { compareWithStored } from '../replayed-append.js';
import { assertStorable } from '../chain/storable.js';
import { WholeAppends } from '../whole-appends.js';

interface Kept extends NewEvent {
  readonly stream: string;
  readonly revision: number;
}

/** The log in memory: for unit tests and model checks. Gone with the process. */
export class MemoryLog implements EventLog {
  private readonly all: Kept[] = [];
  /** Stream → indexes into `all`. */
  private readonly streams = new Map<string, number[]>();
  private readonly sleepers = new Set<() => void>();

  append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    return settle(() => {
      assertStorable(stream, expectedRevision, events);
      const indexes = this.streams.get(stream) ?? [];
      const revision = indexes.length - 1;
      if (revision !== expectedRevision) return this.replay(stream, expectedRevision, events, revision);
      events.forEach((event, i) =>
        indexes.push(this.all.push({ ...event, stream, revision: expectedRevision + 1 + i }) - 1),
      );
      this.streams.set(stream, indexes);
      for (const wake of this.sleepers) wake();
      return { revision: revision + events.length, position: positionOf(this.all.length - 1) };
    });
  }

  readStream(stream: string, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
    return settle(() => this.slice(stream, from, to));
  }

  readAll(after: Position | null, limit: number): Promise<readonly StoredEvent[]> {
    return settle(() => {
      const start = this.indexAfter(after);
      return this.all.slice(start, start + limit).map((kept, i) => stored(kept, start + i));
    });
  }

  async *subscribe(
    after: Position | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly WholeAppend[], void, undefined> {
    const coming = new WholeAppends();
    for (let index = this.indexAfter(after); ;) {
      while (index >= this.all.length && !signal.aborted) await this.nextAppend(signal);
      if (signal.aborted) return;
      const appends = coming.take(this.all.slice(index).map((kept) => stored(kept, index++)));
      if (appends.length > 0) yield appends;
    }
  }

  head(): Promise<Position | null> {
    return Promise.resolve(this.all.length === 0 ? null : positionOf(this.all.length - 1));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private replay(stream: string, expected: number, events: readonly NewEvent[], actual: number): Appended {
    const found = compareWithStored(events, this.slice(stream, expected + 1, expected + events.length));
    if (found.kind === 'stored') return found.answer;
    throw new Conflict(stream, expected, actual);
  }

  private slice(stream: string, from: number, to: number): StoredEvent[] {
    const indexes = this.streams.get(stream) ?? [];
    return indexes.slice(from, to + 1).map((index) => stored(this.all[index] as Kept, index));
  }

  private indexAfter(after: Position | null): number {
    if (after === null) return 0;
    const index = Number(after);
    if (positionOf(index) !== after || index >= this.all.length) throw new UnknownPosition(after);
    return index + 1;
  }

  private nextAppend(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

function stored(kept: Kept, index: number): StoredEvent {
  const { stream, revision, id, type } = kept;
  return {
    stream,
    revision,
    id,
    type,
    data: parseStored(kept.data),
    metadata: parseStored(kept.metadata),
    position: positionOf(index),
  };
}

function positionOf(index: number): Position {
  return String(index).padStart(12, '0');
}

/** Runs at once, answers as a promise, also when it throws. */
function settle<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
