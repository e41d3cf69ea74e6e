import { describe, expect, it } from '@jest/globals';
import { inBatches } from '../../projections/runner/batches.js';

type Groups<T> = readonly (readonly T[])[];

async function* numbers(count: number): AsyncGenerator<Groups<number>> {
  for (let n = 0; n < count; n++) yield [[n]];
}

async function* groups(...all: Groups<number>[]): AsyncGenerator<Groups<number>> {
  yield* all;
}

async function* silent(): AsyncGenerator<Groups<number>> {
  yield await new Promise<never>(() => undefined);
}

async function* failing(): AsyncGenerator<Groups<number>> {
  yield [[1]];
  throw new Error('connection lost');
}

async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<(readonly T[])[]> {
  const all: (readonly T[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('taking events in batches', () => {
  it('loses nothing, keeps the order and never exceeds the limit', async () => {
    const batches = await collect(inBatches(numbers(1234), 500, new AbortController().signal));

    expect(batches.flat()).toEqual(Array.from({ length: 1234 }, (_, n) => n));
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(500);
  });

  it('never divides a group, also where it alone is past the limit', async () => {
    const six = [6, 6, 6, 6, 6, 6];
    const all = [[1], [2, 2], [3, 3, 3], six, [1], [4, 4, 4], [1], [1]];
    const batches = await collect(inBatches(groups(all), 4, new AbortController().signal));

    expect(batches).toEqual([[1, 2, 2], [3, 3, 3], six, [1, 4, 4, 4], [1, 1]]);
  });

  it('hands out a single event at once', async () => {
    const stop = new AbortController();
    async function* one() {
      yield [['first']];
      await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
    }
    const batches = inBatches(one(), 500, stop.signal);

    expect((await batches.next()).value).toEqual(['first']);
    stop.abort();
    expect((await batches.next()).done).toBe(true);
  });

  it('reads ahead no further than the limit while a batch is in hand', async () => {
    let read = 0;
    async function* counted() {
      for (; ; read++) yield [[read]];
    }
    const batches = inBatches(counted(), 10, new AbortController().signal);
    await batches.next();
    await new Promise((resolve) => setImmediate(resolve));

    expect(read).toBeLessThanOrEqual(20);
    await batches.return();
  });

  it('hands out what came before a failure, then fails', async () => {
    const batches = inBatches(failing(), 10, new AbortController().signal);

    expect((await batches.next()).value).toEqual([1]);
    await expect(batches.next()).rejects.toThrow('connection lost');
  });

  it('ends at once when it is stopped, also while the source is silent', async () => {
    const stop = new AbortController();
    const ended = collect(inBatches(silent(), 10, stop.signal));
    stop.abort();

    await expect(ended).resolves.toEqual([]);
  });
});
