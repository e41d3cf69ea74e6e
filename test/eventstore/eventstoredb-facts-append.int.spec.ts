import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type EventData } from '@eventstore/db-client';
import { eventStoreDbName, openEventStoreDb, type EventStoreDbUnderTest } from '../support/eventstoredb.js';
import { newStream } from './given-events.js';
import { anEvent, events, RawClient, sized } from './raw-client.js';

/** What was measured on a real server, by the client as it is: docs/eventstoredb-verification.md. */
describe(`an append to ${eventStoreDbName}`, () => {
  let server: EventStoreDbUnderTest;
  let raw: RawClient;
  let stream: string;

  beforeAll(async () => {
    server = await openEventStoreDb();
    raw = new RawClient(server.url);
  });
  beforeEach(() => {
    stream = newStream();
  });
  afterAll(async () => {
    await raw.dispose();
    await server.stop();
  });

  describe('revisions', () => {
    it('NO_STREAM begins a stream, the exact revision goes on, and the answer says where', async () => {
      const options = { expectedRevision: NO_STREAM, credentials: raw.credentials } as const;
      const answer = await raw.client.appendToStream(stream, [anEvent()], options);
      expect(answer).toMatchObject({
        success: true,
        nextExpectedRevision: 0n,
        position: { commit: expect.any(BigInt) },
      });
      expect(answer.position?.commit).toBe(answer.position?.prepare);
      expect(await raw.append(stream, 0n, [anEvent()])).toBe(1n);
      expect(await raw.append(stream, STREAM_EXISTS, [anEvent()])).toBe(2n);
      expect(await raw.append(stream, ANY, [anEvent()])).toBe(3n);
    });

    it.each([
      ['behind', 0n, { expectedVersion: 0n, actualVersion: 1n }],
      ['ahead', 7n, { expectedVersion: 7n, actualVersion: 1n }],
      ['new', NO_STREAM, { expectedVersion: 'no_stream', actualVersion: 1n }],
    ] as const)(
      'a writer who thinks that a stream of two events is %s is told the actual revision',
      async (_, expected, told) => {
        await raw.append(stream, NO_STREAM, events(2));
        const refused = raw.append(stream, expected, [anEvent()]);
        await expect(refused).rejects.toMatchObject({
          type: 'wrong-expected-version',
          streamName: stream,
          message: '',
          ...told,
        });
        expect(await raw.revisions(stream)).toEqual([0, 1]);
      },
    );

    it.each([0n, STREAM_EXISTS] as const)('a missing stream is no_stream to who expects %p', async (expected) => {
      await expect(raw.append(stream, expected, [anEvent()])).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 'no_stream',
      });
    });

    it('an empty batch succeeds and makes no stream', async () => {
      expect(await raw.append(stream, NO_STREAM, [])).toBe(0n);
      await expect(raw.append(stream, 0n, [anEvent()])).rejects.toMatchObject({ type: 'wrong-expected-version' });
      expect(await raw.append(stream, NO_STREAM, [anEvent()])).toBe(0n);
    });
  });

  describe('names and ids', () => {
    it('an empty name, an empty type and an id that is no UUID are bad requests, after which others go on', async () => {
      const bad = (name: string, one: EventData) => raw.append(name, NO_STREAM, [one]);
      for (const refused of [
        bad('', anEvent()),
        bad(stream, anEvent(undefined, '')),
        bad(stream, anEvent('no-uuid')),
      ]) {
        await expect(refused).rejects.toMatchObject({
          type: 'unknown',
          code: 2,
          message: expect.stringContaining('Exception was thrown by handler'),
        });
      }
      expect(await raw.append(stream, NO_STREAM, [anEvent()])).toBe(0n);
    });

    it('an id in capitals comes back in small letters', async () => {
      const id = randomUUID();
      await raw.append(stream, NO_STREAM, [anEvent(id.toUpperCase())]);
      for await (const { event: stored } of raw.client.readStream(stream)) expect(stored?.id).toBe(id);
    });

    it('the same id twice in one batch is stored twice', async () => {
      const twice = anEvent();
      expect(await raw.append(stream, NO_STREAM, [twice, twice])).toBe(1n);
      expect(await raw.revisions(stream)).toEqual([0, 1]);
    });

    it('a name of 2,000 characters and any letters are taken', async () => {
      const long = `${stream}-親子-ü`.padEnd(2000, 'x');
      await raw.append(long, NO_STREAM, [jsonEvent({ type: '事件', data: { 姓名: '尹𠮷' } })]);
      for await (const { event: stored } of raw.client.readStream(long))
        expect(stored).toMatchObject({ streamId: long, type: '事件', data: { 姓名: '尹𠮷' } });
    });
  });

  describe('the same ids again', () => {
    let [a, b, c, d] = events(4) as [EventData, EventData, EventData, EventData];

    beforeEach(async () => {
      [a, b, c, d] = events(4) as [EventData, EventData, EventData, EventData];
      await raw.append(stream, NO_STREAM, [a, b, c]);
    });

    const rows: readonly (readonly [
      string,
      () => readonly [AppendRevision, EventData[]],
      bigint | 'conflict',
      number,
    ])[] = [
      ['the batch at its revision: as before', () => [NO_STREAM, [a, b, c]], 2n, 3],
      ['its beginning: the revision of the beginning’s last', () => [NO_STREAM, [a, b]], 1n, 3],
      ['its middle, at the revision it was written at', () => [0n, [b]], 1n, 3],
      ['its end, at the revision it was written at', () => [0n, [b, c]], 2n, 3],
      ['two old and a new one', () => [NO_STREAM, [a, b, d]], 'conflict', 3],
      ['the batch and a new one', () => [NO_STREAM, [a, b, c, d]], 'conflict', 3],
      ['in another order', () => [NO_STREAM, [b, a, c]], 'conflict', 3],
      ['at another revision that is past', () => [1n, [a]], 'conflict', 3],
      ['at a revision that is not reached', () => [9n, [a]], 'conflict', 3],
      ['at the current revision: written again', () => [2n, [a]], 3n, 4],
      ['with ANY: as before', () => [ANY, [a, b, c]], 2n, 3],
      ['with STREAM_EXISTS: as before', () => [STREAM_EXISTS, [a]], 0n, 3],
      ['with ANY and a new one', () => [ANY, [a, d]], 'conflict', 3],
    ];

    it.each(rows)('%s', async (_, call, outcome, length) => {
      const [expected, batch] = call();
      const answer = raw.append(stream, expected, batch);
      if (outcome === 'conflict') await expect(answer).rejects.toMatchObject({ type: 'wrong-expected-version' });
      else expect(await answer).toBe(outcome);
      expect(await raw.revisions(stream)).toHaveLength(length);
    });

    it('also when the stream went on, at the place where they were stored', async () => {
      const options = { expectedRevision: NO_STREAM, credentials: raw.credentials } as const;
      const first = newStream();
      const answer = await raw.client.appendToStream(first, [a, b], options);
      await raw.append(first, 1n, events(5));
      expect(await raw.client.appendToStream(first, [a, b], options)).toEqual(answer);
      expect(await raw.revisions(first)).toHaveLength(7);
    });

    it('with other content: the new content is dropped without a word', async () => {
      const other = { ...a, type: 'Other', data: { n: 'other' } } as EventData;
      expect(await raw.append(stream, NO_STREAM, [other])).toBe(0n);
      for await (const { event: stored } of raw.client.readStream(stream, { maxCount: 1 }))
        expect(stored).toMatchObject({ type: 'T', data: a.data });
    });

    it('in another stream: written', async () => {
      const other = newStream();
      expect(await raw.append(other, NO_STREAM, [a])).toBe(0n);
    });
  });

  describe('size, over data and metadata of the whole append', () => {
    it.each([
      ['1,048,574 bytes in one event with a type of one letter', () => [sized(1_048_574)]],
      ['9 events of 100 kB', () => Array.from({ length: 9 }, () => sized(100_000))],
      ['500 kB of data and 500 kB of metadata', () => [sized(500_000, 500_000)]],
      ['5,000 small events', () => events(5000)],
    ])('takes %s', async (_, batch) => {
      const made = batch();
      expect(await raw.append(stream, NO_STREAM, made)).toBe(BigInt(made.length - 1));
    });

    it.each([
      ['1,048,575 bytes', () => [sized(1_048_575)]],
      ['11 events of 100 kB', () => Array.from({ length: 11 }, () => sized(100_000))],
      ['600 kB of data and 600 kB of metadata', () => [sized(600_000, 600_000)]],
      ['3 MB', () => [sized(3_000_000)]],
    ])('refuses %s, and goes on', async (_, batch) => {
      await expect(raw.append(stream, NO_STREAM, batch())).rejects.toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: 1_048_576,
      });
      expect(await raw.append(stream, NO_STREAM, [anEvent()])).toBe(0n);
    });
  });

  describe('to a stream that was deleted', () => {
    it.each([
      ['NO_STREAM', NO_STREAM],
      ['the old revision', 2n],
    ] as const)('softly: it cannot be found, and goes on with %s where it ended', async (_, expected) => {
      await raw.append(stream, NO_STREAM, events(3));
      await raw.client.deleteStream(stream, { expectedRevision: 2n });
      await expect(raw.revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found', streamName: stream });
      expect(await raw.append(stream, expected, [anEvent()])).toBe(3n);
      expect(await raw.revisions(stream)).toEqual([3]);
    });

    it('with a tombstone: neither read nor written any more', async () => {
      await raw.append(stream, NO_STREAM, events(3));
      await raw.client.tombstoneStream(stream);
      const gone = { type: 'stream-deleted', streamName: stream };
      await expect(raw.revisions(stream)).rejects.toMatchObject(gone);
      for (const expected of [NO_STREAM, 2n, ANY] as const)
        await expect(raw.append(stream, expected, [anEvent()])).rejects.toMatchObject(gone);
    });

    it('is refused at a wrong revision, with a code and a message, and -1 for a stream that is missing', async () => {
      await raw.append(stream, NO_STREAM, events(3));
      const wrong = { type: 'wrong-expected-version', code: 9, message: expect.stringMatching(/./) };
      await expect(raw.client.deleteStream(stream, { expectedRevision: 1n })).rejects.toMatchObject({
        ...wrong,
        actualVersion: 2n,
      });
      await expect(raw.client.deleteStream(newStream(), { expectedRevision: 1n })).rejects.toMatchObject({
        ...wrong,
        actualVersion: -1n,
      });
      expect(await raw.revisions(stream)).toHaveLength(3);
    });
  });
});

type AppendRevision = Parameters<RawClient['append']>[1];
