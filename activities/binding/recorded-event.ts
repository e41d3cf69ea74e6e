import type { AuditedEvent } from '../../domain/binding/recheck/rebuild-command.js';
import { CURRENT_SCHEMA_VERSION, type RecordedBindingEvent } from '../../domain/binding/events.js';
import type { EventMetadata } from '../../domain/binding/metadata.js';
import { isKnownType } from '../../domain/binding/stored-events/event-shapes.js';
import { parsed } from '../../domain/parsed.js';
import { upcast } from '../../domain/binding/stored-events/upcasters.js';
import { chainOf } from '../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../eventstore/port.js';

/** Where it stands in the whole log does not matter here. */
type Stored = Pick<StoredEvent, 'type' | 'revision' | 'data' | 'metadata'>;

/** A stored event in the shape the rules know today, whatever version wrote it. */
export function recorded(event: Stored): RecordedBindingEvent {
  const { commandId, at, actor, schemaVersion } = parsed<EventMetadata>(event.metadata);
  const { type, revision } = event;
  const data = upcast(type, schemaVersion, event.data);
  return parsed({ type, data, revision, metadata: { commandId, at, actor } });
}

/** A later release has written to the stream: a worker of that release may take the command. */
export class NewerEvent extends Error {
  override readonly name = 'NewerEvent';
  constructor(readonly code: string) {
    super('an event of a later release cannot be read');
  }
}

/** As `recorded`, for who decides on it: nothing may be left out. @throws NewerEvent */
export function recordedInFull(event: Stored): RecordedBindingEvent {
  const { type, metadata } = event;
  const { schemaVersion } = parsed<EventMetadata>(metadata);
  if (!isKnownType(type) || schemaVersion > CURRENT_SCHEMA_VERSION) throw new NewerEvent(`${type}-${schemaVersion}`);
  return recorded(event);
}

/** As `recorded`, with what the metadata say of the decision: for who checks it. */
export function audited(event: Stored): AuditedEvent {
  const { $correlationId, channel, facts, ...metadata } = parsed<EventMetadata>(event.metadata);
  const { commandId, at, actor } = metadata;
  return { ...recorded(event), metadata: { commandId, $correlationId, at, actor, channel, facts: facts ?? {} } };
}

/** @throws Error if the event has no chain: nothing of ours wrote it. */
export function chainOfStored(event: StoredEvent): string {
  const chain = chainOf(event);
  if (chain === undefined) throw new Error(`${event.stream}: the event at revision ${event.revision} has no chain`);
  return chain;
}
