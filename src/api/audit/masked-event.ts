/** An event as the auditor sees it: decoded, with every sealed value masked. */
import { BINDING_EVENTS } from '../../../domain/binding/events.js';
import type { Actor } from '../../../domain/binding/metadata.js';
import { declarationOf } from '../../../domain/event-declaration/event.js';
import type { Mask } from '../../../domain/event-declaration/fields.js';
import { mapSealed } from '../../../domain/event-declaration/sealed-values.js';
import type { JsonObject, StoredEvent } from '../../../eventstore/port.js';
import { DatabaseUnavailable } from '../../../eventstore/sql.js';
import {
  anyObject,
  typed,
  uuid,
  named,
  oneOf,
  optional,
  orNull,
  page,
  shape,
  text,
  time,
  whole,
  type ViewOf,
} from '../http/answers/shape.js';
import { parseStudent, shownApplicant, shownStudent } from '../case/case-values.js';
import type { PersonalDataService, SealedValue } from '../../people/privacy/personal-data.js';
import { SEALED_PREFIX } from '../../people/privacy/sealing.js';

const AUDIT_EVENT = shape({
  stream: text('bindingRequest-1f0c…'),
  revision: whole(0),
  id: uuid(),
  type: text('BindingRequestOpened'),
  at: typed<unknown>(time()),
  actor: typed<Actor>(shape({ id: text(), role: text('parent'), actingFor: optional(text()) })),
  channel: typed<unknown>(text('online')),
  data: anyObject<JsonObject>('Sealed values are masked.'),
  commandId: typed<unknown>(uuid()),
  correlationId: typed<unknown>(uuid()),
  causationId: typed<unknown>(uuid()),
  chain: typed<unknown>(
    orNull(
      text(undefined, 'sha256 over the content and the chain of the event before; null where the event is missing.'),
    ),
  ),
  schemaVersion: typed<unknown>(whole(1)),
  /** How it differs from what the audit trail remembers; absent where it does not. */
  mismatch: optional(oneOf(['altered', 'missing'])),
});
export type AuditEvent = ViewOf<typeof AUDIT_EVENT>;

export const AUDIT_EVENTS = named('AuditEvents', page(AUDIT_EVENT));

/** Free text cannot be masked in part. */
const HIDDEN_TEXT = '***';

/** The events of one stream, from its opening on, with one query for all their keys. @throws DatabaseUnavailable */
export async function maskedEvents(
  personalData: PersonalDataService,
  events: readonly StoredEvent[],
): Promise<readonly AuditEvent[]> {
  const ids = { studentId: events[0]?.data['studentId'] };
  const toOpen: SealedValue[] = [];
  for (const event of events) masked(event, ids, (_mask, value) => toOpen.push(value));
  const opened = await personalData.openWhatIsLeft(toOpen);
  let next = 0;
  return events.map((event) =>
    view(
      event,
      masked(event, ids, (mask) => maskedBy(mask, opened[next++] ?? null)),
    ),
  );
}

/**
 * As `maskedEvents`, also where somebody altered events, so that they need not have any form: of those that cannot be masked no
 * data is shown.
 * @param opening of their stream, which says whose the sealed values are; may be among them
 * @throws DatabaseUnavailable
 */
export async function maskedWhateverTheySay(
  personalData: PersonalDataService,
  opening: StoredEvent,
  events: readonly StoredEvent[],
): Promise<readonly AuditEvent[]> {
  const together = await maskedOrNot(personalData, opening, events);
  if (together) return together;
  const byThemselves = events.map(async (event) => {
    const [shown] = (await maskedOrNot(personalData, opening, [event])) ?? [];
    return shown ?? view(event, {});
  });
  return Promise.all(byThemselves);
}

/** Undefined where one of them cannot be masked. */
async function maskedOrNot(
  personalData: PersonalDataService,
  opening: StoredEvent,
  events: readonly StoredEvent[],
): Promise<readonly AuditEvent[] | undefined> {
  const before = events[0] === opening ? [] : [opening];
  try {
    return (await maskedEvents(personalData, [...before, ...events])).slice(before.length);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    return undefined;
  }
}

/** The data of the event with every sealed value masked as it is declared; `mask` is called in a fixed order. */
function masked(
  { stream, type, data }: StoredEvent,
  ids: JsonObject,
  mask: (mask: Mask, value: SealedValue) => unknown,
): JsonObject {
  const declaration = declarationOf(BINDING_EVENTS, type);
  if (declaration === undefined) return hideSealed(data) as JsonObject;
  return mapSealed(declaration.fields, data, ids, ({ value, sealed: { as, auditor }, subject = '' }) => {
    if (auditor === 'hidden') return HIDDEN_TEXT;
    return mask(auditor, { sealed: value, context: { stream, subject, field: as } });
  });
}

function maskedBy(mask: Mask, opened: string | null): unknown {
  if (mask === 'student') return shownStudent(parseStudent(opened), 'auditor');
  const applicant = { name: null, idNumber: null, mobile: null, email: null, [mask]: opened };
  return shownApplicant(applicant, 'auditor', undefined)[mask];
}

/** Of a type that this release does not know: a sealed value is known by its beginning. */
function hideSealed(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(SEALED_PREFIX) ? HIDDEN_TEXT : value;
  if (Array.isArray(value)) return value.map(hideSealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hideSealed(one)]));
}

function view({ stream, revision, id, type, metadata }: StoredEvent, data: JsonObject): AuditEvent {
  const { at, actor, channel, commandId, $correlationId, $causationId, chain, schemaVersion } = metadata;
  return {
    stream,
    revision,
    id,
    type,
    at,
    actor: actor as Actor,
    channel,
    data,
    commandId,
    correlationId: $correlationId,
    causationId: $causationId,
    chain,
    schemaVersion,
  };
}
