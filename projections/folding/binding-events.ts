/** From the log's words to the domain's: the one place where a stored event becomes a RecordedBindingEvent. */
import { isKnownType, misshapenField } from '../../domain/binding/stored-events/event-shapes.js';
import { CURRENT_SCHEMA_VERSION, type RecordedBindingEvent } from '../../domain/binding/events.js';
import { parsed } from '../../domain/parsed.js';
import { upcast } from '../../domain/binding/stored-events/upcasters.js';
import type { StoredEvent } from '../../eventstore/port.js';
import { PoisonEvent } from './read-model.js';

export const BINDING_CATEGORY = 'bindingRequest';
const PREFIX = `${BINDING_CATEGORY}-`;

/** An event of a binding request, with the request it belongs to. */
export type BindingStreamEvent = RecordedBindingEvent & { readonly requestId: string };

/**
 * Reads an event of a `bindingRequest-…` stream. A type that this release does not know keeps its name and comes through:
 * every fold takes it as "nothing changed but the revision".
 * @throws PoisonEvent for a known type of another shape, or of a schema version that only a later release can read.
 */
export function readBindingEvent(stored: StoredEvent): BindingStreamEvent {
  const { type, metadata, revision } = stored;
  const version = schemaVersionOf(stored);
  if (isKnownType(type) && version > CURRENT_SCHEMA_VERSION) throw new PoisonEvent('newer-schema');
  const data = upcast(type, version, stored.data);
  const field = misshapenField({ type, data, metadata });
  if (field !== undefined) throw new PoisonEvent(`misshapen-${field}`);
  const event = parsed<RecordedBindingEvent>({ type, data, metadata, revision });
  return { ...event, requestId: requestIdOf(stored.stream) };
}

/** Events always carry it; without one it can only be the first version. */
function schemaVersionOf({ metadata }: StoredEvent): number {
  const version = metadata['schemaVersion'];
  return typeof version === 'number' ? version : 1;
}

/** `bindingRequest-1b4e…` → `1b4e…`. @throws for a stream of another category: a bug of the caller. */
export function requestIdOf(stream: string): string {
  if (!stream.startsWith(PREFIX)) throw new Error('not a stream of a binding request');
  return stream.slice(PREFIX.length);
}
