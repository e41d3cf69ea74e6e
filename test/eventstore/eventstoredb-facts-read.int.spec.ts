import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BACKWARDS,
  END,
  eventTypeFilter,
  FORWARDS,
  NO_STREAM,
  START,
  streamNameFilter,
  type Filter,
  type Position,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import {
  eventStoreDbName,
  openEventStoreDb,
  realEventStoreDb,
  type EventStoreDbUnderTest,
} from '../support/eventstoredb.js';
import { newStream } from './given-events.js';
import { anEvent, caughtUp, events, RawClient } from './raw-client.js';

/** What was measured on a real server, by the client as it is: docs/eventstoredb-verification.md. */
describe(`reading ${eventStoreDbName}`, () => {
  let server: EventStoreDbUnderTest;
  let raw: RawClient;

  beforeAll(async () => {
    server = await openEventStoreDb();
    raw = new RawClient(server.url);
  });
  afterAll(async () => {
    await raw.dispose();
    await server.stop();
  });

  describe('a stream of ten events', () => {
    const stream = newStream();
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    beforeAll(() => raw.append(stream, NO_STREAM, events(10)));

    const rows: readonly (readonly [string, ReadStreamOptions, readonly number[]])[] = [
      ['forwards from 3, four of them', { fromRevision: 3n, maxCount: 4 }, [3, 4, 5, 6]],
      ['backwards from the end, three', { direction: BACKWARDS, fromRevision: END, maxCount: 3 }, [9, 8, 7]],
      ['backwards from 4', { direction: BACKWARDS, fromRevision: 4n }, [4, 3, 2, 1, 0]],
      ['backwards from beyond the end', { direction: BACKWARDS, fromRevision: 100n }, all.toReversed()],
      ['backwards from the start', { direction: BACKWARDS, fromRevision: START }, [0]],
      ['forwards from the end of ten', { fromRevision: 10n }, []],
      ['forwards from far beyond', { fromRevision: 100n }, []],
    ];

    it.each(rows)('%s', async (_, options, revisions) => {
      expect(await raw.revisions(stream, options)).toEqual(revisions);
    });

    it.each([
      ['forwards from END', { direction: FORWARDS, fromRevision: END }],
      ['none of them', { maxCount: 0 }],
    ] as const)('%s is an error', async (_, options) => {
      await expect(raw.revisions(stream, options)).rejects.toMatchObject({ type: 'unknown' });
    });

    it('from a negative revision is refused by the client', async () => {
      await expect(raw.revisions(stream, { fromRevision: -3n })).rejects.toMatchObject({ type: 'invalid-argument' });
    });

    it('shows only the last ones where its metadata says so', async () => {
      const cut = newStream();
      await raw.append(cut, NO_STREAM, events(10));
      await raw.append(`$$${cut}`, NO_STREAM, [{ ...anEvent(undefined, '$metadata'), data: { $maxCount: 3 } }]);
      expect(await raw.revisions(cut)).toEqual([7, 8, 9]);
    });
  });

  it('a missing stream is an error of its own', async () => {
    const stream = newStream();
    await expect(raw.revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found', streamName: stream });
  });

  it('gives each event a time of its own, in milliseconds, and no metadata as undefined', async () => {
    const stream = newStream();
    const before = Date.now();
    await raw.append(stream, NO_STREAM, events(3));
    const times: number[] = [];
    for await (const { event: stored } of raw.client.readStream(stream)) {
      expect(stored?.metadata).toBeUndefined();
      times.push(stored?.created.getTime() ?? Number.NaN);
    }
    expect(times).toEqual(times.toSorted((one, next) => one - next));
    for (const time of times) expect(Math.abs(time - before)).toBeLessThan(60_000);
    if (!realEventStoreDb) expect(new Set(times).size).toBe(3);
  });

  describe('the whole log', () => {
    it('includes the event at a position when read, and begins after it when subscribed', async () => {
      const [stream, start] = [newStream(), await raw.end()];
      await raw.append(stream, NO_STREAM, events(3));
      const read: (number | undefined)[] = [];
      const positions: Position[] = [];
      for await (const { event: stored } of raw.client.readAll({ fromPosition: start })) {
        read.push(stored?.streamId === stream ? Number(stored.revision) : undefined);
        if (stored) positions.push(stored.position);
      }
      expect(read).toEqual([undefined, 0, 1, 2]);
      const second = positions[2] as Position;
      expect(await raw.firstAfter(second)).toBe(2n);
      expect(await raw.firstAfter({ ...second, prepare: 0n })).toBe(1n);
    });

    it('ignores the filter of a read', async () => {
      const start = await raw.end();
      await raw.append(newStream(), NO_STREAM, events(4));
      const filter = streamNameFilter({ prefixes: ['nobody-'] });
      const read = [];
      for await (const resolved of raw.client.readAll({ fromPosition: start, filter } as object)) read.push(resolved);
      expect(read).toHaveLength(5);
    });

    it('from a place that is not the beginning of an event is an error, read or subscribed', async () => {
      await raw.append(newStream(), NO_STREAM, [anEvent()]);
      const end = await raw.end();
      const off = { commit: end.commit - 1n, prepare: end.prepare - 1n };
      const read = async () => {
        for await (const _ of raw.client.readAll({ fromPosition: off }));
      };
      await expect(read()).rejects.toMatchObject({
        type: 'unknown',
        message: expect.stringContaining('InvalidPosition'),
      });
      await expect(raw.firstAfter(off)).rejects.toMatchObject({ code: 3 });
    });

    it('from beyond its end is empty when read, and a subscription confirms and never delivers', async () => {
      await raw.append(newStream(), NO_STREAM, [anEvent()]);
      const { commit } = await raw.end();
      const beyond = { commit: commit + 999_999n, prepare: commit + 999_999n };
      for await (const _ of raw.client.readAll({ fromPosition: beyond })) throw new Error('nothing was to be read');
      const subscription = raw.client.subscribeToAll({ fromPosition: beyond });
      const confirmed = new Promise((resolve) => subscription.once('confirmation', resolve));
      const seen = await caughtUp(subscription);
      await confirmed;
      const start = await raw.end();
      await raw.append(newStream(), NO_STREAM, [anEvent()]);
      // Another subscriber has it: the first would have it, too.
      expect(await raw.firstAfter(start)).toBe(0n);
      await subscription.unsubscribe();
      expect(seen).toEqual([]);
    });
  });

  describe('subscribing with a filter', () => {
    const [red, blue, green] = [`${newStream()}-red`, `${newStream()}-blue`, `${newStream()}-green`];
    let start: Position;

    beforeAll(async () => {
      start = await raw.end();
      await raw.append(red, NO_STREAM, events(100, 'Red-1'));
      await raw.append(blue, NO_STREAM, events(100, 'Blue-1'));
      await raw.append(green, NO_STREAM, events(200, 'Green-1'));
    });

    const filters: readonly (readonly [string, () => Filter, readonly number[]])[] = [
      ['one prefix of names', () => streamNameFilter({ prefixes: [red] }), [100, 0, 0]],
      ['two prefixes of names', () => streamNameFilter({ prefixes: [red, blue] }), [100, 100, 0]],
      ['a pattern of names', () => streamNameFilter({ regex: '-(blue|green)$' }), [0, 100, 200]],
      ['a prefix of types', () => eventTypeFilter({ prefixes: ['Gr'] }), [0, 0, 200]],
      ['a pattern of types', () => eventTypeFilter({ regex: '^(Red|Blue)-\\d$' }), [100, 100, 0]],
    ];

    it.each(filters)('by %s gives just these', async (_, filter, counts) => {
      const subscription = raw.client.subscribeToAll({ fromPosition: start, filter: filter() });
      const seen = await caughtUp(subscription);
      await subscription.unsubscribe();
      expect([red, blue, green].map((name) => seen.filter((one) => one === name).length)).toEqual(counts);
      expect(seen).toHaveLength(counts.reduce((sum, count) => sum + count));
    });

    it.each([
      ['32 events looked at, matching or not', undefined, [red], 13],
      ['32, also where nothing matches', undefined, ['nobody-'], 13],
      ['ten, where the window is ten', 10, [red], 41],
    ] as const)('says how far it is at once, and after each %s', async (_, maxSearchWindow, prefixes, calls) => {
      const reached: Position[] = [];
      const subscription = raw.client.subscribeToAll({
        fromPosition: start,
        filter: streamNameFilter({
          prefixes: [...prefixes],
          ...(maxSearchWindow !== undefined && { maxSearchWindow }),
          checkpointReached: (__, position) => void reached.push(position),
        }),
      });
      await caughtUp(subscription);
      await subscription.unsubscribe();
      expect(reached).toHaveLength(calls);
      expect(reached.map(({ commit }) => commit)).toEqual(reached.map(({ commit }) => commit).toSorted(byNumber));
    });

    it('goes on from a checkpoint without a gap and without a repetition', async () => {
      let seenAtCheckpoint: { position: Position; seen: number } | undefined;
      let seen = 0;
      const subscription = raw.client.subscribeToAll({
        fromPosition: start,
        filter: streamNameFilter({
          prefixes: [blue],
          checkpointReached: (_, position) => {
            if (seen > 0) seenAtCheckpoint ??= { position, seen };
          },
        }),
      });
      subscription.on('data', () => (seen += 1));
      await new Promise((resolve) => subscription.once('caughtUp', resolve));
      await subscription.unsubscribe();
      const { position, seen: before } = seenAtCheckpoint ?? { position: start, seen: 0 };
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(100);
      const filter = streamNameFilter({ prefixes: [blue] });
      const resumed = raw.client.subscribeToAll({ fromPosition: position, filter });
      expect(await caughtUp(resumed)).toHaveLength(100 - before);
      await resumed.unsubscribe();
    });
  });
});

function byNumber(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
