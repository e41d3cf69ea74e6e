import { randomUUID } from 'node:crypto';
import { seal, type UnsealedEvent } from '../../eventstore/chain/envelope.js';
import type { EventLog, NewEvent, Position, StoredEvent, WholeAppend } from '../../eventstore/port.js';

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

/** The same events as somebody else writes them, who names no parts of an append. */
export function foreign(events: readonly NewEvent[]): readonly NewEvent[] {
  return events.map(({ metadata, ...event }) => {
    const { part: _, ...rest } = JSON.parse(metadata) as { readonly part?: unknown };
    return { ...event, metadata: JSON.stringify(rest) };
  });
}

/** Writes `count` streams of one event each, one after the other; returns their names. */
export async function severalStreams(log: EventLog, count: number): Promise<string[]> {
  const streams = Array.from({ length: count }, newStream);
  for (const stream of streams) await log.append(stream, -1, batch(stream));
  return streams;
}

/** What a subscription gives, event by event. */
export async function* eventsOf(
  appends: AsyncIterable<readonly WholeAppend[]>,
): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const several of appends) yield* several.flat();
}

/** Takes `count` events of a subscription, then ends it. @throws after ten seconds without the next event. */
export async function take(
  appends: AsyncIterable<readonly WholeAppend[]>,
  count: number,
  stop: AbortController,
): Promise<StoredEvent[]> {
  return (await takeAppends(appends, count, stop)).flat().slice(0, count);
}

/** As `take`: the appends that have these events. */
export async function takeAppends(
  appends: AsyncIterable<readonly WholeAppend[]>,
  count: number,
  stop: AbortController,
): Promise<WholeAppend[]> {
  const taken: WholeAppend[] = [];
  const timer = setTimeout(() => stop.abort(), 10_000);
  const events = () => taken.flat().length;
  try {
    for await (const several of appends) {
      taken.push(...several);
      timer.refresh();
      if (events() >= count) stop.abort();
    }
  } finally {
    clearTimeout(timer);
  }
  if (events() < count) throw new Error(`the subscription ended after ${events()} of ${count} events`);
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
