/** The shape of every event on the wire: writers are held to it before they append, readers before they fold. */
import type { BindingEventType } from '../events.js';

type Shape = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'array' | 'object'>>;

/** What a reader may rely on. Optional fields are not listed; more fields than these are welcome. */
const shapes: { readonly [T in BindingEventType]: Shape } = {
  BindingRequestOpened: {
    caseNumber: 'string',
    schoolId: 'string',
    studentId: 'string',
    classId: 'string',
    loginId: 'string',
    channel: 'string',
    policyVersion: 'string',
    rosterVersion: 'number',
    student: 'string',
    expiresAt: 'string',
  },
  StudentInfoConfirmed: { shownVersion: 'number', expiresAt: 'string' },
  StudentInfoDisputed: { note: 'string', holder: 'string', dueAt: 'string' },
  DisputeEscalated: { holder: 'string', from: 'string' },
  StudentInfoCorrected: {
    changes: 'string',
    rosterVersion: 'number',
    classId: 'string',
    student: 'string',
    expiresAt: 'string',
  },
  StudentInfoKept: { note: 'string', expiresAt: 'string' },
  ConsentGiven: { textVersion: 'string', textSha256: 'string', method: 'string', expiresAt: 'string' },
  ConsentRefused: { textVersion: 'string', textSha256: 'string', decision: 'string', method: 'string' },
  ApplicationFilled: { mode: 'string', applicants: 'array', expiresAt: 'string' },
  SignedConsentSent: {
    applicantIds: 'array',
    textVersion: 'string',
    dossierRevisions: 'object',
    holder: 'string',
    reviewDueAt: 'string',
  },
  ApplicantAmended: { applicantId: 'string', changed: 'object' },
  EmailProven: { applicantId: 'string', emailRef: 'string' },
  EvidenceAdded: { applicantId: 'string', evidenceId: 'string', sha256: 'string', type: 'string', size: 'number' },
  EvidenceRemoved: { applicantId: 'string', evidenceId: 'string' },
  PaperFormReceived: { applicantId: 'string', documents: 'array' },
  ApplicationRecalled: { applicantIds: 'array', expiresAt: 'string' },
  ReviewReassigned: { applicantIds: 'array', holder: 'string', classId: 'string', rosterVersion: 'number' },
  ReviewTakenOver: { applicantIds: 'array', holder: 'string', reason: 'string' },
  RequestReminderDue: { kind: 'string', nth: 'number' },
  ReviewReminderDue: { kind: 'string', nth: 'number', applicantIds: 'array', holder: 'string' },
  ReviewEscalated: { applicantIds: 'array', holder: 'string', from: 'string' },
  ApplicantApproved: {
    applicantId: 'string',
    dossierRevision: 'number',
    formChecked: 'boolean',
    effectiveAt: 'string',
  },
  ApplicantRejected: { applicantId: 'string', dossierRevision: 'number', reasonCode: 'string' },
  CorrectionRequested: {
    applicantId: 'string',
    dossierRevision: 'number',
    fields: 'array',
    reasonCode: 'string',
    dueAt: 'string',
  },
  ReviewDecisionRefused: { applicantId: 'string', decision: 'string', dossierRevision: 'number', code: 'string' },
  AccountCreationStarted: { applicantId: 'string', accountId: 'string', attempt: 'number', dueAt: 'string' },
  AccountCreated: { applicantId: 'string', accountId: 'string' },
  AccountLinked: { applicantId: 'string', accountId: 'string' },
  ApplicantEmailTaken: { applicantId: 'string', dueAt: 'string' },
  AccountCreationFailed: { applicantId: 'string', reason: 'string' },
  AccountAbandoned: { applicantId: 'string', reason: 'string' },
  ApplicantWithdrawn: { applicantId: 'string', ground: 'string' },
  DeadlinesShifted: { calendarVersion: 'string', applicants: 'array' },
  PersonalDataErased: { subjectId: 'string', ground: 'string' },
  ApplicantExpired: { applicantId: 'string', kind: 'string' },
  BindingRequestClosed: { outcome: 'string', results: 'array' },
};

const metadataShape: Shape = { commandId: 'string', at: 'string', actor: 'object' };

export function isKnownType(type: string): type is BindingEventType {
  return Object.hasOwn(shapes, type);
}

/**
 * The first field of an event that is not of its kind, as `data-method` or `metadata-at`; undefined when there is none.
 * A type that is not known has no data to be checked.
 */
export function misshapenField({ type, data, metadata }: WireEvent): `${'metadata' | 'data'}-${string}` | undefined {
  const inMetadata = wrongField(metadata, metadataShape);
  if (inMetadata !== undefined) return `metadata-${inMetadata}`;
  const inData = isKnownType(type) ? wrongField(data, shapes[type]) : undefined;
  return inData === undefined ? undefined : `data-${inData}`;
}

interface WireEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

function wrongField(object: object, shape: Shape): string | undefined {
  const fields = object as Readonly<Record<string, unknown>>;
  return Object.keys(shape).find((field) => kindOf(fields[field]) !== shape[field]);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}
