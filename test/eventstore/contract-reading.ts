import { describe, expect, it } from '@jest/globals';
import { seal } from '../../eventstore/chain/envelope.js';
import {
  NO_STREAM,
  UnknownPosition,
  type EventLog,
  type StoredEvent,
  type WholeAppend,
} from '../../eventstore/port.js';
import {
  batch,
  eventsOf,
  everythingAfter,
  foreign,
  newStream,
  severalStreams,
  something,
  take,
  takeAppends,
} from './given-events.js';

export function readingContract(log: () => EventLog): void {
  streamsContract(log);
  wholeLogContract(log);
  subscriptionContract(log);
}

function streamsContract(log: () => EventLog): void {
  describe('reading a stream', () => {
    it('finds nothing in a stream that does not exist', async () => {
      expect(await log().readStream(newStream())).toEqual([]);
    });

    it('gives the revisions asked for, both ends included', async () => {
      const stream = newStream();
      await log().append(stream, NO_STREAM, batch(stream, 10));
      const revisions = async (from?: number, to?: number) =>
        (await log().readStream(stream, from, to)).map(({ revision }) => revision);
      expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(await revisions(3, 6)).toEqual([3, 4, 5, 6]);
      expect(await revisions(8)).toEqual([8, 9]);
      expect(await revisions(0, 0)).toEqual([0]);
      expect(await revisions(8, 100)).toEqual([8, 9]);
      expect(await revisions(10)).toEqual([]);
      expect(await revisions(100, 200)).toEqual([]);
      expect(await revisions(5, 4)).toEqual([]);
    });
  });
}

function wholeLogContract(log: () => EventLog): void {
  describe('reading the whole log', () => {
    it('gives every event once, in the order of the appends, page by page', async () => {
      const start = await log().head();
      const streams = await severalStreams(log(), 7);
      const [first] = streams as [string];
      const { events } = seal(
        first,
        1,
        '0'.repeat(64),
        Array.from({ length: 5 }, (_, n) => something(n + 1)),
      );
      await log().append(first, 0, events);
      const read = await everythingAfter(log(), start, 3, 12);
      expect(read.map(({ stream, revision }) => `${stream} ${revision}`)).toEqual([
        ...streams.map((stream) => `${stream} 0`),
        ...[1, 2, 3, 4, 5].map((revision) => `${first} ${revision}`),
      ]);
      expect(read.map(({ position }) => position)).toEqual(read.map(({ position }) => position).toSorted());
      expect(new Set(read.map(({ position }) => position)).size).toBe(read.length);
    });

    it('shows an event the same way as its stream does', async () => {
      const start = await log().head();
      const stream = newStream();
      await log().append(stream, NO_STREAM, batch(stream, 2));
      expect(await everythingAfter(log(), start, 10, 2)).toEqual(await log().readStream(stream));
    });

    it('ends at its head, after which nothing follows', async () => {
      const stream = newStream();
      const { position } = await log().append(stream, NO_STREAM, batch(stream, 3));
      expect(await log().head()).toBe(position);
      expect(await log().readAll(position, 10)).toEqual([]);
    });

    it('leaves no gap however many write at once', async () => {
      const start = await log().head();
      const streams = Array.from({ length: 30 }, newStream);
      await Promise.all(streams.map((stream) => log().append(stream, NO_STREAM, batch(stream, 4))));
      const read = await everythingAfter(log(), start, 11, 120);
      expect(read.map(({ stream, revision }) => `${stream} ${revision}`).toSorted()).toEqual(
        streams.flatMap((stream) => [0, 1, 2, 3].map((revision) => `${stream} ${revision}`)).toSorted(),
      );
    });

    it('says so when a position is not of this log, or beyond its end', async () => {
      await severalStreams(log(), 1);
      const beyond = raise((await log().head()) as string);
      await expect(log().readAll(beyond, 10)).rejects.toThrow(UnknownPosition);
      await expect(log().readAll('somewhere', 10)).rejects.toThrow(UnknownPosition);
      await expect(
        take(log().subscribe(beyond, new AbortController().signal), 1, new AbortController()),
      ).rejects.toThrow(UnknownPosition);
    });
  });
}

function subscriptionContract(log: () => EventLog): void {
  describe('subscribing', () => {
    it('catches up from a position, then gives what comes, in order and without a gap', async () => {
      const start = await log().head();
      const before = await severalStreams(log(), 5);
      const stop = new AbortController();
      const taken = take(log().subscribe(start, stop.signal), 10, stop);
      const after = await severalStreams(log(), 5);
      expect((await taken).map(({ stream }) => stream)).toEqual([...before, ...after]);
    });

    it('goes on after the last event that was handled', async () => {
      const start = await log().head();
      const streams = await severalStreams(log(), 6);
      const first = new AbortController();
      const half = await take(log().subscribe(start, first.signal), 3, first);
      const second = new AbortController();
      const rest = await take(log().subscribe(half.at(-1)?.position ?? null, second.signal), 3, second);
      expect([...half, ...rest].map(({ stream }) => stream)).toEqual(streams);
    });

    it('starts at the beginning when no position is given', async () => {
      await severalStreams(log(), 1);
      const [first] = await everythingAfter(log(), null, 100, 1);
      const stop = new AbortController();
      expect(await take(log().subscribe(null, stop.signal), 1, stop)).toEqual([first]);
    });

    it('gives a live event soon', async () => {
      await severalStreams(log(), 1);
      const start = await log().head();
      const stop = new AbortController();
      const taken = take(log().subscribe(start, stop.signal), 40, stop);
      for (let n = 0; n < 4; n++) await severalStreams(log(), 10);
      expect(await taken).toHaveLength(40);
    });

    it('never divides an append, whatever its size: of 1 event to 2,400, also while many write at once', async () => {
      const start = await log().head();
      const sizes = [1, 2, 3, 10, 100, 511, 512, 513, 1000, 1001, 2000, 2001, 2400];
      const large = sizes.map((size) => ({ size, stream: newStream() }));
      const small = Array.from({ length: 8 }, newStream);
      const stop = new AbortController();
      const events = sizes.reduce((sum, size) => sum + size, 0) + 8 * 10 * 3;
      const taken = takeAppends(log().subscribe(start, stop.signal), events, stop);
      const inThrees = Promise.all(small.map((stream) => writeInThrees(log(), stream, 10)));
      for (const { stream, size } of large) await log().append(stream, NO_STREAM, batch(stream, size));
      await inThrees;
      const live = await taken;
      expectEachAsWritten(live, large, small);
      // And the same of the past, all at once.
      const again = new AbortController();
      expectEachAsWritten(await takeAppends(log().subscribe(start, again.signal), events, again), large, small);
    });

    it('tells appends to one stream apart, however close they follow each other', async () => {
      const start = await log().head();
      const stream = newStream();
      await writeInThrees(log(), stream, 20);
      const stop = new AbortController();
      const appends = await takeAppends(log().subscribe(start, stop.signal), 60, stop);
      expect(appends.map((append) => append.length)).toEqual(Array.from({ length: 20 }, () => 3));
    });

    it('takes each event that names no part for an append of its own', async () => {
      const start = await log().head();
      const stream = newStream();
      await log().append(stream, NO_STREAM, foreign(batch(stream, 3)));
      const stop = new AbortController();
      const appends = await takeAppends(log().subscribe(start, stop.signal), 3, stop);
      expect(appends.map((append) => append.map(({ revision }) => revision))).toEqual([[0], [1], [2]]);
    });

    it('goes on inside an append with the rest of it, wherever it was left', async () => {
      const start = await log().head();
      const [stream, next] = [newStream(), newStream()];
      await log().append(stream, NO_STREAM, batch(stream, 5));
      await log().append(next, NO_STREAM, batch(next, 2));
      const all = await everythingAfter(log(), start, 10, 7);
      for (let left = 0; left < 4; left++) {
        const stop = new AbortController();
        const rest = await takeAppends(log().subscribe(all[left]!.position, stop.signal), 6 - left, stop);
        expect(rest.map((append) => append.map(({ revision }) => revision))).toEqual([
          [0, 1, 2, 3, 4].slice(left + 1),
          [0, 1],
        ]);
      }
    });

    it('gives the last append at the end of the log without waiting for what follows', async () => {
      for (const size of [1, 2, 700]) {
        const start = await log().head();
        const stream = newStream();
        await log().append(stream, NO_STREAM, batch(stream, size));
        const stop = new AbortController();
        const appends = await takeAppends(log().subscribe(start, stop.signal), size, stop);
        expect(appends.map((append) => append.length)).toEqual([size]);
      }
    });

    it('ends quietly when it is aborted, whether waiting or aborted from the start', async () => {
      const stop = new AbortController();
      const ended = drain(log().subscribe(await log().head(), stop.signal));
      stop.abort();
      expect(await ended).toEqual([]);
      expect(await drain(log().subscribe(null, stop.signal))).toEqual([]);
    });

    it('waits for a slow reader', async () => {
      const start = await log().head();
      const stream = newStream();
      await log().append(stream, NO_STREAM, batch(stream, 200));
      const stop = new AbortController();
      const revisions: number[] = [];
      for await (const event of eventsOf(log().subscribe(start, stop.signal))) {
        revisions.push(event.revision);
        if (event.revision % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
        if (event.revision === 199) stop.abort();
      }
      expect(revisions).toEqual(Array.from({ length: 200 }, (_, n) => n));
    });
  });
}

/** Each append as one, in the order of its stream. */
function expectEachAsWritten(
  appends: readonly WholeAppend[],
  large: readonly { readonly size: number; readonly stream: string }[],
  small: readonly string[],
): void {
  const sizes = new Map<string, number[]>();
  for (const append of appends) {
    const [first] = append as readonly [StoredEvent];
    expect(append.map(({ stream, revision }) => [stream, revision])).toEqual(
      append.map((_, i) => [first.stream, first.revision + i]),
    );
    sizes.set(first.stream, [...(sizes.get(first.stream) ?? []), append.length]);
  }
  for (const { stream, size } of large) expect(sizes.get(stream)).toEqual([size]);
  for (const stream of small) expect(sizes.get(stream)).toEqual(Array.from({ length: 10 }, () => 3));
}

async function writeInThrees(log: EventLog, stream: string, appends: number): Promise<void> {
  let chain: string | null = null;
  for (let from = 0; from < 3 * appends; from += 3) {
    const three = [from, from + 1, from + 2].map((n) => something(n));
    const sealing: ReturnType<typeof seal> = seal(stream, from, chain, three);
    await log.append(stream, from - 1, sealing.events);
    chain = sealing.chain;
  }
}

async function drain(appends: AsyncIterable<readonly WholeAppend[]>): Promise<StoredEvent[]> {
  const drained: StoredEvent[] = [];
  for await (const event of eventsOf(appends)) drained.push(event);
  return drained;
}

/** A position of the same form, further on: its numbers become nines from the fourth digit. */
function raise(position: string): string {
  return position.replaceAll(/\d+/g, (digits) => digits.slice(0, 3) + '9'.repeat(digits.length - 3));
}
