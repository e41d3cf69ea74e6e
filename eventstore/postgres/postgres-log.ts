import {
  Conflict,
  Unavailable,
  UnknownPosition,
  Unstorable,
  type Appended,
  type EventLog,
  type NewEvent,
  type Position,
  type StoredEvent,
  type WholeAppend,
} from '../port.js';
import { compareWithStored } from '../replayed-append.js';
import type { SqlDatabase } from '../sql.js';
import { DatabaseUnavailable, SqlError } from '../sql.js';
import { assertStorable } from '../chain/storable.js';
import { WholeAppends } from '../whole-appends.js';
import { Doorbell } from './doorbell.js';
import { Notifier } from './notifier.js';
import { toPlace, toPosition, type Place } from './position.js';
import { toStored, type EventRow } from './rows.js';
import { APPEND, APPEND_ONE, FROM_THE_FUTURE, HEAD, PAGE, REVISION, STREAM } from './statements.js';

export interface PostgresLogOptions {
  /** Events of one page of a subscription; 2000. */
  readonly pageSize?: number;
  /** How often a subscription looks without having been told, in milliseconds; 1000. */
  readonly pollMs?: number;
  readonly notifyPauseMs?: number;
}

export const EVENT_LOG_CHANNEL = 'event_log';
/** Readers may learn of an event so much later; writers send so many hints fewer. */
const NOTIFY_PAUSE_MS = 4;
const UNIQUE_VIOLATION = '23505';
/** While a transaction that began earlier is still open, readers look again after so long, in milliseconds; doubles up to `most`. */
const HELD_BACK = { first: 2, most: 50 };

/** The log in one table of PostgreSQL (docs/adr/0003). Does not own the database: closing the log leaves it open. */
export class PostgresLog implements EventLog {
  private readonly pageSize: number;
  private readonly pollMs: number;
  private readonly doorbell = new Doorbell();
  private readonly notifier: Notifier;
  private readonly closing = new AbortController();
  private listening = false;

  constructor(
    private readonly db: SqlDatabase,
    options: PostgresLogOptions = {},
  ) {
    this.pageSize = options.pageSize ?? 2000;
    this.pollMs = options.pollMs ?? 1000;
    this.notifier = new Notifier(db, EVENT_LOG_CHANNEL, options.notifyPauseMs ?? NOTIFY_PAUSE_MS);
  }

  async append(stream: string, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    assertStorable(stream, expectedRevision, events);
    const appended = await this.insert(stream, expectedRevision, events);
    this.doorbell.ring();
    this.notifier.notify();
    return appended;
  }

  async readStream(stream: string, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
    const { rows } = await this.query<EventRow>(STREAM, [stream, from, to]);
    return rows.map(toStored);
  }

  async readAll(after: Position | null, limit: number): Promise<readonly StoredEvent[]> {
    const { events } = await this.page(after, limit);
    return events;
  }

  async *subscribe(
    after: Position | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly WholeAppend[], void, undefined> {
    this.listenOnce();
    let position = after;
    let heldBackMs = HELD_BACK.first;
    const coming = new WholeAppends();
    while (!signal.aborted) {
      const seen = this.doorbell.rings();
      const { events, heldBack } = await this.page(position, this.pageSize);
      position = events.at(-1)?.position ?? position;
      const isFull = events.length === this.pageSize;
      const appends = coming.take(events);
      // The events of a transaction become visible together: where no more of it comes now, the log was cut there.
      const rest = isFull ? [] : coming.rest();
      if (rest.length > 0) appends.push(rest);
      if (signal.aborted) return;
      if (appends.length > 0) yield appends;
      if (isFull) continue;
      await this.doorbell.wait(seen, heldBack ? heldBackMs : this.pollMs, signal);
      heldBackMs = heldBack ? Math.min(2 * heldBackMs, HELD_BACK.most) : HELD_BACK.first;
    }
  }

  async head(): Promise<Position | null> {
    const [last] = (await this.query<Place>(HEAD, [])).rows;
    return last ? toPosition(last) : null;
  }

  /**
   * Transaction numbers belong to one PostgreSQL server. After a restore by pg_dump into another one the rows would seem to come
   * from the future and stay hidden: better not to start (docs/adr/0003 says what to do).
   * @throws Error if so, Unavailable.
   */
  async assertOfThisServer(): Promise<void> {
    const [row] = (await this.query<{ foreign_rows: boolean }>(FROM_THE_FUTURE, [])).rows;
    if (row?.foreign_rows) throw new Error('the event log was written by another PostgreSQL server: see docs/adr/0003');
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.notifier.settled();
  }

  private async insert(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    try {
      const [xid, seq] = (await this.write(stream, expected, events))?.split('-') ?? [];
      if (!xid || !seq) return await this.replay(stream, expected, events);
      return { revision: expected + events.length, position: toPosition({ xid, seq }) };
    } catch (error) {
      if (error instanceof SqlError && error.code === UNIQUE_VIOLATION)
        return this.replay(stream, expected, events, error);
      if (error instanceof Unavailable) return this.afterDoubt(stream, expected, events, error);
      throw error;
    }
  }

  /** The place of the last event, nothing if the stream is not at `expected`. */
  private async write(
    stream: string,
    expected: number,
    events: readonly NewEvent[],
  ): Promise<string | null | undefined> {
    const [event] = events;
    const { rows } =
      event && events.length === 1
        ? await this.query<{ place: string }>(APPEND_ONE, [stream, expected, ...textsOf(event)], 'append-one')
        : await this.query<{ place: string | null }>(APPEND, [stream, expected, ...columns(events)], 'append');
    return rows[0]?.place;
  }

  /** The answer was lost. Only what stands there now can tell; if nothing does, the statement may still be under way. */
  private async afterDoubt(
    stream: string,
    expected: number,
    events: readonly NewEvent[],
    doubt: Unavailable,
  ): Promise<Appended> {
    const found = compareWithStored(events, await this.readStream(stream, expected + 1, expected + events.length));
    if (found.kind === 'stored') return found.answer;
    if (found.kind === 'others') throw new Conflict(stream, expected);
    throw doubt;
  }

  /** The stream is elsewhere: because this very batch is stored already, or for another reason. */
  private async replay(
    stream: string,
    expected: number,
    events: readonly NewEvent[],
    violation?: SqlError,
  ): Promise<Appended> {
    const found = compareWithStored(events, await this.readStream(stream, expected + 1, expected + events.length));
    if (found.kind === 'stored') return found.answer;
    if (found.kind === 'nothing' && violation?.constraint === 'event_log_id')
      throw new Unstorable('another event has this id');
    throw new Conflict(stream, expected, await this.revisionOf(stream));
  }

  private async revisionOf(stream: string): Promise<number | undefined> {
    const { rows } = await this.query<{ revision: number | null }>(REVISION, [stream]);
    return rows[0]?.revision ?? undefined;
  }

  /** `heldBack`: there are later events, which an open transaction could still come before. */
  private async page(after: Position | null, limit: number): Promise<{ events: StoredEvent[]; heldBack: boolean }> {
    const from = after === null ? { xid: '0', seq: '0' } : toPlace(after);
    // The event at `after` itself is read too: it must be there.
    const extra = after === null ? 0 : 1;
    const { rows } = await this.query<EventRow & { settled: boolean }>(PAGE, [from.xid, from.seq, limit + extra]);
    const [first] = rows;
    if (after !== null && (!first || toPosition(first) !== after)) throw new UnknownPosition(after);
    const later = rows.slice(extra);
    const settled = later.findIndex((row) => !row.settled);
    return { events: (settled < 0 ? later : later.slice(0, settled)).map(toStored), heldBack: settled >= 0 };
  }

  private async query<Row>(text: string, values: readonly unknown[], name?: string): Promise<{ rows: Row[] }> {
    try {
      return await this.db.query<Row>(text, values, name);
    } catch (error) {
      if (error instanceof DatabaseUnavailable)
        throw new Unavailable('the event log cannot be reached', { cause: error });
      throw error;
    }
  }

  private listenOnce(): void {
    if (this.listening) return;
    this.listening = true;
    // Failing to listen costs time only: the poll stands behind it.
    this.db
      .listen(EVENT_LOG_CHANNEL, () => this.doorbell.ring(), this.closing.signal)
      .catch(() => {
        this.listening = false;
      });
  }
}

function textsOf({ id, type, data, metadata }: NewEvent): readonly string[] {
  return [id, type, data, metadata];
}

function columns(events: readonly NewEvent[]): readonly (readonly string[])[] {
  return [
    events.map((event) => event.id),
    events.map((event) => event.type),
    events.map((event) => event.data),
    events.map((event) => event.metadata),
  ];
}
