/** The shape of every event on the wire: writers are held to it before they append, readers before they fold. */
import { isDeclared, misshapenIn } from '../../event-declaration/event.js';
import { text, type Field, type Fields } from '../../event-declaration/fields.js';
import { BINDING_EVENTS, type BindingEventType } from '../events.js';

const ACTOR: Field<object> = { kind: 'object' };
const METADATA: Fields = { commandId: text(), at: text(), actor: ACTOR };

export function isKnownType(type: string): type is BindingEventType {
  return isDeclared(BINDING_EVENTS, type);
}

/**
 * The first field of an event that is not of its kind, as `data-method` or `metadata-at`; undefined when there is none.
 * Only required fields are checked. The data of an unknown type are not checked.
 */
export function misshapenField({ type, data, metadata }: WireEvent): `${'metadata' | 'data'}-${string}` | undefined {
  const inMetadata = misshapenIn(METADATA, metadata);
  if (inMetadata !== undefined) return `metadata-${inMetadata}`;
  const inData = isKnownType(type) ? misshapenIn(BINDING_EVENTS[type].fields, data) : undefined;
  return inData === undefined ? undefined : `data-${inData}`;
}

interface WireEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}
