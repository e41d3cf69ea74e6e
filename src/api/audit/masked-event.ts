/** An event as the auditor sees it: decoded, with every sealed value masked. */
import type { BindingEvents, SealedApplicant } from '../../../domain/binding/events.js';
import type { Actor } from '../../../domain/binding/metadata.js';
import type { Sealed } from '../../../domain/sealed.js';
import type { JsonObject, StoredEvent } from '../../../eventstore/port.js';
import { parseStudent, shownApplicant, shownStudent } from '../case/case-values.js';
import type { PersonalDataService, SealedValue } from '../../people/privacy/personal-data.js';

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
  const studentId = String(events[0]?.data['studentId'] ?? '');
  const opened = await personalData.openWhatIsLeft(events.flatMap((event) => sealedValues(event, studentId)));
  let next = 0;
  const take = (): string | null => opened[next++] ?? null;
  return events.map((event) => view(event, masked(event, take)));
}

/** In the order in which `masked` takes them. */
function sealedValues({ stream, type, data }: StoredEvent, studentId: string): SealedValue[] {
  if (type in STUDENT_EVENTS) {
    return [{ sealed: String(data['student']), context: { stream, subject: studentId, field: 'student' } }];
  }
  return formsOf(type, data).flatMap(({ applicantId, values }) =>
    given(values).map((field) => ({
      sealed: values[field] ?? '',
      context: { stream, subject: applicantId, field },
    })),
  );
}

/** Events that show the student's name and number. */
const STUDENT_EVENTS: Readonly<Record<string, true>> = { BindingRequestOpened: true, StudentInfoCorrected: true };
/** Free text, and what says more than the auditor needs. */
const HIDDEN_FIELDS = ['note', 'reason', 'changes'] as const;

type Values = Partial<Record<(typeof APPLICANT_FIELDS)[number], Sealed>>;

function formsOf(type: string, data: JsonObject): readonly { readonly applicantId: string; readonly values: Values }[] {
  if (type === 'ApplicationFilled')
    return applicantsOf(data).map((values) => ({ applicantId: values.applicantId, values }));
  if (type !== 'ApplicantAmended') return [];
  const { applicantId, changed } = data as unknown as BindingEvents['ApplicantAmended'];
  return [{ applicantId, values: changed }];
}

function given(values: Values): readonly (typeof APPLICANT_FIELDS)[number][] {
  return APPLICANT_FIELDS.filter((field) => values[field] !== undefined);
}

function masked({ type, data }: StoredEvent, take: () => string | null): JsonObject {
  const hidden = {
    ...data,
    ...Object.fromEntries(HIDDEN_FIELDS.filter((name) => name in data).map((name) => [name, HIDDEN_TEXT])),
  };
  if (type in STUDENT_EVENTS) return { ...hidden, student: shownStudent(parseStudent(take()), 'auditor') };
  const shown = formsOf(type, data).map(({ values }) => ({ ...values, ...maskedValues(values, take) }));
  if (type === 'ApplicationFilled') return { ...hidden, applicants: shown };
  return type === 'ApplicantAmended' ? { ...hidden, changed: shown[0] ?? {} } : hidden;
}

/** Only what is there: an amendment names what was changed. */
function maskedValues(values: Values, take: () => string | null): object {
  const opened = Object.fromEntries(given(values).map((field) => [field, take()]));
  const { name = null, idNumber = null, mobile = null, email = null } = opened;
  const shown = shownApplicant({ name, idNumber, mobile, email }, 'auditor', undefined);
  return Object.fromEntries(given(values).map((field) => [field, shown[field]]));
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
