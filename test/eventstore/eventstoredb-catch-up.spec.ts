import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import type { Reader } from '../../eventstore/eventstoredb/reader.js';
import { follow } from '../../eventstore/eventstoredb/subscription.js';

const PAST = 200;

describe('a subscription to EventStoreDB whose events come one by one', () => {
  it('gives each append as soon as its last part is there, of the past and live, and asks no stream', async () => {
    const { following, stop } = subscribed(async function* () {
      for (let n = 0; n < PAST; n += 1) {
        await pause(1);
        yield appended(n);
      }
      await never();
    });
    expect(await streamsOf(following, PAST, stop)).toEqual(names(PAST));
  }, 120_000);

  it('hands over together what came together, though the client gives it event by event', async () => {
    const { following, stop } = subscribedTo(oneAfterTheOther(PAST));
    const groups: number[] = [];
    let seen = 0;
    for await (const appends of following) {
      groups.push(appends.length);
      seen += appends.length;
      if (seen === PAST) stop.abort();
    }
    expect(groups.length).toBeLessThanOrEqual(2);
  });

  it('holds an append back until its last part comes, however long that takes and whatever times its parts have', async () => {
    const given = new EventEmitter();
    const { following, stop } = subscribed(async function* () {
      yield partOf('two', 0, [1, 2]);
      await once(given, 'the rest');
      yield partOf('two', 1, [2, 2]);
      await never();
    });
    const appends = following[Symbol.asyncIterator]();
    const first = appends.next();
    expect(await Promise.race([first, pause(100, 'nothing')])).toBe('nothing');
    given.emit('the rest');
    const { value } = await first;
    expect((value ?? []).map((append) => append.map(({ revision }) => revision))).toEqual([[0, 1]]);
    stop.abort();
    await appends.return(undefined);
  });

  it('gives what there is of an append that something else follows: the log was cut there', async () => {
    const { following, stop } = subscribed(async function* () {
      yield partOf('cut', 0, [1, 3]);
      yield partOf('cut', 1, [2, 3]);
      yield appended(7);
      await never();
    });
    const sizes: number[] = [];
    for await (const appends of following) {
      sizes.push(...appends.map((append) => append.length));
      if (sizes.length === 2) stop.abort();
    }
    expect(sizes).toEqual([2, 1]);
  });
});

function subscribed(source: () => AsyncGenerator<object>) {
  return subscribedTo(Readable.from(source(), { objectMode: true, highWaterMark: 1 }));
}

function subscribedTo(events: Readable) {
  const subscription = Object.assign(events, { unsubscribe: () => Promise.resolve() });
  const client = { subscribeToAll: () => subscription as unknown as AllStreamSubscription };
  const stop = new AbortController();
  const parts = { client: client as unknown as EventStoreDBClient, reader: {} as Reader };
  const following = follow(parts, null, 60_000, stop.signal);
  return { following, stop };
}

/** So many events in one turn of the event loop, each after what the one before it set in motion. */
function oneAfterTheOther(count: number): Readable {
  const events = new Readable({ objectMode: true, read: () => undefined });
  const give = async () => {
    for (let n = 0; n < count; n += 1) {
      events.push(appended(n));
      for (let step = 0; step < 10; step += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
    }
  };
  setImmediate(() => void give());
  return events;
}

async function streamsOf(
  following: ReturnType<typeof follow>,
  count: number,
  stop: AbortController,
): Promise<readonly string[]> {
  const streams: string[] = [];
  for await (const appends of following) {
    streams.push(...appends.flat().map(({ stream }) => stream));
    if (streams.length >= count) stop.abort();
  }
  return streams;
}

/** As the client gives it: one event, an append of its own. */
function appended(n: number): object {
  return partOf(`past-${n}`, 0, [1, 1], n);
}

/** Each event with a time of its own. */
function partOf(streamId: string, revision: number, part: readonly [number, number], n = revision): object {
  const place = BigInt(n + 1);
  return {
    event: {
      streamId,
      revision: BigInt(revision),
      id: `id-${n}`,
      type: 'Happened',
      isJson: true,
      data: {},
      metadata: { part },
      created: new Date(n),
      position: { commit: place, prepare: place },
    },
  };
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `past-${n}`);
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
