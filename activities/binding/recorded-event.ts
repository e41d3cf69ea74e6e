import type { AuditedEvent } from '../../domain/binding/recheck/rebuild-command.js';
import type { BindingEventType, RecordedBindingEvent } from '../../domain/binding/events.js';
import type { EventMetadata } from '../../domain/binding/metadata.js';
import { upcast } from '../../domain/binding/stored-events/upcasters.js';
import { chainOf } from '../../eventstore/chain/envelope.js';
import type { JsonObject, StoredEvent } from '../../eventstore/port.js';
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

/** Sealed values by event type, also within `applicants` and `changed`. `evolve` never reads them, and a marker in Temporal's history is paid by the byte. */
const SEALED: Partial<Record<BindingEventType, readonly string[]>> = {
  BindingRequestOpened: ['student'],
  ApplicationFilled: ['name', 'idNumber', 'mobile', 'email'],
  ApplicantAmended: ['name', 'idNumber', 'mobile', 'email'],
  StudentInfoDisputed: ['note'],
  StudentInfoCorrected: ['changes', 'student'],
  StudentInfoKept: ['note'],
  ReviewTakenOver: ['reason'],
  ApplicantRejected: ['note'],
  CorrectionRequested: ['note'],
  AccountAbandoned: ['reason'],
  ApplicantWithdrawn: ['reason'],
  BindingRequestClosed: ['reason'],
};

export function lean(event: RecordedBindingEvent): LeanEvent {
  const sealed = SEALED[event.type];
  return sealed ? ({ ...event, data: without(event.data, sealed) } as LeanEvent) : event;
}

function without(data: object, sealed: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(data).flatMap(([field, value]: [string, unknown]) => {
      // That a field was changed is told, not to what.
      if (field === 'changed' && isObject(value)) return [[field, emptied(value, sealed)]];
      if (sealed.includes(field)) return [];
      if (field === 'applicants' && Array.isArray(value))
        return [[field, value.map((one: object) => without(one, sealed))]];
      return [[field, value]];
    }),
  );
}

function emptied(changed: object, sealed: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(changed).map(([field, value]: [string, unknown]) => [field, sealed.includes(field) ? '' : value]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
