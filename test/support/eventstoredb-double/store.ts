import type { Batch, Journal } from './journal.js';
import { METADATA_PREFIX, TOMBSTONE, tombstone, truncation, Visibility } from './deletions.js';
import { sizeOf, type ProposedEvent, type RecordedEvent } from './recorded-event.js';

export type Expected = number | 'no-stream' | 'any' | 'stream-exists';

export type Answer =
  | { readonly kind: 'written'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'wrong-expected-version'; readonly current: number | 'no-stream' }
  | { readonly kind: 'stream-deleted' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'bad-request' };

/** A soft-deleted stream may begin again; a tombstone stands for ever. */
export type Deletion = 'soft' | 'tombstone';

/** EventStoreDB's default; over data, metadata and type of the whole append. */
export const MAX_APPEND_SIZE = 1_048_576;
/** A tombstone stands at the end of all revisions. (The real server's is larger than a JavaScript number.) */
const LAST_REVISION = Number.MAX_SAFE_INTEGER;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

interface Request {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
  readonly deletion?: Deletion;
}

interface Waiting extends Request {
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}

/** What stands in a stream: revisions are dense, so the index is the revision. The ids of batches not yet on disk count too. */
interface Stream {
  readonly ids: string[];
  readonly events: RecordedEvent[];
  readonly visibility: Visibility;
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
    for (const event of events) this.note(event.stream, event);
    this.publish(events);
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Promise<Answer> {
    return this.enqueue({ stream, expected, events });
  }

  delete(stream: string, expected: Expected, deletion: Deletion): Promise<Answer> {
    return this.enqueue({ stream, expected, events: [], deletion });
  }

  /** What readers of the stream see: its events, or that there are none. */
  eventsOf(name: string): readonly RecordedEvent[] | 'no-stream' | 'stream-deleted' {
    const stream = this.streams.get(name);
    if (stream?.visibility.tombstone) return 'stream-deleted';
    const events = stream ? stream.visibility.of(stream.events) : [];
    return events.length > 0 ? events : 'no-stream';
  }

  /** Calls back after each flush that made events visible. Returns how to stop. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private enqueue(request: Request): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ ...request, answer, fail });
      if (!this.flushing) void this.flush();
    });
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
    taken.forEach((one, i) => one.answer((answers[i] as () => Answer)()));
  }

  /** Checks one request against all before it, also those of the same flush; the answer is made when they are on disk. */
  private decide(one: Waiting, batches: Batch[]): () => Answer {
    const refused = this.refusal(one);
    if (refused) return () => refused;
    if (one.deletion) return this.decideDeletion(one, one.deletion, batches);
    const ids = this.streams.get(one.stream)?.ids ?? [];
    const current = ids.length - 1;
    if (one.events.length === 0) return () => ({ kind: 'written', revision: 0, position: undefined });

    const from = this.firstRevision(one, ids);
    if (from === 'conflict')
      return () => ({ kind: 'wrong-expected-version', current: current < 0 ? 'no-stream' : current });
    if (from === 'append') {
      this.stage(one.stream, current + 1, one.events, batches);
      return () => this.answerAt(one.stream, current + one.events.length);
    }
    return () => this.answerAt(one.stream, from + one.events.length - 1);
  }

  /** Both kinds are events: the one in the stream of metadata, the other at the end of all revisions. */
  private decideDeletion({ stream, expected }: Waiting, deletion: Deletion, batches: Batch[]): () => Answer {
    const current = (this.streams.get(stream)?.ids.length ?? 0) - 1;
    const fits = expected === 'any' || expected === (current < 0 ? 'no-stream' : current);
    if (!fits) return () => ({ kind: 'wrong-expected-version', current });
    if (deletion === 'tombstone') {
      this.stage(stream, LAST_REVISION, [tombstone()], batches);
      return () => ({ kind: 'written', revision: LAST_REVISION, position: this.all.at(-1)?.position });
    }
    const metadata = METADATA_PREFIX + stream;
    const revision = this.streams.get(metadata)?.ids.length ?? 0;
    this.stage(metadata, revision, [truncation(current + 1)], batches);
    return () => this.answerAt(metadata, revision);
  }

  private refusal({ stream, events, deletion }: Request): Answer | undefined {
    if (stream === '' || events.some((event) => event.type === '' || !UUID.test(event.id)))
      return { kind: 'bad-request' };
    if (this.streams.get(stream)?.visibility.tombstone) return { kind: 'stream-deleted' };
    const size = deletion ? 0 : events.reduce((sum, event) => sum + sizeOf(event), 0);
    return size > MAX_APPEND_SIZE ? { kind: 'too-large' } : undefined;
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
    const gone = this.streams.get(stream)?.visibility.startsAfter(current) ?? false;
    if (at === current || (expected === 'no-stream' && gone)) return 'append';
    return at < current && events.every((event, i) => ids[at + 1 + i] === event.id) ? at + 1 : 'conflict';
  }

  private stage(stream: string, firstRevision: number, events: readonly ProposedEvent[], batches: Batch[]): void {
    const recent = this.recent.get(stream) ?? new Map<string, number>();
    this.recent.set(stream, recent);
    events.forEach((event, i) => {
      this.note(stream, event);
      recent.set(event.id, firstRevision + i);
    });
    batches.push({ stream, firstRevision, created: Date.now(), events });
  }

  /** An event will stand in its stream, and may change what readers see of one. */
  private note(stream: string, event: ProposedEvent): void {
    const { ids, visibility } = this.stream(stream);
    if (event.type === TOMBSTONE) visibility.tombstone = true;
    else ids.push(event.id);
    if (stream.startsWith(METADATA_PREFIX))
      this.stream(stream.slice(METADATA_PREFIX.length)).visibility.set(event.data);
  }

  private answerAt(stream: string, revision: number): Answer {
    return { kind: 'written', revision, position: this.streams.get(stream)?.events[revision]?.position };
  }

  private publish(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.type !== TOMBSTONE) this.stream(event.stream).events.push(event);
      this.all.push(event);
    }
    for (const listener of this.listeners) listener();
  }

  private stream(name: string): Stream {
    const stream = this.streams.get(name) ?? { ids: [], events: [], visibility: new Visibility() };
    this.streams.set(name, stream);
    return stream;
  }
}
