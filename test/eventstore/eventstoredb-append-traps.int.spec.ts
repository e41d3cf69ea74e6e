import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { seal } from '../../eventstore/chain/envelope.js';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { Conflict, NO_STREAM, StreamGone, Unavailable, Unstorable, type NewEvent } from '../../eventstore/port.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { openEventStoreDb, realEventStoreDb, type EventStoreDbUnderTest } from '../support/eventstoredb.js';
import { FaultProxy } from '../support/fault-proxy.js';
import { batch, newStream } from './given-events.js';
import { RawClient } from './raw-client.js';

/** Far above what a busy machine needs, so that only real faults show. */
const PATIENT = { append: 5000, lookUp: 5000, read: 5000, silence: 5000 };
/** Where waiting in vain is what is tested. */
const IMPATIENT = { append: 300, lookUp: 3000, read: 3000, silence: 1500 };
/** Only the date is to be wrong. */
const REAL_TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
/** What a real server cannot be told to do. */
const onTheDouble = realEventStoreDb ? it.skip : it;

describe('appends to EventStoreDB: the traps of its client', () => {
  let server: EventStoreDbUnderTest;
  let proxy: FaultProxy;
  let log: EventStoreDbLog;

  beforeAll(async () => {
    server = await openEventStoreDb();
  });
  beforeEach(async () => {
    await server.double?.reset();
    proxy = await FaultProxy.before(server.url);
    log = new EventStoreDbLog(proxy.url, PATIENT);
  });
  afterEach(async () => {
    await log.close();
    await proxy.close();
  });
  afterAll(() => server.stop());

  describe('the shared append stream', () => {
    it('one broken connection rejects the appends of every client: another log of the process goes on untouched', async () => {
      const other = new EventStoreDbLog(server.url, PATIENT);
      const [broken, untouched] = [Array.from({ length: 48 }, newStream), Array.from({ length: 48 }, newStream)];
      const breaking = Promise.allSettled(broken.map((stream) => log.append(stream, NO_STREAM, batch(stream, 3))));
      const going = Promise.all(untouched.map((stream) => other.append(stream, NO_STREAM, batch(stream, 3))));
      await new Promise((resolve) => setImmediate(resolve));
      proxy.cut();
      expect((await going).map(({ revision }) => revision)).toEqual(untouched.map(() => 2));
      for (const result of await breaking) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Unavailable);
      }
      await other.close();
    });

    onTheDouble(
      'has no deadline that works: it is never used, each append is a plain call with credentials',
      async () => {
        await appendSome(20);
        expect(await double().report()).toMatchObject({ appends: 20, batchAppends: 0 });
      },
    );

    it('judges deadlines by the clock of the client: a minute behind or ahead makes no difference', async () => {
      for (const skew of [-60_000, 60_000]) {
        jest.useFakeTimers({ now: Date.now() + skew, doNotFake: [...REAL_TIMERS] });
        try {
          await appendSome(1);
        } finally {
          jest.useRealTimers();
        }
      }
    });
  });

  describe('a bad request', () => {
    it('ends the process ten seconds later: what the server would call bad is refused before a byte is sent', async () => {
      const stream = newStream();
      const [event] = batch(stream) as [NewEvent];
      const bad: (readonly [string, number, readonly NewEvent[]])[] = [
        ['', NO_STREAM, [event]],
        [stream, NO_STREAM, [{ ...event, id: 'no-uuid' }]],
        [stream, NO_STREAM, [{ ...event, id: event.id.toUpperCase() }]],
        [stream, NO_STREAM, [{ ...event, type: '' }]],
        [stream, NO_STREAM, [{ ...event, type: '$metadata' }]],
        ['$settings', NO_STREAM, [event]],
        [stream, -2, [event]],
        [stream, NO_STREAM, []],
        [stream, NO_STREAM, [event, event]],
        [stream, NO_STREAM, [{ ...event, data: JSON.stringify({ x: 'x'.repeat(1_048_576) }) }]],
      ];
      for (const [name, expected, events] of bad) {
        await expect(log.append(name, expected, events)).rejects.toThrow(Unstorable);
      }
      expect(proxy.connections).toBe(0);
    });

    it('data that JSON refuses or drops leave an append hanging: neither can be made into an event', async () => {
      const unfit = [{ n: 1n }, { n: undefined }, { n: () => 1 }, { at: new Date(0) }, { n: Number.NaN }];
      for (const data of unfit) {
        const unsealed = [{ type: 'T', data, metadata: {} }];
        expect(() => seal(newStream(), 0, null, unsealed)).toThrow(Unstorable);
      }
    });

    it('one bad call rejects all others that are under way: it never leaves, they all arrive', async () => {
      const good = appendSome(12);
      const bad = Array.from({ length: 4 }, () => log.append(newStream(), -2, batch(newStream())));
      for (const result of await Promise.allSettled(bad))
        expect(result).toMatchObject({ reason: expect.any(Unstorable) });
      await good;
    });
  });

  describe('more than 16 appends in flight lose rejections', () => {
    onTheDouble('the server never sees more than 16 at once; the others wait and arrive', async () => {
      await double().suffer('slow-appends');
      const all = appendSome(50);
      await untilReport(({ mostAppendsAtOnce }) => mostAppendsAtOnce >= 16);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await double().suffer('nothing')).toMatchObject({ appends: 16, mostAppendsAtOnce: 16 });
      await all;
      expect(await double().report()).toMatchObject({ appends: 50, mostAppendsAtOnce: 16 });
    });
  });

  describe('appending with ANY is not idempotent after a restart', () => {
    onTheDouble('each append names its revision: sent again after a restart it is stored once', async () => {
      const stream = newStream();
      const events = batch(stream, 3);
      const answer = await log.append(stream, NO_STREAM, events);
      const killed = double();
      const { dir, port } = killed;
      await killed.kill();
      const again = await startEventStoreDbDouble({ dir, port });
      server = { url: again.url, double: again, stop: () => again.stop().then(() => killed.stop()) };
      expect(await log.append(stream, NO_STREAM, events)).toEqual(answer);
      expect(await log.readStream(stream)).toHaveLength(3);
    });

    it('the same ids at the current revision are written again: ids depend on the revision, a conflict is never retried', async () => {
      const stream = newStream();
      const decided = { type: 'T', data: { n: 1 }, metadata: { commandId: 'the-same' } };
      const first = seal(stream, 0, null, [decided]);
      await log.append(stream, NO_STREAM, first.events);
      const second = seal(stream, 1, first.chain, [decided]);
      expect(second.events[0]?.id).not.toBe(first.events[0]?.id);
      await expect(log.append(stream, NO_STREAM, second.events)).rejects.toThrow(Conflict);
      expect(await log.readStream(stream)).toHaveLength(1);
    });

    it('other content under a known id is dropped silently: ids are made from the content, so it is a conflict', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream, 1, 'first'));
      await expect(log.append(stream, NO_STREAM, batch(stream, 1, 'second'))).rejects.toThrow(Conflict);
      expect((await log.readStream(stream)).map(({ data }) => data['note'])).toEqual(['first']);
    });
  });

  describe('an error may mean stored or not stored', () => {
    onTheDouble('stored, and the connection broke before the answer: answered as stored, and sent once', async () => {
      const stream = newStream();
      await double().suffer('lost-answers');
      const answer = await log.append(stream, NO_STREAM, batch(stream, 3));
      expect(answer).toEqual({ revision: 2, position: (await log.readStream(stream)).at(-1)?.position });
      expect(await double().report()).toMatchObject({ appends: 1 });
    });

    onTheDouble('stored, and no answer within the deadline: answered as stored', async () => {
      const impatient = new EventStoreDbLog(server.url, IMPATIENT);
      const stream = newStream();
      await double().suffer('silent-answers');
      expect(await impatient.append(stream, NO_STREAM, batch(stream, 3))).toMatchObject({ revision: 2 });
      expect(await log.readStream(stream)).toHaveLength(3);
      await impatient.close();
    });

    onTheDouble('not stored: the very same batch is sent once more', async () => {
      const stream = newStream();
      const events = batch(stream, 3);
      await double().suffer('lost-append');
      expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 2 });
      expect((await log.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      expect(await double().report()).toMatchObject({ appends: 2 });
    });

    onTheDouble('another writer was there first: a conflict, not somebody else’s success', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream, 1, 'of another'));
      await double().suffer('lost-append');
      await expect(log.append(stream, NO_STREAM, batch(stream))).rejects.toThrow(Conflict);
    });

    it('answers lost with the connection under load: every batch is there once, whatever its call said', async () => {
      const calls = Array.from({ length: 16 }, () => {
        const stream = newStream();
        const events = batch(stream, 2);
        return { stream, events, call: log.append(stream, NO_STREAM, events) };
      });
      const settled = Promise.allSettled(calls.map(({ call }) => call));
      await proxy.loseAnswers(100);
      await settled;
      for (const { stream, events } of calls) {
        expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 1 });
        expect((await log.readStream(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      }
    });

    onTheDouble('a server that is starting says "Server Is Not Ready": unavailable, then all is well', async () => {
      await appendSome(1);
      await double().suffer('unavailable');
      const stream = newStream();
      await expect(log.append(stream, NO_STREAM, batch(stream))).rejects.toThrow(Unavailable);
      await expect(log.readStream(stream)).rejects.toThrow(Unavailable);
      await double().suffer('nothing');
      expect(await log.append(stream, NO_STREAM, batch(stream))).toMatchObject({ revision: 0 });
    });
  });

  describe('a stream that an operator deleted', () => {
    it('softly goes on with its old revisions: it is not taken for one that is missing, and who begins it is told', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream, 3));
      await operator((client) => client.deleteStream(stream));
      for (const from of [0, 1, 3]) await expect(log.readStream(stream, from)).rejects.toThrow(StreamGone);
      await expect(log.append(stream, NO_STREAM, batch(stream))).rejects.toThrow(StreamGone);
      // What was written there has no beginning.
      await expect(log.readStream(stream)).rejects.toThrow('was cut before revision 3');
    });

    it('in part has no beginning: it is not taken for a shorter one', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream, 10));
      await operator((client, credentials) => client.setStreamMetadata(stream, { maxCount: 4 }, { credentials }));
      await expect(log.readStream(stream)).rejects.toThrow('was cut before revision 6');
      await expect(log.readStream(stream, 5)).rejects.toThrow(StreamGone);
      expect(await log.readStream(stream, 6)).toHaveLength(4);
    });

    it('with a tombstone is gone for ever: neither read nor written, and no error of the client comes out', async () => {
      const stream = newStream();
      await log.append(stream, NO_STREAM, batch(stream, 3));
      await operator((client) => client.tombstoneStream(stream));
      await expect(log.readStream(stream)).rejects.toThrow(StreamGone);
      await expect(log.append(stream, 2, batch(stream))).rejects.toThrow(StreamGone);
    });
  });

  function double(): EventStoreDbDouble {
    if (!server.double) throw new Error('this test needs the double');
    return server.double;
  }

  async function appendSome(count: number): Promise<void> {
    const streams = Array.from({ length: count }, newStream);
    await Promise.all(streams.map((stream) => log.append(stream, NO_STREAM, batch(stream))));
  }

  async function untilReport(
    fits: (report: Awaited<ReturnType<EventStoreDbDouble['report']>>) => boolean,
  ): Promise<void> {
    for (const end = Date.now() + 5000; !fits(await double().report());) {
      if (Date.now() > end) throw new Error('the double never came so far');
    }
  }

  async function operator(
    does: (client: EventStoreDBClient, credentials: RawClient['credentials']) => Promise<unknown>,
  ): Promise<void> {
    const raw = new RawClient(server.url);
    await does(raw.client, raw.credentials);
    await raw.dispose();
  }
});
