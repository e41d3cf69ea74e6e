/** Events of a school → what the log stores, in as many appends as the log's bound asks for. */
import type { Actor } from '../../../../domain/binding/metadata.js';
import { SCHOOL_SCHEMA_VERSION, type SchoolEvent } from '../../../../domain/school/events.js';
import { seal, type Sealing } from '../../../../eventstore/chain/envelope.js';
import { NO_STREAM } from '../../../../eventstore/port.js';
import type { StreamEnd } from './catch-up.js';
import type { ImportMark } from './stored-event.js';

/** Who says it, when, by which command. */
export interface Said {
  readonly commandId: string;
  readonly actor: Actor;
  readonly at: string;
  readonly import?: ImportMark;
}

/** An append holds a million bytes at most; the largest event of an import has about two thousand. */
const EVENTS_AN_APPEND = 300;

export function* sealSchoolEvents(
  stream: string,
  from: StreamEnd,
  said: Said,
  events: readonly SchoolEvent[],
): Generator<Sealing> {
  let { revision, chain } = from;
  for (let first = 0; first < events.length; first += EVENTS_AN_APPEND) {
    const batch = events
      .slice(first, first + EVENTS_AN_APPEND)
      .map((event) => ({ ...event, metadata: metadata(said) }));
    const sealing = seal(stream, revision + 1, revision === NO_STREAM ? null : chain, batch);
    yield sealing;
    revision += batch.length;
    chain = sealing.chain;
  }
}

function metadata({ commandId, actor, at, import: mark }: Said): object {
  return {
    commandId,
    $correlationId: mark?.id ?? commandId,
    $causationId: commandId,
    actor,
    channel: 'online',
    at,
    schemaVersion: SCHOOL_SCHEMA_VERSION,
    facts: {},
    ...(mark && { import: mark }),
  };
}
