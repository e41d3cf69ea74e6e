import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import type { AppendEnds } from '../../eventstore/eventstoredb/append-ends.js';
import type { Reader } from '../../eventstore/eventstoredb/reader.js';
import { follow } from '../../eventstore/eventstoredb/subscription.js';

const PAST = 200;
/** A pause of the machine may look like the end of the log now and then. */
const NOW_AND_THEN = 10;

describe('a subscription to EventStoreDB whose events come one by one', () => {
  it('asks no stream where an append of the past ends, since the next one tells', async () => {
    const { following, stop, asked } = subscribed(async function* () {
      for (let n = 0; n < PAST; n += 1) {
        await pause(2);
        yield appended(n);
      }
      await never();
    });
    expect(await streamsOf(following, PAST, stop)).toEqual(names(PAST));
    expect(asked.length).toBeLessThanOrEqual(NOW_AND_THEN);
    expect(asked.at(-1)).toBe(`past-${PAST - 1}`);
  });

  it('hands over together what came together, though the client gives it event by event', async () => {
    const { following, stop } = subscribedTo(oneAfterTheOther(PAST));
    const groups: number[] = [];
    let seen = 0;
    for await (const appends of following) {
      groups.push(appends.length);
      seen += appends.length;
      if (seen === PAST) stop.abort();
    }
    // The first one, what follows it in its turn, and the last, which waits for its end to be known.
    expect(groups.length).toBeLessThanOrEqual(3);
  });

  it('waits for the end of an append with one timer, and holds nothing of what came once it has come', async () => {
    const { following, stop } = subscribed(async function* () {
      for (let n = 0; n < PAST; n += 1) {
        await pause(1);
        yield appended(n);
      }
      await never();
    });
    let [seen, most] = [0, 0];
    for await (const appends of following) {
      seen += appends.length;
      most = Math.max(most, process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length);
      if (seen === PAST) stop.abort();
    }
    // Its own, the pace of this test, the watch for silence, and those of the test runner.
    expect(most).toBeLessThanOrEqual(5);
  });

  it('asks at once for each append at the end of the log', async () => {
    const taken: (() => void)[] = [];
    const { following, stop, asked, subscription } = subscribed(async function* () {
      subscription.emit('caughtUp');
      for (let n = 0; ; n += 1) {
        yield appended(n);
        await new Promise<void>((resolve) => taken.push(resolve));
      }
    });
    const since = performance.now();
    const seen: string[] = [];
    for await (const appends of following) {
      seen.push(...appends.flat().map(({ stream }) => stream));
      if (seen.length === PAST) stop.abort();
      taken.shift()?.();
    }
    expect(seen).toEqual(names(PAST));
    expect(asked).toEqual(names(PAST));
    // Waiting as for events of the past would take four seconds.
    expect(performance.now() - since).toBeLessThan(2_000);
  });

  it('gives the last append also where the server never says that its end is reached', async () => {
    const { following, stop } = subscribed(async function* () {
      yield appended(0);
      await never();
    });
    expect(await streamsOf(following, 1, stop)).toEqual(names(1));
  });
});

function subscribed(source: () => AsyncGenerator<object>) {
  return subscribedTo(Readable.from(source(), { objectMode: true, highWaterMark: 1 }));
}

function subscribedTo(events: Readable) {
  const asked: string[] = [];
  const ends: Pick<AppendEnds, 'endOf'> = {
    endOf({ event }) {
      asked.push(event.stream);
      return Promise.resolve(event.revision);
    },
  };
  const subscription = Object.assign(events, { unsubscribe: () => Promise.resolve() });
  const client = { subscribeToAll: () => subscription as unknown as AllStreamSubscription };
  const stop = new AbortController();
  const parts = { client: client as unknown as EventStoreDBClient, reader: {} as Reader, ends: ends as AppendEnds };
  const following = follow(parts, null, 60_000, stop.signal);
  return { following, stop, asked, subscription };
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
  const place = BigInt(n + 1);
  return {
    event: {
      streamId: `past-${n}`,
      revision: 0n,
      id: `id-${n}`,
      type: 'Happened',
      isJson: true,
      data: {},
      metadata: {},
      created: new Date(0),
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
