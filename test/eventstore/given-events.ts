import { randomUUID } from 'node:crypto';
import { seal, type UnsealedEvent } from '../../eventstore/envelope.js';
import type { EventLog, NewEvent, Position, StoredEvent } from '../../eventstore/port.js';

/** A stream that no other test uses, also on a server that many runs share. */
export function newStream(): string {
  return `contractTest-${randomUUID()}`;
}

export function something(n: number, note = 'as decided'): UnsealedEvent {
  return {
    type: 'SomethingHappened',
    data: { n, note },
    metadata: { at: '2026-11-02T03:04:05.678Z', commandId: randomUUID() },
  };
}

/** A batch for the beginning of a stream. */
export function batch(stream: string, size = 1, note?: string): readonly NewEvent[] {
  return seal(
    stream,
    0,
    null,
    Array.from({ length: size }, (_, n) => something(n, note)),
  ).events;
}

/** Writes `count` streams of one event each, one after the other; returns their names. */
export async function severalStreams(log: EventLog, count: number): Promise<string[]> {
  const streams = Array.from({ length: count }, newStream);
  for (const stream of streams) await log.append(stream, -1, batch(stream));
  return streams;
}

/** Takes `count` events of a subscription, then ends it. @throws after ten seconds without the next event. */
export async function take(
  events: AsyncIterable<StoredEvent>,
  count: number,
  stop: AbortController,
): Promise<StoredEvent[]> {
  const taken: StoredEvent[] = [];
  const timer = setTimeout(() => stop.abort(), 10_000);
  try {
    for await (const event of events) {
      taken.push(event);
      timer.refresh();
      if (taken.length === count) stop.abort();
    }
  } finally {
    clearTimeout(timer);
  }
  if (taken.length < count) throw new Error(`the subscription ended after ${taken.length} of ${count} events`);
  return taken;
}

/**
 * Reads page by page until `count` events are there and no more follow. An acknowledged event may stay hidden for a moment:
 * in PostgreSQL, until every transaction of the server that began earlier has ended, also those of other tests.
 * @throws after ten seconds with fewer events.
 */
export async function everythingAfter(
  log: EventLog,
  start: Position | null,
  pageSize: number,
  count: number,
): Promise<StoredEvent[]> {
  const read: StoredEvent[] = [];
  const until = Date.now() + 10_000;
  for (;;) {
    const page = await log.readAll(read.at(-1)?.position ?? start, pageSize);
    read.push(...page);
    if (page.length > 0) continue;
    if (read.length >= count) return read;
    if (Date.now() > until) throw new Error(`only ${read.length} of ${count} events can be read`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
