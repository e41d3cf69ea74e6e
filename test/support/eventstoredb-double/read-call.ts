import { randomUUID } from 'node:crypto';
import { status, type ServerWritableStream, type handleServerStreamingCall } from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { streamName } from './append-call.js';
import { eventFilter } from './event-filter.js';
import { caughtUp, checkpoint, confirmation, eventMessage, streamNotFound } from './read-messages.js';
import type { RecordedEvent } from './recorded-event.js';
import type { Store } from './store.js';

type ReadCall = ServerWritableStream<streamsPb.ReadReq, streamsPb.ReadResp>;
type Options = streamsPb.ReadReq.Options;

const BACKWARDS = 1;
/** A position before all events. */
const BEFORE_ALL = { commit: -1n, prepare: -1n };

/** Streams.Read: one stream or $all, forwards or backwards, and the subscription to $all. */
export function readCall(store: Store): handleServerStreamingCall<streamsPb.ReadReq, streamsPb.ReadResp> {
  return (call) => {
    serve(store, call).then(
      () => call.end(),
      (error: unknown) => call.emit('error', error instanceof ReadRefused ? error.answer : { code: status.INTERNAL }),
    );
  };
}

class ReadRefused extends Error {
  constructor(readonly answer: { code: status; details: string }) {
    super(answer.details);
  }
}

async function serve(store: Store, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (!options) throw new ReadRefused({ code: status.INVALID_ARGUMENT, details: 'no options' });
  if (options.hasSubscription()) return subscribe(store, call, options);
  const count = Number(options.getCount());
  if (count === 0) throw new ReadRefused({ code: status.UNKNOWN, details: 'Unexpected ReadStreamResult: Error' });
  if (options.hasStream()) return readStream(store, call, options, count);
  await send(call, pageOfAll(store, options, count).map(eventMessage));
}

async function readStream(store: Store, call: ReadCall, options: Options, count: number): Promise<void> {
  const from = options.getStream() as streamsPb.ReadReq.Options.StreamOptions;
  const name = streamName(from.getStreamIdentifier());
  const events = store.eventsOf(name);
  if (!events) return send(call, [streamNotFound(name)]);
  const backwards = options.getReadDirection() === BACKWARDS;
  if (from.hasEnd() && !backwards) {
    throw new ReadRefused({ code: status.UNKNOWN, details: 'Unexpected ReadStreamResult: Error' });
  }
  const start = startRevision(from, events.length);
  const found = backwards ? lastBefore(events, start + 1, count) : events.slice(start, start + count);
  await send(call, found.map(eventMessage));
}

function startRevision(from: streamsPb.ReadReq.Options.StreamOptions, length: number): number {
  if (from.hasEnd()) return length - 1;
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
  if (!isEventOrPastEnd(all, commit)) throw new ReadRefused({ code: status.UNKNOWN, details: 'InvalidPosition' });
  return firstIndex(all, (event) => event.position >= commit);
}

/** Up to `count` events before an index, the last one first. */
function lastBefore(events: readonly RecordedEvent[], index: number, count: number): RecordedEvent[] {
  return events.slice(Math.max(0, index - count), Math.max(0, index)).toReversed();
}

/** Subscriptions start after the position. Past the end of the log they confirm, say "caught up" and stay silent for ever. */
async function subscribe(store: Store, call: ReadCall, options: Options): Promise<void> {
  const from = options.getAll();
  if (!from) throw new ReadRefused({ code: status.UNIMPLEMENTED, details: 'the double subscribes to $all only' });
  await send(call, [confirmation(randomUUID())]);
  const after = startOf(from, store);
  if (from.hasPosition() && !isEventOrPastEnd(store.all, after.commit)) {
    throw new ReadRefused({ code: status.INVALID_ARGUMENT, details: 'Trying to read from an invalid position.' });
  }
  const follower = new Follower(store, call, options);
  const pastEnd = from.hasPosition() && after.commit > (store.all.at(-1)?.position ?? -1n);
  await follower.follow(pastEnd ? Number.POSITIVE_INFINITY : indexAfter(store, after));
}

/** Sends what is there, then what comes, at the reader's pace. */
class Follower {
  private readonly filter;
  private looked = 0;

  constructor(
    private readonly store: Store,
    private readonly call: ReadCall,
    options: Options,
  ) {
    this.filter = eventFilter(options);
  }

  async follow(start: number): Promise<void> {
    let index = start;
    let live = false;
    while (!this.call.cancelled) {
      for (; index < this.store.all.length && !this.call.cancelled; index++) {
        await this.look(this.store.all[index] as RecordedEvent);
      }
      if (!live) await send(this.call, [caughtUp()]);
      live = true;
      if (index >= this.store.all.length || index === Number.POSITIVE_INFINITY) await this.nextAppend();
    }
  }

  private async look(event: RecordedEvent): Promise<void> {
    if (this.filter.matches(event)) await send(this.call, [eventMessage(event)]);
    this.looked += 1;
    if (this.looked % this.filter.checkpointEvery === 0) await send(this.call, [checkpoint(event.position)]);
  }

  private nextAppend(): Promise<void> {
    return new Promise((resolve) => {
      if (this.call.cancelled) return resolve();
      const wake = () => {
        stop();
        this.call.off('cancelled', wake);
        resolve();
      };
      const stop = this.store.onAppend(wake);
      this.call.on('cancelled', wake);
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
