/** Lives of many requests in one log, in any order, and a log that shows just what it was given. */
import * as fc from 'fast-check';
import { metadataOf } from '../../../activities/binding/event-metadata.js';
import { parseStored, seal, type UnsealedEvent } from '../../../eventstore/chain/envelope.js';
import type { EventLog, Position, StoredEvent } from '../../../eventstore/port.js';
import { live, type Moment } from '../../domain/random-life.js';

export type LoggedEvent = Omit<StoredEvent, 'position'>;

/** Only what a reader needs. Positions are places in the list; pages are short, so that much falls between two of them. */
export class ArrangedLog implements Pick<EventLog, 'readAll' | 'readStream'> {
  /** Streams that were read by themselves. */
  readonly asked: string[] = [];

  constructor(
    private readonly events: readonly LoggedEvent[],
    private readonly pageSize: number,
  ) {}

  readAll(after: Position | null, limit: number): Promise<readonly StoredEvent[]> {
    const start = after === null ? 0 : Number(after) + 1;
    const page = this.events.slice(start, start + Math.min(limit, this.pageSize));
    return Promise.resolve(page.map((event, i) => ({ ...event, position: String(start + i) })));
  }

  /** By revision, wherever in the log they stand: as tables and indexes do it. */
  readStream(stream: string): Promise<readonly StoredEvent[]> {
    this.asked.push(stream);
    const events = this.events.filter((event) => event.stream === stream);
    return Promise.resolve(
      events.toSorted((a, b) => a.revision - b.revision).map((event, i) => ({ ...event, position: String(i) })),
    );
  }
}

/** A life as its stream holds it, in appends. */
export function appendsOf(stream: string, steps: Parameters<typeof live>[0]): readonly (readonly LoggedEvent[])[] {
  const decided = live(steps).filter(({ events }) => events.length > 0);
  const sealed = resealed(stream, decided.flatMap(unsealed));
  let begin = 0;
  return decided.map(({ events }) => sealed.slice(begin, (begin += events.length)));
}

function unsealed({ before, command, facts, events }: Moment): readonly UnsealedEvent[] {
  return events.map(({ type, data }) => ({ type, data, metadata: metadataOf(command, before, facts, events) }));
}

/** With revisions from 0 and a whole chain, whatever they say: as somebody does it who has the keys of the log. */
export function resealed(stream: string, events: readonly UnsealedEvent[]): readonly LoggedEvent[] {
  const bare = events.map(({ type, data, metadata }) => {
    const { chain: _, ...rest } = metadata as { readonly chain?: string };
    return { type, data, metadata: rest };
  });
  return seal(stream, 0, null, bare).events.map(({ id, type, data, metadata }, revision) => ({
    stream,
    revision,
    id,
    type,
    data: parseStored(data),
    metadata: parseStored(metadata),
  }));
}

/** The appends of each stream in their order, those of different streams in any. */
export const interleaved = (streams: readonly (readonly (readonly LoggedEvent[])[])[]): fc.Arbitrary<LoggedEvent[]> => {
  const turns = streams.flatMap((appends, i) => appends.map(() => i));
  return fc.shuffledSubarray(turns, { minLength: turns.length }).map((order) => {
    const next = streams.map(() => 0);
    return order.flatMap((i) => streams[i]?.[next[i]!++] ?? []);
  });
};
