import { randomUUID } from 'node:crypto';
import { status, type ServerWritableStream, type handleServerStreamingCall } from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { streamName } from './append-call.js';
import { eventFilter } from './event-filter.js';
import { caughtUp, checkpoint, confirmation, eventMessage, streamNotFound } from './read-messages.js';
import type { Faults } from './faults.js';
import { Refused, statusOf, streamDeleted, unavailable } from './refusals.js';
import type { RecordedEvent } from './recorded-event.js';
import type { Store } from './store.js';

type ReadCall = ServerWritableStream<streamsPb.ReadReq, streamsPb.ReadResp>;
type Options = streamsPb.ReadReq.Options;

const BACKWARDS = 1;
/** A position before all events. */
const BEFORE_ALL = { commit: -1n, prepare: -1n };

/** Streams.Read: one stream or $all, forwards or backwards, and the subscription to $all. */
export function readCall(
  store: Store,
  faults: Faults,
): handleServerStreamingCall<streamsPb.ReadReq, streamsPb.ReadResp> {
  return (call) => {
    serve(store, faults, call).then(
      () => call.end(),
      (error: unknown) => call.emit('error', statusOf(error)),
    );
  };
}

async function serve(store: Store, faults: Faults, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new Refused(status.INVALID_ARGUMENT, 'no options');
  faults.assertAllowed(options.hasStream() ? 'read-streams' : 'read-all');
  if (options.hasSubscription()) return subscribe(store, faults, call, options);
  const count = Number(options.getCount());
  if (count === 0) throw new Refused(status.UNKNOWN, 'Unexpected ReadStreamResult: Error');
  if (options.hasStream()) return readStream(store, call, options, count);
  await send(call, pageOfAll(store, options, count).map(eventMessage));
}

async function readStream(store: Store, call: ReadCall, options: Options, count: number): Promise<void> {
  const from = options.getStream() as streamsPb.ReadReq.Options.StreamOptions;
  const name = streamName(from.getStreamIdentifier());
  const events = store.eventsOf(name);
  if (events === 'stream-deleted') throw streamDeleted(name);
  if (events === 'no-stream') return send(call, [streamNotFound(name)]);
  const backwards = options.getReadDirection() === BACKWARDS;
  if (from.hasEnd() && !backwards) {
    throw new Refused(status.UNKNOWN, 'Unexpected ReadStreamResult: Error');
  }
  const start = Math.max(0, startRevision(from, events) - (events[0]?.revision ?? 0));
  const found = backwards ? lastBefore(events, start + 1, count) : events.slice(start, start + count);
  await send(call, found.map(eventMessage));
}

function startRevision(from: streamsPb.ReadReq.Options.StreamOptions, events: readonly RecordedEvent[]): number {
  if (from.hasEnd()) return events.at(-1)?.revision ?? 0;
  return from.hasStart() ? 0 : Number(from.getRevision());
}

/** Reads from a position are inclusive forwards and exclusive backwards. */
function pageOfAll({ all }: Store, options: Options, count: number): readonly RecordedEvent[] {
  const index = startIndex(all, options.getAll() as streamsPb.ReadReq.Options.AllOptions);
  return options.getReadDirection() === BACKWARDS ? lastBefore(all, index, count) : all.slice(index, index + count);
}

function startIndex(all: readonly RecordedEvent[], from: streamsPb.ReadReq.Options.AllOptions): number {
  if (from.hasEnd()) return all.length;
  if (from.hasStart()) return 0;
  const { commit } = positionOf(from);
  if (!isEventOrPastEnd(all, commit)) throw new Refused(status.UNKNOWN, 'InvalidPosition');
  return firstIndex(all, (event) => event.position >= commit);
}

/** Up to `count` events before an index, the last one first. */
function lastBefore(events: readonly RecordedEvent[], index: number, count: number): RecordedEvent[] {
  return events.slice(Math.max(0, index - count), Math.max(0, index)).toReversed();
}

/** Subscriptions start after the position. Past the end of the log they confirm, say "caught up" and stay silent for ever. */
async function subscribe(store: Store, faults: Faults, call: ReadCall, options: Options): Promise<void> {
  const from = options.getAll();
  if (!from) throw new Refused(status.UNIMPLEMENTED, 'the double subscribes to $all only');
  await send(call, [confirmation(randomUUID())]);
  const after = startOf(from, store);
  if (from.hasPosition() && !isEventOrPastEnd(store.all, after.commit)) {
    throw new Refused(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  }
  const follower = new Follower(store, call, options, after.commit < 0n ? 0n : after.commit);
  const pastEnd = from.hasPosition() && after.commit > (store.all.at(-1)?.position ?? -1n);
  const forget = faults.subscribed((how) => follower.stop(how));
  await follower.follow(pastEnd ? Number.POSITIVE_INFINITY : indexAfter(store, after));
  forget();
}

/** Sends what is there, then what comes, at the reader's pace. */
class Follower {
  private readonly filter;
  private looked = 0;
  private stopped: 'break' | 'end' | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly store: Store,
    private readonly call: ReadCall,
    options: Options,
    private readonly begin: bigint,
  ) {
    this.filter = eventFilter(options);
  }

  /** A filtered one says where it begins, then how far it has looked. */
  async follow(start: number): Promise<void> {
    let index = start;
    if (Number.isFinite(this.filter.checkpointEvery)) await send(this.call, [checkpoint(this.begin)]);
    let live = false;
    while (!this.over) {
      for (; index < this.store.all.length && !this.over; index++) {
        await this.look(this.store.all[index] as RecordedEvent);
      }
      if (!live) await send(this.call, [caughtUp()]);
      live = true;
      if (index >= this.store.all.length || index === Number.POSITIVE_INFINITY) await this.nextAppend();
    }
    if (this.stopped === 'break') throw unavailable('Connection dropped');
  }

  /** @param how by an error, or as if all was said. */
  stop(how: 'break' | 'end'): void {
    this.stopped = how;
    this.wake();
  }

  private get over(): boolean {
    return this.call.cancelled || this.stopped !== undefined;
  }

  private async look(event: RecordedEvent): Promise<void> {
    if (this.filter.matches(event)) await send(this.call, [eventMessage(event)]);
    this.looked += 1;
    if (this.looked % this.filter.checkpointEvery === 0) await send(this.call, [checkpoint(event.position)]);
  }

  private nextAppend(): Promise<void> {
    return new Promise((resolve) => {
      if (this.over) return resolve();
      this.wake = () => {
        forget();
        this.call.off('cancelled', this.wake);
        resolve();
      };
      const forget = this.store.onAppend(() => this.wake());
      this.call.on('cancelled', this.wake);
    });
  }
}

function startOf(from: streamsPb.ReadReq.Options.AllOptions, store: Store): { commit: bigint; prepare: bigint } {
  if (from.hasStart()) return BEFORE_ALL;
  if (from.hasPosition()) return positionOf(from);
  const last = store.all.at(-1)?.position ?? -1n;
  return { commit: last, prepare: last };
}

function positionOf(from: streamsPb.ReadReq.Options.AllOptions): { commit: bigint; prepare: bigint } {
  const position = from.getPosition() as streamsPb.ReadReq.Options.Position;
  return { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

function isEventOrPastEnd(all: readonly RecordedEvent[], commit: bigint): boolean {
  const index = firstIndex(all, (event) => event.position >= commit);
  return commit === 0n || index === all.length || all[index]?.position === commit;
}

/** Both numbers count: {commit, prepare: 0} comes before the event at `commit`. */
function indexAfter(store: Store, after: { commit: bigint; prepare: bigint }): number {
  const { all } = store;
  return firstIndex(
    all,
    ({ position }) => position > after.commit || (position === after.commit && position > after.prepare),
  );
}

/** First index for which the test holds, by halving; the length if there is none. */
function firstIndex(all: readonly RecordedEvent[], holds: (event: RecordedEvent) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(all[middle] as RecordedEvent)) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function send(call: ReadCall, messages: readonly streamsPb.ReadResp[]): Promise<void> {
  for (const message of messages) {
    if (call.cancelled) return;
    if (!call.write(message)) await drained(call);
  }
}

function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      call.off('drain', go);
      call.off('cancelled', go);
      resolve();
    };
    call.on('drain', go);
    call.on('cancelled', go);
  });
}
