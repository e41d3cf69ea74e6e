import { jsonEvent, NO_STREAM as CLIENT_NO_STREAM, type AppendResult, type EventData } from '@eventstore/db-client';
import { parseStored } from '../chain/envelope.js';
import {
  Conflict,
  NO_STREAM,
  StreamGone,
  Unavailable,
  Unstorable,
  type Appended,
  type EventLog,
  type NewEvent,
  type Position,
  type StoredEvent,
  type WholeAppend,
} from '../port.js';
import { compareWithStored } from '../replayed-append.js';
import { assertStorable } from '../chain/storable.js';
import { alteredStreams } from './altered-streams.js';
import { connect, type Connection } from './connection.js';
import { accessDenied, revisionForWriters } from './access.js';
import { actualRevision, classify, describeFailure, isStreamDeleted } from './failures.js';
import { InFlight } from './in-flight.js';
import { toPosition } from './position.js';
import { Reader } from './reader.js';
import { guardAgainstStrayRejections } from './stray-rejections.js';
import { follow } from './subscription.js';
import { withinTime } from './time-limit.js';

/** All in milliseconds. Two attempts with their look-ups fit into the two seconds of an activity. */
export interface EventStoreDbTimes {
  /** One append; 700. */
  readonly append?: number;
  /** The look-up after an append whose outcome is unknown; 300. */
  readonly lookUp?: number;
  /** One page of a read; 5000. */
  readonly read?: number;
  /** How long a subscription may be silent before it is compared with the head of the log; 5000. */
  readonly silence?: number;
}

const MOST_IN_FLIGHT = 16;
const MOST_ASKED = 4;
const ATTEMPTS = 2;
/** The client's deadline ends the call on the wire; our timer comes after it, for when that does not work. */
const GRACE = 100;
/** A stream that nothing is ever written to. */
const ACCESS_CHECK = 'system-accessCheck';
/** For the client to end its calls, in milliseconds. */
const CLOSE = 1000;

/**
 * The log in EventStoreDB (docs/adr/0004). One instance a process: what one client breaks, the others of its process feel.
 */
export class EventStoreDbLog implements EventLog {
  private readonly connection: Connection;
  private readonly reader: Reader;
  private readonly times: Required<EventStoreDbTimes>;
  private readonly inFlight = new InFlight(MOST_IN_FLIGHT);
  /** Apart from the appends: one whose outcome is looked up has a place there, and would wait for another. */
  private readonly askedInFlight = new InFlight(MOST_ASKED);
  private readonly closing = new AbortController();
  private readonly releaseGuard = guardAgainstStrayRejections();

  /** Connects at the first call. @param url esdb://…; @throws Error if it is not one. */
  constructor(url: string, times: EventStoreDbTimes = {}) {
    this.times = { append: 700, lookUp: 300, read: 5000, silence: 5000, ...times };
    this.connection = connect(url);
    this.reader = new Reader(this.connection.client, this.times.read, (stream, ms) =>
      this.revisionForWriters(stream, ms),
    );
  }

  async append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    assertStorable(stream, expectedRevision, events);
    return this.inFlight.run(() => this.appendOrSettle(stream, expectedRevision, events));
  }

  readStream(stream: string, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
    return this.reader.stream(stream, from, to);
  }

  readAll(after: Position | null, limit: number): Promise<readonly StoredEvent[]> {
    return this.reader.all(after, limit);
  }

  async *subscribe(
    after: Position | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly WholeAppend[], void, undefined> {
    const ending = AbortSignal.any([signal, this.closing.signal]);
    const parts = { client: this.connection.client, reader: this.reader };
    yield* follow(parts, after, this.times.silence, ending);
    if (!signal.aborted) throw new Unavailable('the event log was closed');
  }

  head(): Promise<Position | null> {
    return this.reader.head();
  }

  async checkAccess(): Promise<void> {
    await this.reader.head();
    await this.reader.stream(ACCESS_CHECK, 0, 0);
    await this.revisionForWriters(ACCESS_CHECK, this.times.read);
  }

  async alteredStreams(): Promise<readonly string[]> {
    return alteredStreams(this.connection.client, this.times.silence);
  }

  async close(): Promise<void> {
    this.closing.abort();
    // Without it the process would not end by itself; with a call that was broken off it may wait for ever.
    await withinTime(CLOSE, this.connection.client.dispose()).catch(() => undefined);
    this.releaseGuard();
  }

  private revisionForWriters(stream: string, milliseconds: number): Promise<number | undefined> {
    return this.askedInFlight.run(() => revisionForWriters(this.connection, stream, milliseconds));
  }

  private async appendOrSettle(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.send(stream, expected, events);
      } catch (error) {
        const settled = await this.settle(error, stream, expected, events);
        if (settled) return settled;
        if (attempt === ATTEMPTS) throw unavailable(error);
        // The same batch at the same revision: if the first was stored after all, the server answers as it would have.
      }
    }
  }

  private async send(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const call = this.connection.client.appendToStream(stream, events.map(toMessage), {
      expectedRevision: expected === NO_STREAM ? CLIENT_NO_STREAM : BigInt(expected),
      credentials: this.connection.credentials,
      deadline: this.times.append,
    });
    return answerOf(await withinTime(this.times.append + GRACE, call), stream, expected + events.length);
  }

  /** What became of an append that failed: the answer if it is stored, undefined if nothing is there; throws what is certain. */
  private async settle(
    error: unknown,
    stream: string,
    expected: number,
    events: readonly NewEvent[],
  ): Promise<Appended | undefined> {
    switch (classify(error)) {
      case 'in-doubt':
        return this.lookUp(error, stream, expected, events);
      case 'conflict':
        throw new Conflict(stream, expected, actualRevision(error));
      case 'access-denied':
        throw accessDenied(error, 'append');
      case 'refused':
        if (isStreamDeleted(error)) throw new StreamGone(stream, 'was deleted for ever', { cause: error });
        throw new Unstorable(`the event store refused the append (${describeFailure(error)})`, { cause: error });
      default:
        throw error;
    }
  }

  private async lookUp(
    doubt: unknown,
    stream: string,
    expected: number,
    events: readonly NewEvent[],
  ): Promise<Appended | undefined> {
    if (this.closing.signal.aborted) throw unavailable(doubt);
    const found = await this.reader
      .found(stream, expected + 1, expected + events.length, this.times.lookUp)
      .then((there) => there ?? [])
      .catch(() => undefined);
    if (!found) throw unavailable(doubt);
    const compared = compareWithStored(events, found);
    if (compared.kind === 'others') throw new Conflict(stream, expected);
    return compared.kind === 'stored' ? compared.answer : undefined;
  }
}

function unavailable(doubt: unknown): Unavailable {
  if (doubt instanceof Unavailable) return doubt;
  return new Unavailable(`the event store left an append open (${describeFailure(doubt)})`, { cause: doubt });
}

/** The texts are JCS: parsed here and written by the client's JSON.stringify they come out byte by byte. */
function toMessage(event: NewEvent): EventData {
  return jsonEvent({
    id: event.id,
    type: event.type,
    data: { ...parseStored(event.data) },
    metadata: { ...parseStored(event.metadata) },
  });
}

/** @param revision of the last event, if the stream is what the writer takes it for. */
function answerOf({ nextExpectedRevision, position }: AppendResult, stream: string, revision: number): Appended {
  if (!position) throw new Unavailable('the event store did not say where it stored the events');
  if (Number(nextExpectedRevision) !== revision) {
    // A soft-deleted stream takes NO_STREAM and goes on with its old revisions: nothing that hangs on them would hold.
    throw new StreamGone(stream, `was deleted and went on at revision ${nextExpectedRevision}`);
  }
  return { revision, position: toPosition(position) };
}
