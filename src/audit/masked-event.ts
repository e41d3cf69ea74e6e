/** An event as the auditor sees it: decoded, with every sealed value masked. */
import type { Actor, BindingEvents, SealedApplicant } from '../../domain/binding/events.js';
import type { JsonObject, StoredEvent } from '../../eventstore/port.js';
import { parseStudent, shownApplicant, shownStudent } from '../parents/case-values.js';
import type { PersonalDataService, SealedValue } from '../privacy/personal-data.js';

export interface AuditEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly at: unknown;
  readonly actor: Actor;
  readonly channel: unknown;
  readonly data: JsonObject;
  readonly commandId: unknown;
  readonly correlationId: unknown;
  readonly causationId: unknown;
  readonly chain: unknown;
  readonly schemaVersion: unknown;
}

/** Free text cannot be masked in part. */
const HIDDEN_TEXT = '***';
const APPLICANT_FIELDS = ['name', 'idNumber', 'mobile', 'email'] as const;

/** The events of one stream with one query for all their keys. @throws DatabaseUnavailable */
export async function maskedEvents(
  personalData: PersonalDataService,
  events: readonly StoredEvent[],
): Promise<readonly AuditEvent[]> {
  const opened = await personalData.openWhatIsLeft(events.flatMap(sealedValues));
  let next = 0;
  const take = (): string | null => opened[next++] ?? null;
  return events.map((event) => view(event, masked(event, take)));
}

/** In the order in which `masked` takes them. */
function sealedValues({ stream, type, data }: StoredEvent): SealedValue[] {
  if (type === 'BindingRequestOpened') {
    const { student, studentId } = data as BindingEvents['BindingRequestOpened'];
    return [{ sealed: student, context: { stream, subject: studentId, field: 'student' } }];
  }
  if (type !== 'ApplicationFilled') return [];
  return applicantsOf(data).flatMap((applicant) =>
    APPLICANT_FIELDS.map((field) => ({
      sealed: applicant[field],
      context: { stream, subject: applicant.applicantId, field },
    })),
  );
}

function masked({ type, data }: StoredEvent, take: () => string | null): JsonObject {
  if (type === 'BindingRequestOpened') return { ...data, student: shownStudent(parseStudent(take()), 'auditor') };
  if (type === 'ApplicationFilled')
    return { ...data, applicants: applicantsOf(data).map((applicant) => maskedApplicant(applicant, take)) };
  return 'note' in data ? { ...data, note: HIDDEN_TEXT } : data;
}

function maskedApplicant(applicant: SealedApplicant, take: () => string | null): object {
  const [name = null, idNumber = null, mobile = null, email = null] = APPLICANT_FIELDS.map(() => take());
  return { ...applicant, ...shownApplicant({ name, idNumber, mobile, email }, 'auditor', undefined) };
}

function applicantsOf(data: JsonObject): readonly SealedApplicant[] {
  return (data as unknown as BindingEvents['ApplicationFilled']).applicants;
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
