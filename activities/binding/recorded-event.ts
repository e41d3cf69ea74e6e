import type { AuditedEvent } from '../../domain/binding/recheck/rebuild-command.js';
import { BINDING_EVENTS, type RecordedBindingEvent } from '../../domain/binding/events.js';
import type { EventMetadata } from '../../domain/binding/metadata.js';
import { hasSealed, withoutSealed } from '../../domain/event-declaration/sealed-values.js';
import { upcast } from '../../domain/binding/stored-events/upcasters.js';
import { chainOf } from '../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../eventstore/port.js';
import type { LeanEvent } from '../../workflows/binding/activity-contract.js';

/** Where it stands in the whole log does not matter here. */
type Stored = Pick<StoredEvent, 'type' | 'revision' | 'data' | 'metadata'>;

/** A stored event in the shape the rules know today, whatever version wrote it. */
export function recorded(event: Stored): RecordedBindingEvent {
  const { commandId, at, actor, schemaVersion } = event.metadata as unknown as EventMetadata;
  const { type, revision } = event;
  const data = upcast(type, schemaVersion, event.data);
  return { type, data, revision, metadata: { commandId, at, actor } } as unknown as RecordedBindingEvent;
}

/** As `recorded`, with what the metadata say of the decision: for who checks it. */
export function audited(event: Stored): AuditedEvent {
  const { $correlationId, channel, facts, ...metadata } = event.metadata as unknown as EventMetadata;
  const { commandId, at, actor } = metadata;
  return { ...recorded(event), metadata: { commandId, $correlationId, at, actor, channel, facts: facts ?? {} } };
}

/** @throws Error if the event has no chain: nothing of ours wrote it. */
export function chainOfStored(event: StoredEvent): string {
  const chain = chainOf(event);
  if (chain === undefined) throw new Error(`${event.stream}: the event at revision ${event.revision} has no chain`);
  return chain;
}

/** Which types carry a sealed value at all. */
const SEALED_TYPES = new Set(
  Object.entries(BINDING_EVENTS).flatMap(([type, { fields }]) => (hasSealed(fields) ? [type] : [])),
);

/** Without its sealed values: `evolve` never reads them, and Temporal's history is paid for by the byte. */
export function lean(event: RecordedBindingEvent): LeanEvent {
  if (!SEALED_TYPES.has(event.type)) return event;
  return { ...event, data: withoutSealed(BINDING_EVENTS[event.type].fields, event.data) } as LeanEvent;
}
