import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY } from '@eventstore/db-client';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { NO_STREAM, Unavailable, UnknownPosition, type Position, type StoredEvent } from '../../eventstore/port.js';
import { openEventStoreDb, realEventStoreDb, type EventStoreDbUnderTest } from '../support/eventstoredb.js';
import { FaultProxy } from '../support/fault-proxy.js';
import { batch, eventsOf, newStream, severalStreams, take } from './given-events.js';
import { anEvent, RawClient } from './raw-client.js';

/** Far above what a busy machine needs, so that only real faults show. */
const PATIENT = { append: 5000, lookUp: 5000, read: 5000, silence: 5000 };
/** Where waiting in vain is what is tested. */
const IMPATIENT = { append: 300, lookUp: 3000, read: 700, silence: 700 };
/** What a real server cannot be told to do. */
const onTheDouble = realEventStoreDb ? it.skip : it;

describe('reads and subscriptions of EventStoreDB: the traps of its client', () => {
  let server: EventStoreDbUnderTest;
  let proxy: FaultProxy;
  /** Around the proxy. */
  let writer: EventStoreDbLog;
  let log: EventStoreDbLog;
  let start: Position | null;

  beforeAll(async () => {
    server = await openEventStoreDb();
    writer = new EventStoreDbLog(server.url, PATIENT);
    await severalStreams(writer, 1);
  });
  beforeEach(async () => {
    await server.double?.reset();
    proxy = await FaultProxy.before(server.url);
    log = new EventStoreDbLog(proxy.url, PATIENT);
    start = await writer.head();
  });
  afterEach(async () => {
    await log.close();
    await proxy.close();
  });
  afterAll(async () => {
    await writer.close();
    await server.stop();
  });

  describe('a checkpoint beyond the end of the log is confirmed, and nothing ever comes', () => {
    it('the position is read first: it is of no event, and neither read nor subscribed', async () => {
      const beyond = (start as Position).replaceAll(/\d{12}(?=\/|$)/g, '999999999999');
      await expect(log.readAll(beyond, 1)).rejects.toThrow(UnknownPosition);
      await expect(following(log, beyond)).rejects.toThrow(UnknownPosition);
    });

    it('a place that is not the beginning of an event is told the same way', async () => {
      const between = (start as Position).replaceAll(/\d+/g, (digits) =>
        String(BigInt(digits) - 1n).padStart(digits.length, '0'),
      );
      await expect(log.readAll(between, 1)).rejects.toThrow(UnknownPosition);
      await expect(following(log, between)).rejects.toThrow(UnknownPosition);
    });
  });

  describe('no subscription is ever resumed by the client', () => {
    it('its connection breaks: it fails, and the next one from the last event misses nothing', () =>
      failsAndGoesOn(() => proxy.cut()));

    onTheDouble('the server drops it: it fails, and the next one misses nothing', () =>
      failsAndGoesOn(() => server.double?.endSubscriptions('by an error')),
    );

    onTheDouble('it ends without an error and without an end: it fails, and the next one misses nothing', () =>
      failsAndGoesOn(() => server.double?.endSubscriptions('without a word')),
    );

    it('a frozen peer: it fails when it has been silent for too long, and goes on after the thaw', async () => {
      const impatient = new EventStoreDbLog(proxy.url, IMPATIENT);
      const before = await severalStreams(writer, 3);
      const seen = await followUntilBroken(impatient, 3, () => proxy.freeze());
      proxy.thaw();
      expect(seen.map(({ stream }) => stream)).toEqual(before);
      const after = await severalStreams(writer, 1);
      const stop = new AbortController();
      const rest = await take(impatient.subscribe(seen.at(-1)?.position ?? null, stop.signal), 1, stop);
      expect(rest.map(({ stream }) => stream)).toEqual(after);
      await impatient.close();
    });
  });

  it('a slow handler is waited for: it is not taken for silence, and gets every event', async () => {
    const impatient = new EventStoreDbLog(proxy.url, IMPATIENT);
    const stream = newStream();
    await writer.append(stream, NO_STREAM, batch(stream, 100));
    const revisions: number[] = [];
    const stop = new AbortController();
    for await (const { revision } of eventsOf(impatient.subscribe(start, stop.signal))) {
      revisions.push(revision);
      if (revision === 20) await new Promise((resolve) => setTimeout(resolve, 3 * IMPATIENT.silence));
      if (revision === 99) stop.abort();
    }
    expect(revisions).toEqual(Array.from({ length: 100 }, (_, n) => n));
    await impatient.close();
  });

  it('a checkpoint callback that fails stalls the subscription: none is given, also over many foreign events', async () => {
    const raw = new RawClient(server.url);
    const stop = new AbortController();
    const taken = take(log.subscribe(start, stop.signal), 1, stop);
    for (let n = 0; n < 3; n++) {
      const foreign = Array.from({ length: 50 }, () => anEvent(undefined, '$foreign'));
      await raw.append(newStream(), ANY, foreign);
    }
    const [ours] = await severalStreams(writer, 1);
    expect((await taken).map(({ stream }) => stream)).toEqual([ours]);
    await raw.dispose();
  });

  describe('a read', () => {
    it('that breaks in the middle gives an error, never a part of the list', async () => {
      const stream = newStream();
      await writer.append(stream, NO_STREAM, batch(stream, 800));
      for (const bytes of [40_000, 120_000]) {
        proxy.cutAfterBytes(bytes);
        await expect(log.readStream(stream)).rejects.toThrow(Unavailable);
        proxy.cutAfterBytes(bytes);
        await expect(log.readAll(start, 1000)).rejects.toThrow(Unavailable);
      }
      expect(await log.readStream(stream)).toHaveLength(800);
    });

    it('knows no deadline: against a frozen peer it fails by a timer of ours, and works after the thaw', async () => {
      const impatient = new EventStoreDbLog(proxy.url, IMPATIENT);
      const [stream] = (await severalStreams(writer, 1)) as [string];
      expect(await impatient.readStream(stream)).toHaveLength(1);
      proxy.freeze();
      const asked = Date.now();
      await expect(impatient.readStream(stream)).rejects.toThrow(Unavailable);
      await expect(impatient.head()).rejects.toThrow(Unavailable);
      expect(Date.now() - asked).toBeLessThan(5000);
      proxy.thaw();
      expect(await impatient.readStream(stream)).toHaveLength(1);
      await impatient.close();
    });

    it('of everything ignores filters: the server’s own events are left out here', async () => {
      const raw = new RawClient(server.url);
      await raw.append(newStream(), ANY, [anEvent(undefined, '$foreign')]);
      const [ours] = await severalStreams(writer, 1);
      await raw.append(`$$${ours}`, ANY, [anEvent(undefined, '$metadata')]);
      expect((await log.readAll(start, 10)).map(({ stream }) => stream)).toEqual([ours]);
      expect(await log.head()).toBe((await log.readStream(ours as string))[0]?.position);
      await raw.dispose();
    });
  });

  onTheDouble(
    'closing emits nothing to whoever subscribes: the subscription fails and is not left waiting',
    async () => {
      const closing = new EventStoreDbLog(server.url, PATIENT);
      await severalStreams(writer, 1);
      await expect(followUntilBroken(closing, 1, () => closing.close())).resolves.toHaveLength(1);
    },
  );

  /** Follows three events and is struck; then goes on after the last one it has seen. */
  async function failsAndGoesOn(strike: () => unknown): Promise<void> {
    const before = await severalStreams(writer, 3);
    const seen = await followUntilBroken(log, 3, strike);
    expect(seen.map(({ stream }) => stream)).toEqual(before);
    const after = await severalStreams(writer, 2);
    const stop = new AbortController();
    const rest = await take(log.subscribe(seen.at(-1)?.position ?? null, stop.signal), 2, stop);
    expect(rest.map(({ stream }) => stream)).toEqual(after);
  }

  /** Follows what this test writes, strikes after so many events, and returns what was seen when the error came. */
  async function followUntilBroken(
    follower: EventStoreDbLog,
    count: number,
    strike: () => unknown,
  ): Promise<StoredEvent[]> {
    const seen: StoredEvent[] = [];
    const follow = async () => {
      for await (const event of eventsOf(follower.subscribe(start, new AbortController().signal))) {
        seen.push(event);
        if (seen.length === count) await strike();
      }
    };
    await expect(follow()).rejects.toThrow(Unavailable);
    return seen;
  }
});

function following(follower: EventStoreDbLog, after: Position): Promise<StoredEvent[]> {
  return take(follower.subscribe(after, new AbortController().signal), 1, new AbortController());
}
