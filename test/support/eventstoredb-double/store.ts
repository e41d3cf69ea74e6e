import type { Batch, Journal } from './journal.js';
import { sizeOf, type ProposedEvent, type RecordedEvent } from './recorded-event.js';

export type Expected = number | 'no-stream' | 'any' | 'stream-exists';

export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'wrong-expected-version'; readonly current: number | 'no-stream' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'bad-request' };

/** EventStoreDB's default; over data, metadata and type of the whole append. */
export const MAX_APPEND_SIZE = 1_048_576;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

interface Waiting {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
  readonly answer: (answer: AppendAnswer) => void;
  readonly fail: (error: unknown) => void;
}

/** What stands in a stream: revisions are dense, so the index is the revision. The ids of batches not yet on disk count too. */
interface Stream {
  readonly ids: string[];
  readonly events: RecordedEvent[];
}

/**
 * Streams and the order of all events. Revisions, idempotency and limits follow what a real server was seen to do
 * (eventstoredb facts, sections 1 to 3). Appends that wait together share one sync of the file; readers see only what is on disk.
 */
export class Store {
  readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, Stream>();
  /** Ids since the start, by stream: what "any" is idempotent by, and forgotten at a restart, as with the real server. */
  private readonly recent = new Map<string, Map<string, number>>();
  private readonly listeners = new Set<() => void>();
  private waiting: Waiting[] = [];
  private flushing = false;

  constructor(
    private readonly journal: Journal,
    events: readonly RecordedEvent[],
  ) {
    for (const event of events) this.stream(event.stream).ids.push(event.id);
    this.publish(events);
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Promise<AppendAnswer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ stream, expected, events, answer, fail });
      if (!this.flushing) void this.flush();
    });
  }

  /** undefined: no such stream. */
  eventsOf(stream: string): readonly RecordedEvent[] | undefined {
    const events = this.streams.get(stream)?.events;
    return events?.length ? events : undefined;
  }

  /** Calls back after each flush that made events visible. Returns how to stop. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async flush(): Promise<void> {
    this.flushing = true;
    while (this.waiting.length > 0) {
      const taken = this.waiting;
      this.waiting = [];
      try {
        await this.write(taken);
      } catch (error) {
        for (const one of taken) one.fail(error);
      }
    }
    this.flushing = false;
  }

  private async write(taken: readonly Waiting[]): Promise<void> {
    const batches: Batch[] = [];
    const answers = taken.map((one) => this.decide(one, batches));
    if (batches.length > 0) this.publish((await this.journal.append(batches)).flat());
    taken.forEach((one, i) => one.answer((answers[i] as () => AppendAnswer)()));
  }

  /** Checks one append against all before it, also those of the same flush; the answer is made when they are on disk. */
  private decide(one: Waiting, batches: Batch[]): () => AppendAnswer {
    const refused = refusal(one);
    if (refused) return () => refused;
    const { ids } = this.streams.get(one.stream) ?? { ids: [] };
    const current = ids.length - 1;
    if (one.events.length === 0) return () => ({ kind: 'appended', revision: 0, position: undefined });

    const from = this.firstRevision(one, ids);
    if (from === 'conflict')
      return () => ({ kind: 'wrong-expected-version', current: current < 0 ? 'no-stream' : current });
    if (from === 'append') {
      this.stage(one, current + 1, batches);
      return () => this.answerAt(one.stream, current + one.events.length);
    }
    return () => this.answerAt(one.stream, from + one.events.length - 1);
  }

  /** Where the same batch stands already, or that it is to be appended, or neither. */
  private firstRevision({ stream, expected, events }: Waiting, ids: readonly string[]): number | 'append' | 'conflict' {
    const current = ids.length - 1;
    if (expected === 'any' || expected === 'stream-exists') {
      if (expected === 'stream-exists' && current < 0) return 'conflict';
      const known = events.map((event) => this.recent.get(stream)?.get(event.id));
      if (known.every((revision) => revision === undefined)) return 'append';
      const [first] = known;
      return first !== undefined && known.every((revision, i) => revision === first + i) ? first : 'conflict';
    }
    const at = expected === 'no-stream' ? -1 : expected;
    if (at === current) return 'append';
    return at < current && events.every((event, i) => ids[at + 1 + i] === event.id) ? at + 1 : 'conflict';
  }

  private stage({ stream, events }: Waiting, firstRevision: number, batches: Batch[]): void {
    const recent = this.recent.get(stream) ?? new Map<string, number>();
    this.recent.set(stream, recent);
    events.forEach((event, i) => {
      this.stream(stream).ids.push(event.id);
      recent.set(event.id, firstRevision + i);
    });
    batches.push({ stream, firstRevision, created: Date.now(), events });
  }

  private answerAt(stream: string, revision: number): AppendAnswer {
    return { kind: 'appended', revision, position: this.streams.get(stream)?.events[revision]?.position };
  }

  private publish(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      this.stream(event.stream).events.push(event);
      this.all.push(event);
    }
    for (const listener of this.listeners) listener();
  }

  private stream(name: string): Stream {
    const stream = this.streams.get(name) ?? { ids: [], events: [] };
    this.streams.set(name, stream);
    return stream;
  }
}

function refusal({ stream, events }: Waiting): AppendAnswer | undefined {
  if (stream === '' || events.some((event) => event.type === '' || !UUID.test(event.id)))
    return { kind: 'bad-request' };
  const size = events.reduce((sum, event) => sum + sizeOf(event), 0);
  return size > MAX_APPEND_SIZE ? { kind: 'too-large' } : undefined;
}
