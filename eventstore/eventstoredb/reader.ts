import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import {
  StreamGone,
  Unavailable,
  UnknownPosition,
  Unstorable,
  type Position,
  type Right,
  type StoredEvent,
} from '../port.js';
import { accessDenied } from './access.js';
import { classify, describeFailure, isStreamDeleted } from './failures.js';
import { toClientPosition, toPosition } from './position.js';
import { toStored } from './recorded.js';
import { withinTime } from './time-limit.js';

/** Events of one call: small enough for one time limit, large enough to be fast. */
const PAGE = 1000;

/** Reads in pages, each with a timer of its own, all to the end: a list cut short by an error is never returned. */
export class Reader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly readMs: number,
    /** What a writer would meet in a stream that readers do not find. */
    private readonly revisionForWriters: (stream: string, ms: number) => Promise<number | undefined>,
  ) {}

  /** @throws StreamGone, Unavailable */
  async stream(stream: string, from: number, to: number): Promise<StoredEvent[]> {
    const events = await this.found(stream, from, to, this.readMs);
    if (events) return events;
    // A stream that was deleted softly cannot be found either, and would go on with its old revisions.
    const last = await this.revisionForWriters(stream, this.readMs);
    if (last !== undefined) throw new StreamGone(stream, `was deleted at revision ${last}`);
    return [];
  }

  /**
   * @param pageMs time for one page, in milliseconds.
   * @returns undefined where readers find no such stream. @throws StreamGone, Unavailable
   */
  async found(stream: string, from: number, to: number, pageMs: number): Promise<StoredEvent[] | undefined> {
    const events: StoredEvent[] = [];
    for (let next = from; next <= to;) {
      const maxCount = Math.min(PAGE, to - next + 1);
      const page = await this.streamPage(stream, next, maxCount, pageMs);
      if (!page) return undefined;
      const first = page[0]?.event?.revision;
      if (first !== undefined && Number(first) !== next)
        throw new StreamGone(stream, `was cut before revision ${first}`);
      events.push(...page.flatMap((resolved) => toStored(resolved.event) ?? []));
      next += page.length;
      if (page.length < maxCount) break;
    }
    return events;
  }

  /** @throws UnknownPosition, Unavailable */
  async all(after: Position | null, limit: number): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    let at = after;
    while (events.length < limit) {
      const maxCount = Math.min(PAGE, limit - events.length);
      const page = await this.allAfter(at, maxCount);
      // The server's own events are read and left out; the filter of this call is ignored by the client.
      events.push(...page.flatMap((resolved) => toStored(resolved.event) ?? []));
      at = positionOf(page.at(-1)) ?? at;
      if (page.length < maxCount) break;
    }
    return events;
  }

  /** @throws UnknownPosition unless an event stands there, Unavailable. */
  async assertExists(position: Position): Promise<void> {
    await this.allAfter(position, 1);
  }

  /** Position of the last event that is not the server's own. @throws Unavailable */
  async head(): Promise<Position | null> {
    let before: Position | undefined;
    for (let maxCount = 1; ; maxCount = 100) {
      const fromPosition = before === undefined ? END : toClientPosition(before);
      const page = await this.collect(
        () => this.client.readAll({ direction: BACKWARDS, fromPosition, maxCount }),
        this.readMs,
        'read-all',
      );
      for (const { event } of page) {
        const stored = toStored(event);
        if (stored) return stored.position;
      }
      const last = positionOf(page.at(-1));
      if (last === undefined || last === before) return null;
      before = last;
    }
  }

  private async streamPage(
    stream: string,
    from: number,
    maxCount: number,
    pageMs: number,
  ): Promise<ResolvedEvent[] | undefined> {
    const options = { direction: FORWARDS, fromRevision: BigInt(from), maxCount } as const;
    try {
      return await this.collect(() => this.client.readStream(stream, options), pageMs, 'read-stream');
    } catch (error) {
      if (isStreamDeleted(error)) throw new StreamGone(stream, 'was deleted for ever', { cause: error });
      if (classify(error) === 'no-stream') return undefined;
      throw error;
    }
  }

  /** A read from a position includes it: so it can be checked that an event is there. */
  private async allAfter(after: Position | null, maxCount: number): Promise<ResolvedEvent[]> {
    const fromPosition = after === null ? START : toClientPosition(after);
    const extra = after === null ? 0 : 1;
    const page = await this.collect(
      () => this.client.readAll({ direction: FORWARDS, fromPosition, maxCount: maxCount + extra }),
      this.readMs,
      'read-all',
    ).catch((error: unknown) => {
      throw classify(error) === 'invalid-position' && after !== null ? new UnknownPosition(after) : error;
    });
    if (after !== null && positionOf(page[0]) !== after) throw new UnknownPosition(after);
    return page.slice(extra);
  }

  private async collect(
    start: () => StreamingRead<ResolvedEvent>,
    pageMs: number,
    right: Right,
  ): Promise<ResolvedEvent[]> {
    const read = start();
    // The client may report an error after we stopped listening; unheard, it would end the process.
    read.on('error', () => undefined);
    const abandon = () => {
      read.cancel().catch(() => undefined);
      read.destroy();
    };
    try {
      return await withinTime(pageMs, gather(read), abandon);
    } catch (error) {
      const failure = classify(error);
      if (failure === 'access-denied') throw accessDenied(error, right);
      if (failure === 'refused' && !isStreamDeleted(error))
        throw new Unstorable(`the event store refused the read (${describeFailure(error)})`, { cause: error });
      if (failure !== 'in-doubt' || error instanceof Unavailable) throw error;
      throw new Unavailable(`the event store cannot be read (${describeFailure(error)})`, { cause: error });
    }
  }
}

async function gather(read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
  const events: ResolvedEvent[] = [];
  for await (const event of read) events.push(event);
  return events;
}

function positionOf(resolved: ResolvedEvent | undefined): Position | undefined {
  return resolved?.event?.position && toPosition(resolved.event.position);
}
