/** The log of record, as the rest of the product sees it. Adapters: eventstoredb/, postgres/, memory/; one contract suite for all. */

/** Place of an event in the whole log: opaque, compared as a string, different in every adapter. */
export type Position = string;

/** Expected revision of a stream that must not exist yet. */
export const NO_STREAM = -1;

export type JsonObject = { readonly [key: string]: unknown };

/** An event ready to be stored; `data` and `metadata` are RFC 8785 (JCS) texts of JSON objects. */
export interface NewEvent {
  /** Lower-case UUID, derived from the content (see envelope.ts). */
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** The stored JSON, parsed; its JCS form is the stored text. */
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly position: Position;
}

/** The events of one append, in order: what their metadata name as its parts (chain/part.ts). One that names none is its own. */
export type WholeAppend = readonly StoredEvent[];

export interface Appended {
  /** Revision of the last event of the batch. */
  readonly revision: number;
  readonly position: Position;
}

/** The stream is not where the writer thought; nothing was written. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual?: number,
  ) {
    super(`stream ${stream}: expected revision ${expected}, found ${actual ?? 'another'}`);
  }
}

/** The log cannot be reached or did not answer in time; the outcome is unknown and the same call may be made again. */
export class Unavailable extends Error {
  override readonly name: string = 'Unavailable';
}

/** What the log's server has to grant us; a password that it does not know grants nothing. */
export type Right = 'password' | 'append' | 'read-stream' | 'read-all';

const LACKING: Readonly<Record<Right, string>> = {
  password: 'it does not know the user, or the password is wrong',
  append: 'the user may not append to streams',
  'read-stream': 'the user may not read streams',
  'read-all': 'the user may not read $all',
};

/**
 * The log's server does not let us in: no outage, but a setting that an operator must put right. Nothing was written or read. As
 * with Unavailable the same call may be made again, and goes through once it is put right.
 */
export class AccessDenied extends Unavailable {
  override readonly name = 'AccessDenied';
  constructor(
    readonly lacks: Right,
    options?: ErrorOptions,
  ) {
    super(`the event store denies access: ${LACKING[lacks]} (EVENTSTOREDB_URL)`, options);
  }
}

/** The event or stream can never be stored (size, name, shape): a bug of the caller. Or the stream is gone (StreamGone). */
export class Unstorable extends Error {
  override readonly name: string = 'Unstorable';
}

/** An operator deleted the stream, or cut events off it: it is not empty, but what stood in it cannot be read. */
export class StreamGone extends Unstorable {
  override readonly name = 'StreamGone';
  constructor(
    readonly stream: string,
    how: string,
    options?: ErrorOptions,
  ) {
    super(`stream ${stream} ${how}: an operator of the event store did that`, options);
  }
}

/** No event of this log stands at the position: the log was restored from an older copy, or the position is of another log. */
export class UnknownPosition extends Error {
  override readonly name = 'UnknownPosition';
  constructor(readonly position: Position) {
    super(`the log holds no event at position ${position}`);
  }
}

export interface EventLog {
  /**
   * Appends to one stream, all or nothing. Appending the same batch again at the same expected revision answers as before.
   * @param expectedRevision revision of the last event the writer knows, or NO_STREAM; never "any".
   * @throws Conflict if the stream is elsewhere; also when an answer was lost and the events found there are not these.
   * @throws Unavailable if nothing is known about the outcome.
   * @throws Unstorable before anything is sent.
   */
  append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended>;
  /**
   * Events of a stream in order, `from` and `to` inclusive (from 0). A stream that was never written to is an empty list.
   * @throws StreamGone, Unavailable
   */
  readStream(stream: string, from?: number, to?: number): Promise<readonly StoredEvent[]>;
  /**
   * Up to `limit` events after a position (null: from the beginning), in the order of the log.
   * @throws UnknownPosition
   * @throws Unavailable
   */
  readAll(after: Position | null, limit: number): Promise<readonly StoredEvent[]>;
  /**
   * Every event after a position, then live ones as they come, at least once each and in order: as many appends at a time
   * as there are. An append is never divided, so who applies it in one transaction never shows half of one; from a position
   * inside an append its rest comes first. Ends when `signal` aborts.
   * @throws UnknownPosition
   * @throws Unavailable when the connection is lost: subscribe again from the last position handled.
   */
  subscribe(after: Position | null, signal: AbortSignal): AsyncIterable<readonly WholeAppend[]>;
  /** Position of the last event, null for an empty log. @throws Unavailable */
  head(): Promise<Position | null>;
  /** Whether the server grants what the other calls need; absent where there are no rights. @throws AccessDenied, Unavailable */
  checkAccess?(): Promise<void>;
  /**
   * Streams that an operator of the server may have deleted or cut; absent where nobody can. The whole log may still show their
   * events. @throws AccessDenied, Unavailable
   */
  alteredStreams?(): Promise<readonly string[]>;
  close(): Promise<void>;
}
