/** One pupil, two parents and a school to write specs with. Times: Monday 2026-11-02, 10:00 in Taipei. */
import type { BindingCommands, Command, CommandOf, CommandType } from '../../domain/binding/commands.js';
import type { BindingEvent, BindingEvents, BindingEventType, SealedApplicant } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import type { Facts, Grant } from '../../domain/binding/facts.js';
import { accountIdOf, applicantIdOf, caseNumber, requestIdOf } from '../../domain/binding/identifiers.js';
import type { Relation, Role } from '../../domain/binding/vocabulary.js';

export const STUDENT = '00000000-0000-4000-8000-000000000001';
export const LOGIN = '00000000-0000-4000-8000-000000000002';
export const REQUEST = requestIdOf(STUDENT, LOGIN, 0);
export const FATHER = applicantIdOf('command-filled', 0);
export const MOTHER = applicantIdOf('command-filled', 1);
export const TEXT = '2020-08-20-r1';
export const TEXT_SHA256 = 'ab'.repeat(32);

export const NOW = '2026-11-02T02:00:00.000Z';
/** End of the 30th day after NOW. */
export const UNFINISHED = '2026-12-02T15:59:59.999Z';
/** End of the 5th, 10th and 15th working day after NOW. */
export const REVIEW = '2026-11-09T15:59:59.999Z';
export const SECOND_REVIEW = '2026-11-16T15:59:59.999Z';
export const THIRD_REVIEW = '2026-11-23T15:59:59.999Z';
/** End of the 10th working day after NOW. */
export const EMAIL_TAKEN = '2026-11-16T15:59:59.999Z';
export const ACCOUNT_DUE = '2026-11-03T02:00:00.000Z';
/** Nine in the morning in Taipei of the 7th day, and of the 14th after that. */
export const REMINDER = '2026-11-09T01:00:00.000Z';
export const SECOND_REMINDER = '2026-11-23T01:00:00.000Z';
/** Nine in the morning of the next working day. */
export const REVIEW_REMINDER = '2026-11-03T01:00:00.000Z';
/** End of the 10th working day after NOW: to correct, and to hand the paper form in. */
export const CORRECTION = EMAIL_TAKEN;

// People

export const parent: Actor = { id: LOGIN, role: 'parent' };
export const teacher: Actor = { id: 'staff-teacher', role: 'class-teacher' };
export const registrar: Actor = { id: 'staff-registrar', role: 'registrar' };
export const director: Actor = { id: 'staff-director', role: 'director' };
export const administrator: Actor = { id: 'staff-administrator', role: 'administrator' };
export const system: Actor = { id: 'system', role: 'system' };

export function applicant(relation: Relation, overrides: Partial<SealedApplicant> = {}): SealedApplicant {
  return {
    applicantId: relation === 'mother' ? MOTHER : FATHER,
    relation,
    personRef: `person-${relation}`,
    emailRef: `email-${relation}`,
    name: `sealed-name-${relation}`,
    idNumber: `sealed-id-${relation}`,
    mobile: `sealed-mobile-${relation}`,
    email: `sealed-email-${relation}`,
    ...overrides,
  };
}

// Facts

/** What is known about an ordinary pupil of class 301 of T99; `role` is the actor's, with its rights. */
export function facts(overrides: Partial<Facts> = {}, role: Role = 'parent'): Facts {
  return {
    now: NOW,
    student: {
      studentId: STUDENT,
      schoolId: 'T99',
      classId: 'T99-301',
      enrolment: 'enrolled',
      rosterVersion: 7,
      restricted: false,
      personRef: 'person-student',
    },
    reviewers: {
      'class-teacher': [{ staffId: teacher.id, personRef: 'person-teacher', tied: false }],
      registrar: [{ staffId: registrar.id, personRef: 'person-registrar', tied: false }],
      director: [{ staffId: director.id, personRef: 'person-director', tied: false }],
    },
    actor: { grants: grantsOf(role), personRef: `person-${role}-acting`, tied: false },
    boundPersonRefs: [],
    consentText: { version: TEXT, sha256: TEXT_SHA256 },
    calendarVersion: 'mon-fri-1',
    policyVersion: '1',
    ...overrides,
  };
}

function grantsOf(role: Role): readonly Grant[] {
  if (role === 'class-teacher') return [{ role, schoolId: 'T99', classId: 'T99-301' }];
  if (role === 'registrar' || role === 'director') return [{ role, schoolId: 'T99' }];
  return [];
}

// Events

const CLOCK = { expiresAt: UNFINISHED, remindAt: REMINDER } as const;

type Defaults = { readonly [T in BindingEventType]: BindingEvents[T] };

const DEFAULTS: Defaults = {
  BindingRequestOpened: {
    caseNumber: caseNumber('T99', REQUEST),
    schoolId: 'T99',
    studentId: STUDENT,
    classId: 'T99-301',
    loginId: LOGIN,
    channel: 'online',
    policyVersion: '1',
    rosterVersion: 7,
    student: 'sealed-student',
    ...CLOCK,
  },
  StudentInfoConfirmed: { shownVersion: 7, ...CLOCK },
  StudentInfoDisputed: { note: 'sealed-note', holder: 'registrar', dueAt: REVIEW },
  DisputeEscalated: { holder: 'director', dueAt: SECOND_REVIEW, from: 'registrar' },
  StudentInfoCorrected: {
    changes: 'sealed-changes',
    rosterVersion: 8,
    classId: 'T99-301',
    student: 'sealed-student-corrected',
    ...CLOCK,
  },
  StudentInfoKept: { note: 'sealed-note', ...CLOCK },
  ConsentGiven: { textVersion: TEXT, textSha256: TEXT_SHA256, method: 'online', ...CLOCK },
  ConsentRefused: { textVersion: TEXT, textSha256: TEXT_SHA256, decision: 'agree', method: 'online' },
  ApplicationFilled: { mode: 'one-parent', applicants: [applicant('father')], ...CLOCK },
  ApplicantAmended: { applicantId: FATHER, changed: { mobile: 'sealed-mobile-new' }, ...CLOCK },
  EmailProven: { applicantId: FATHER, emailRef: 'email-father' },
  EvidenceAdded: {
    applicantId: FATHER,
    evidenceId: 'evidence-1',
    sha256: 'cd'.repeat(32),
    type: 'image/jpeg',
    size: 12_345,
  },
  EvidenceRemoved: { applicantId: FATHER, evidenceId: 'evidence-1' },
  PaperFormReceived: { applicantId: FATHER, documents: ['application-form'], reviewDueAt: REVIEW },
  SignedConsentSent: {
    applicantIds: [FATHER],
    textVersion: TEXT,
    dossierRevisions: { [FATHER]: 3 },
    holder: 'class-teacher',
    reviewDueAt: REVIEW,
    remindAt: REVIEW_REMINDER,
  },
  ApplicationRecalled: { applicantIds: [FATHER], ...CLOCK },
  ReviewReassigned: {
    applicantIds: [FATHER],
    holder: 'class-teacher',
    reviewDueAt: REVIEW,
    remindAt: REVIEW_REMINDER,
    classId: 'T99-302',
    rosterVersion: 8,
  },
  ReviewTakenOver: {
    applicantIds: [FATHER],
    holder: 'registrar',
    reviewDueAt: REVIEW,
    remindAt: REVIEW_REMINDER,
    reason: 'sealed-reason',
  },
  RequestReminderDue: { kind: 'unfinished', nth: 1, nextAt: SECOND_REMINDER },
  ReviewReminderDue: { kind: 'review', nth: 1, applicantIds: [FATHER], holder: 'class-teacher' },
  ReviewEscalated: {
    applicantIds: [FATHER],
    holder: 'registrar',
    reviewDueAt: SECOND_REVIEW,
    remindAt: '2026-11-10T01:00:00.000Z',
    from: 'class-teacher',
  },
  ApplicantApproved: { applicantId: FATHER, dossierRevision: 4, formChecked: true, effectiveAt: NOW },
  ApplicantRejected: { applicantId: FATHER, dossierRevision: 4, reasonCode: 'form-mismatch' },
  CorrectionRequested: {
    applicantId: FATHER,
    dossierRevision: 4,
    fields: ['mobile'],
    reasonCode: 'contact-wrong',
    dueAt: CORRECTION,
  },
  ReviewDecisionRefused: { applicantId: FATHER, decision: 'approve', dossierRevision: 4, code: 'own-child' },
  AccountCreationStarted: {
    applicantId: FATHER,
    accountId: accountIdOf(REQUEST, FATHER),
    attempt: 1,
    dueAt: ACCOUNT_DUE,
  },
  AccountCreated: { applicantId: FATHER, accountId: accountIdOf(REQUEST, FATHER) },
  AccountLinked: { applicantId: FATHER, accountId: 'account-of-before' },
  ApplicantEmailTaken: { applicantId: FATHER, dueAt: EMAIL_TAKEN },
  AccountCreationFailed: { applicantId: FATHER, reason: 'provider-unreachable' },
  AccountAbandoned: { applicantId: FATHER, reason: 'sealed-reason' },
  AccountReleased: { applicantId: FATHER, accountId: accountIdOf(REQUEST, FATHER), disabled: true },
  ApplicantWithdrawn: { applicantId: FATHER, ground: 'asked' },
  DeadlinesShifted: { reason: 'closed-day', calendarVersion: 'mon-fri-1', applicants: [] },
  PersonalDataErased: { subjectId: FATHER, ground: 'asked' },
  ApplicantExpired: { applicantId: FATHER, kind: 'unfinished' },
  BindingRequestClosed: { outcome: 'completed', results: [{ applicantId: FATHER, state: 'account-created' }] },
};

function builder<T extends BindingEventType>(type: T) {
  return (overrides: Partial<BindingEvents[T]> = {}): Extract<BindingEvent, { type: T }> =>
    // TypeScript cannot follow a type parameter through the union of events.
    ({ type, data: { ...DEFAULTS[type], ...overrides } }) as unknown as Extract<BindingEvent, { type: T }>;
}

export const opened = builder('BindingRequestOpened');
export const studentInfoConfirmed = builder('StudentInfoConfirmed');
export const consentGiven = builder('ConsentGiven');
export const consentRefused = builder('ConsentRefused');
export const applicationFilled = builder('ApplicationFilled');
export const signedConsentSent = builder('SignedConsentSent');
export const reviewEscalated = builder('ReviewEscalated');
export const applicantApproved = builder('ApplicantApproved');
export const applicantRejected = builder('ApplicantRejected');
export const reviewDecisionRefused = builder('ReviewDecisionRefused');
export const accountCreationStarted = builder('AccountCreationStarted');
export const accountCreated = builder('AccountCreated');
export const accountLinked = builder('AccountLinked');
export const applicantEmailTaken = builder('ApplicantEmailTaken');
export const accountCreationFailed = builder('AccountCreationFailed');
export const studentInfoDisputed = builder('StudentInfoDisputed');
export const disputeEscalated = builder('DisputeEscalated');
export const studentInfoCorrected = builder('StudentInfoCorrected');
export const studentInfoKept = builder('StudentInfoKept');
export const applicantAmended = builder('ApplicantAmended');
export const emailProven = builder('EmailProven');
export const evidenceAdded = builder('EvidenceAdded');
export const evidenceRemoved = builder('EvidenceRemoved');
export const paperFormReceived = builder('PaperFormReceived');
export const applicationRecalled = builder('ApplicationRecalled');
export const reviewReassigned = builder('ReviewReassigned');
export const reviewTakenOver = builder('ReviewTakenOver');
export const requestReminderDue = builder('RequestReminderDue');
export const reviewReminderDue = builder('ReviewReminderDue');
export const correctionRequested = builder('CorrectionRequested');
export const accountAbandoned = builder('AccountAbandoned');
export const accountReleased = builder('AccountReleased');
export const applicantWithdrawn = builder('ApplicantWithdrawn');
export const deadlinesShifted = builder('DeadlinesShifted');
export const personalDataErased = builder('PersonalDataErased');
export const applicantExpired = builder('ApplicantExpired');
export const bindingRequestClosed = builder('BindingRequestClosed');

/** One of each, in the order of the table. */
export const EVENT_BUILDERS = Object.fromEntries(
  Object.keys(DEFAULTS).map((type) => [type, builder(type as BindingEventType)]),
) as { readonly [T in BindingEventType]: ReturnType<typeof builder<T>> };

// The plain path, up to a step (revisions 0 to 4)

export const confirmed = [opened(), studentInfoConfirmed()] as const;
export const consented = [...confirmed, consentGiven()] as const;
export const filled = [...consented, applicationFilled()] as const;
export const sent = [...filled, signedConsentSent()] as const;

export const bothFilled = [
  ...consented,
  applicationFilled({ mode: 'two-parents', applicants: [applicant('father'), applicant('mother')] }),
] as const;
export const bothSent = [
  ...bothFilled,
  signedConsentSent({ applicantIds: [FATHER, MOTHER], dossierRevisions: { [FATHER]: 3, [MOTHER]: 3 } }),
] as const;

// Commands

interface How {
  readonly commandId?: string;
  readonly by?: Actor;
  readonly ifRevision?: readonly number[];
}

function command<T extends CommandType>(type: T, data: BindingCommands[T], by: Actor, how: How): CommandOf<T> {
  const commandId = how.commandId ?? `command-of-${type}`;
  const condition = how.ifRevision && { ifRevision: how.ifRevision };
  const made = { type, requestId: REQUEST, commandId, actor: how.by ?? by, channel: 'online', data, ...condition };
  return made as Command as CommandOf<T>;
}

/** A builder of commands: data that differs from the plain path, then who and which. */
function commandBuilder<T extends CommandType>(type: T, data: BindingCommands[T], by: Actor) {
  return (overrides: Partial<BindingCommands[T]> = {}, how: How = {}): CommandOf<T> =>
    command(type, { ...data, ...overrides }, by, how);
}

export const open = commandBuilder(
  'Open',
  { caseNumber: caseNumber('T99', REQUEST), studentId: STUDENT, loginId: LOGIN, student: 'sealed-student' },
  parent,
);
export const confirmStudentInfo = commandBuilder('ConfirmStudentInfo', { correct: true, shownVersion: 7 }, parent);
export const answerConsent = commandBuilder(
  'AnswerConsent',
  { decision: 'agree', intent: 'apply', textVersion: TEXT, method: 'online' },
  parent,
);
export const fillApplication = commandBuilder(
  'FillApplication',
  { mode: 'one-parent', applicants: [applicant('father')] },
  parent,
);
export const signAndSend = commandBuilder('SignAndSend', { dossierRevisions: { [FATHER]: 3, [MOTHER]: 3 } }, parent);
export const approve = commandBuilder(
  'Approve',
  { applicantId: FATHER, dossierRevision: 4, formChecked: true },
  teacher,
);
export const reject = commandBuilder(
  'Reject',
  { applicantId: FATHER, dossierRevision: 4, reasonCode: 'form-mismatch' },
  teacher,
);
export const passDeadline = commandBuilder('PassDeadline', { kind: 'review', dueAt: REVIEW }, system);
export const recordAccount = commandBuilder(
  'RecordAccount',
  {
    applicantId: FATHER,
    accountId: accountIdOf(REQUEST, FATHER),
    attempt: 1,
    outcome: { kind: 'created', accountId: accountIdOf(REQUEST, FATHER) },
  },
  system,
);
export const releaseAccount = commandBuilder(
  'ReleaseAccount',
  { applicantId: FATHER, accountId: accountIdOf(REQUEST, FATHER), attempt: 1, disabled: true },
  system,
);
export const disputeStudentInfo = commandBuilder('DisputeStudentInfo', { note: 'sealed-note' }, parent);
export const correctStudentInfo = commandBuilder(
  'CorrectStudentInfo',
  { changes: 'sealed-changes', student: 'sealed-student-corrected' },
  registrar,
);
export const keepStudentInfo = commandBuilder('KeepStudentInfo', { note: 'sealed-note' }, registrar);
export const amendApplicant = commandBuilder(
  'AmendApplicant',
  { applicantId: FATHER, changed: { mobile: 'sealed-mobile-new' } },
  parent,
);
export const proveEmail = commandBuilder('ProveEmail', { applicantId: FATHER, emailRef: 'email-father' }, parent);
export const addEvidence = commandBuilder('AddEvidence', DEFAULTS.EvidenceAdded, parent);
export const removeEvidence = commandBuilder('RemoveEvidence', DEFAULTS.EvidenceRemoved, parent);
export const recordPaperForm = commandBuilder(
  'RecordPaperForm',
  { applicantId: FATHER, documents: ['application-form'] },
  teacher,
);
export const recall = commandBuilder('Recall', { applicantIds: [FATHER] }, parent);
export const withdraw = commandBuilder('Withdraw', {}, parent);
export const requestCorrection = commandBuilder(
  'RequestCorrection',
  { applicantId: FATHER, dossierRevision: 4, fields: ['mobile'], reasonCode: 'contact-wrong' },
  teacher,
);
export const takeOver = commandBuilder('TakeOver', { reason: 'sealed-reason' }, registrar);
export const retryAccount = commandBuilder('RetryAccount', { applicantId: FATHER }, administrator);
export const abandonAccount = commandBuilder(
  'AbandonAccount',
  { applicantId: FATHER, reason: 'sealed-reason' },
  administrator,
);
export const rosterChanged = commandBuilder('RosterChanged', { rosterVersion: 8 }, system);
export const shiftDeadlines = commandBuilder('ShiftDeadlines', { closedDay: '2026-11-05' }, system);
export const erase = commandBuilder('Erase', { subjectId: FATHER, ground: 'asked' }, administrator);
