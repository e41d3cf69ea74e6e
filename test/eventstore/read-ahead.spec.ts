import { describe, expect, it } from '@jest/globals';
import { Unavailable, type EventLog, type Position, type StoredEvent } from '../../eventstore/port.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { readAhead } from '../../eventstore/read-ahead.js';
import { severalStreams } from './given-events.js';

describe('reading the log ahead', () => {
  it('gives all of it, in order, page by page', async () => {
    const log = new MemoryLog();
    const streams = await severalStreams(log, 5);
    expect((await pagesOf(log)).map((page) => page.map(({ stream }) => stream))).toEqual([
      streams.slice(0, 2),
      streams.slice(2, 4),
      streams.slice(4),
    ]);
    expect(await pagesOf(new MemoryLog())).toEqual([]);
  });

  it('has asked for the next page before it gives one', async () => {
    const log = new MemoryLog();
    await severalStreams(log, 4);
    const asked: (Position | null)[] = [];
    const told: (readonly [events: number, asked: number])[] = [];
    const noted = {
      readAll: (after: Position | null, limit: number) => (asked.push(after), log.readAll(after, limit)),
    };
    for await (const page of readAhead(noted, 2)) told.push([page.length, asked.length]);
    expect(told).toEqual([
      [2, 2],
      [2, 3],
    ]);
  });

  it('tells a failure when its page is due, and nobody when the reader has left', async () => {
    const log = new MemoryLog();
    await severalStreams(log, 4);
    const failing = {
      readAll: (after: Position | null, limit: number) =>
        after === null ? log.readAll(after, limit) : Promise.reject(new Unavailable('gone')),
    };
    let events = 0;
    const reading = (async () => {
      for await (const page of readAhead(failing, 2)) events += page.length;
    })();
    await expect(reading).rejects.toThrow(Unavailable);
    expect(events).toBe(2);
    // A rejection that nobody hears would fail this test.
    const left = readAhead(failing, 2);
    await left.next();
    await left.return();
  });
});

async function pagesOf(log: Pick<EventLog, 'readAll'>): Promise<(readonly StoredEvent[])[]> {
  const pages: (readonly StoredEvent[])[] = [];
  for await (const page of readAhead(log, 2)) pages.push(page);
  return pages;
}
