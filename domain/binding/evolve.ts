import type { BindingEventType, BindingEvents, Instant, RecordedBindingEvent } from './events.js';
import { touchedFields } from './rules/amend-applicant.js';
import {
  isSettled,
  STATE_VERSION,
  type ApplicantState,
  type BindingRequest,
  type BindingState,
  type Reminder,
} from './state.js';
import type { CorrectableField, Holder, ReviewerRole } from './vocabulary.js';

/** State after the event. Total: an unknown type leaves the state as it is but for its commandId. Never reads a sealed value. */
export function evolve(state: BindingState, event: RecordedBindingEvent): BindingState {
  if (state === null) return event.type === 'BindingRequestOpened' ? begun(event) : null;
  const changed = Object.hasOwn(changes, event.type) ? changedBy(state, event) : state;
  return handled(enteredAtTheCounter(changed, event), event);
}

type Recorded<T extends BindingEventType> = Extract<RecordedBindingEvent, { readonly type: T }>;

/** What each event does to a request that exists. */
type Changes = { readonly [T in BindingEventType]: (request: BindingRequest, event: Recorded<T>) => BindingRequest };

const changes: Changes = {
  BindingRequestOpened: (request) => request,

  StudentInfoConfirmed: (request, { data }) => withFamilyClock({ ...request, stage: 'consent' }, data),

  StudentInfoDisputed: (request, { data: { holder, dueAt } }) => ({
    ...withoutFamilyClock(request),
    dispute: { holder, dueAt },
  }),

  DisputeEscalated: (request, { data: { holder, dueAt } }) => ({
    ...request,
    dispute: { holder, ...(dueAt !== undefined && { dueAt }) },
  }),

  StudentInfoCorrected: (request, { data, revision }) =>
    withFamilyClock(
      {
        ...withoutDispute(request),
        classId: data.classId,
        rosterVersion: data.rosterVersion,
        applicants: request.applicants.map((applicant) => ({ ...applicant, dossierRevision: revision })),
      },
      data,
    ),

  StudentInfoKept: (request, { data }) => withFamilyClock(withoutDispute(request), data),

  ConsentGiven: (request, { data, metadata }) =>
    withFamilyClock(
      {
        ...request,
        stage: 'application',
        consent: { textVersion: data.textVersion, textSha256: data.textSha256, method: data.method, at: metadata.at },
      },
      data,
    ),

  // The batch goes on with BindingRequestClosed.
  ConsentRefused: (request) => request,

  ApplicationFilled: (request, { data, revision }) =>
    withFamilyClock(
      {
        ...request,
        stage: 'signature',
        mode: data.mode,
        applicants: data.applicants.map(({ applicantId, relation, personRef, emailRef }) => ({
          applicantId,
          relation,
          personRef,
          emailRef,
          status: 'drafted',
          dossierRevision: revision,
        })),
      },
      data,
    ),

  ApplicantAmended: (request, { data, revision }) =>
    withFamilyClock(
      touch(request, data.applicantId, touchedFields(data.changed), {
        dossierRevision: revision,
        ...referred(data.changed),
      }),
      data,
    ),

  EmailProven: (request, { data }) =>
    data.effectiveAt === undefined
      ? change(request, data.applicantId, { provenEmailRef: data.emailRef })
      : settle(request, data.applicantId, { status: 'approved', provenEmailRef: data.emailRef }),

  EvidenceAdded: (request, { data: { applicantId, ...evidence }, revision, metadata }) =>
    touch(request, applicantId, ['evidence'], {
      dossierRevision: revision,
      evidence: [...evidenceOf(request, applicantId), { ...evidence, at: metadata.at }],
    }),

  EvidenceRemoved: (request, { data: { applicantId, evidenceId }, revision }) =>
    touch(request, applicantId, ['evidence'], {
      dossierRevision: revision,
      evidence: evidenceOf(request, applicantId).filter((one) => one.evidenceId !== evidenceId),
    }),

  PaperFormReceived: (request, { data, metadata }) =>
    startReview(
      mapApplicants(request, [data.applicantId], ({ paperDueAt: _due, paperReminder: _reminder, ...applicant }) => ({
        ...applicant,
        ...(data.reviewDueAt !== undefined && { dueAt: data.reviewDueAt }),
        ...remindedNext(applicant.reminder?.sent ?? 0, data.remindAt),
        paperForm: { documents: data.documents, at: metadata.at },
      })),
    ),

  SignedConsentSent: (request, { data, revision, metadata }) => {
    const sent = mapApplicants(request, data.applicantIds, (applicant) => ({
      ...atRest(applicant),
      status: 'pending-review',
      dossierRevision: revision,
      sentAt: metadata.at,
      holder: data.holder,
      dueAt: data.reviewDueAt,
      ...remindedNext(0, data.remindAt),
      ...(applicant.paperForm === undefined && paperClock(data)),
    }));
    return stopIdleClock({ ...sent, stage: 'review' });
  },

  ApplicationRecalled: (request, { data }) =>
    withFamilyClock(
      mapApplicants(request, data.applicantIds, (applicant) => ({ ...atRest(applicant), status: 'drafted' })),
      data,
    ),

  ReviewReassigned: (request, { data }) => ({
    ...assigned(request, data),
    classId: data.classId,
    rosterVersion: data.rosterVersion,
  }),

  ReviewTakenOver: (request, { data }) => startReview(assigned(request, data)),

  ReviewEscalated: (request, { data }) => assigned(request, data),

  RequestReminderDue: (request, { data: { kind, nth, nextAt, applicantIds } }) =>
    kind === 'unfinished'
      ? { ...withoutReminder(request), ...remindedNext(nth, nextAt) }
      : mapApplicants(request, applicantIds ?? [], ({ paperReminder: _last, ...applicant }) => ({
          ...applicant,
          ...(nextAt !== undefined && { paperReminder: { sent: nth, at: nextAt } }),
        })),

  ReviewReminderDue: (request, { data: { applicantIds, nth, nextAt } }) =>
    mapApplicants(request, applicantIds, ({ reminder: _last, ...applicant }) => ({
      ...applicant,
      ...remindedNext(nth, nextAt),
    })),

  ApplicantApproved: (request, { data, metadata }) =>
    startReview(settle(request, data.applicantId, { status: 'approved', ...decidedBy(metadata.actor.role) })),

  ApplicantRejected: (request, { data, metadata }) =>
    startReview(
      settle(request, data.applicantId, {
        status: 'rejected',
        reasonCode: data.reasonCode,
        ...decidedBy(metadata.actor.role),
      }),
    ),

  CorrectionRequested: (request, { data, metadata }) =>
    startReview(
      settle(request, data.applicantId, {
        status: 'correction-requested',
        reasonCode: data.reasonCode,
        correction: { fields: data.fields, touched: [] },
        dueAt: data.dueAt,
        ...decidedBy(metadata.actor.role),
      }),
    ),

  // A refused decision is recorded for its sender and the auditor; the case stands as it stood.
  ReviewDecisionRefused: (request) => request,

  AccountCreationStarted: (request, { data }) =>
    settle(request, data.applicantId, {
      status: 'account-creating',
      account: { accountId: data.accountId, attempt: data.attempt },
      dueAt: data.dueAt,
    }),

  AccountCreated: (request, { data }) => withAccount(request, data, 'account-created'),
  AccountLinked: (request, { data }) => withAccount(request, data, 'account-linked'),

  ApplicantEmailTaken: (request, { data }) => {
    const taken = request.applicants.find(({ applicantId }) => applicantId === data.applicantId)?.emailRef;
    return settle(request, data.applicantId, {
      status: 'email-taken',
      dueAt: data.dueAt,
      ...(taken !== undefined && { takenEmailRef: taken }),
    });
  },

  AccountCreationFailed: (request, { data }) =>
    settle(request, data.applicantId, { status: 'account-failed', failure: data.reason }),

  AccountAbandoned: (request, { data }) => settle(request, data.applicantId, { status: 'abandoned' }),

  ApplicantWithdrawn: (request, { data }) =>
    stopIdleClock(settle(request, data.applicantId, { status: 'withdrawn', ground: data.ground })),

  ApplicantExpired: (request, { data }) =>
    stopIdleClock(settle(request, data.applicantId, { status: 'expired', expiredBy: data.kind })),

  DeadlinesShifted: (request, { data }) => {
    const { dispute } = request;
    const moved = data.applicants.reduce(
      (before, { applicantId, ...dueAts }) => change(before, applicantId, dueAts),
      request,
    );
    return dispute && data.disputeDueAt ? { ...moved, dispute: { ...dispute, dueAt: data.disputeDueAt } } : moved;
  },

  PersonalDataErased: (request, { data }) => ({ ...request, erased: [...(request.erased ?? []), data.subjectId] }),

  BindingRequestClosed: (request, { data }) => {
    const final = new Map(data.results.map(({ applicantId, state }) => [applicantId, state]));
    return withoutFamilyClock({
      ...withoutDispute(request),
      stage: 'closed',
      outcome: data.outcome,
      applicants: request.applicants.map((applicant) => ({
        ...atRest(applicant),
        status: final.get(applicant.applicantId) ?? applicant.status,
      })),
    });
  },
};

function begun(event: Recorded<'BindingRequestOpened'>): BindingRequest {
  return handled(enteredAtTheCounter(opened(event.data), event), event);
}

function changedBy(request: BindingRequest, event: RecordedBindingEvent): BindingRequest {
  const apply = changes[event.type] as (request: BindingRequest, event: RecordedBindingEvent) => BindingRequest;
  return apply(request, event);
}

function opened(data: BindingEvents['BindingRequestOpened']): BindingRequest {
  const { caseNumber, schoolId, studentId, classId, loginId, channel, policyVersion, rosterVersion } = data;
  const request: BindingRequest = {
    stateVersion: STATE_VERSION,
    stage: 'student-info',
    caseNumber,
    schoolId,
    studentId,
    classId,
    loginId,
    channel,
    policyVersion,
    rosterVersion,
    applicants: [],
    reviewStarted: false,
    handled: {},
  };
  return withFamilyClock(request, data);
}

/** Acts of the family; where a registrar did them at the counter, that registrar does not decide. */
const FAMILY_ACTS: ReadonlySet<BindingEventType> = new Set<BindingEventType>([
  'BindingRequestOpened',
  'StudentInfoConfirmed',
  'ConsentGiven',
  'ApplicationFilled',
  'ApplicantAmended',
  'EvidenceAdded',
  'SignedConsentSent',
]);

function enteredAtTheCounter(request: BindingRequest, { type, metadata: { actor } }: RecordedBindingEvent) {
  const byStaff = request.channel === 'assisted' && actor.role === 'registrar' && FAMILY_ACTS.has(type);
  const before = request.enteredBy ?? [];
  return byStaff && !before.includes(actor.id) ? { ...request, enteredBy: [...before, actor.id] } : request;
}

/** Events of one command stand side by side in the stream, so its last one only moves `to`. */
function handled(request: BindingRequest, { revision, metadata }: RecordedBindingEvent): BindingRequest {
  const before = Object.hasOwn(request.handled, metadata.commandId) ? request.handled[metadata.commandId] : undefined;
  const place = { from: before?.from ?? revision, to: revision };
  return { ...request, handled: { ...request.handled, [metadata.commandId]: place } };
}

function mapApplicants(
  request: BindingRequest,
  applicantIds: readonly string[],
  next: (applicant: ApplicantState) => ApplicantState,
): BindingRequest {
  return {
    ...request,
    applicants: request.applicants.map((one) => (applicantIds.includes(one.applicantId) ? next(one) : one)),
  };
}

/** Changes something of one applicant; what it waits for stays. */
function change(request: BindingRequest, applicantId: string, next: Partial<ApplicantState>): BindingRequest {
  return mapApplicants(request, [applicantId], (applicant) => ({ ...applicant, ...next }));
}

/** Moves one applicant on; what it waited for is over, the others are untouched. */
function settle(
  request: BindingRequest,
  applicantId: string,
  next: Pick<ApplicantState, 'status'> & Partial<ApplicantState>,
): BindingRequest {
  return mapApplicants(request, [applicantId], (applicant) => ({ ...atRest(applicant), ...next }));
}

/** Something of the dossier was given anew; where a correction asked for it, that is noted. */
function touch(
  request: BindingRequest,
  applicantId: string,
  fields: readonly CorrectableField[],
  next: Partial<ApplicantState>,
): BindingRequest {
  return mapApplicants(request, [applicantId], ({ correction, ...applicant }) => ({
    ...applicant,
    ...next,
    ...(correction && {
      correction: {
        fields: correction.fields,
        touched: correction.fields.filter((field) => correction.touched.includes(field) || fields.includes(field)),
      },
    }),
  }));
}

/** What the rules see of a changed field. */
function referred({ relation, personRef, emailRef }: BindingEvents['ApplicantAmended']['changed']) {
  return {
    ...(relation !== undefined && { relation }),
    ...(personRef !== undefined && { personRef }),
    ...(emailRef !== undefined && { emailRef }),
  };
}

function evidenceOf({ applicants }: BindingRequest, applicantId: string) {
  return applicants.find((one) => one.applicantId === applicantId)?.evidence ?? [];
}

/** A review goes to another holder, with that holder's clock; reminders are counted on. */
function assigned(
  request: BindingRequest,
  data: BindingEvents['ReviewEscalated' | 'ReviewReassigned' | 'ReviewTakenOver'],
) {
  const { applicantIds, holder, reviewDueAt, remindAt } = data;
  return mapApplicants(request, applicantIds, ({ paperDueAt, paperReminder, ...applicant }) => ({
    ...atRest(applicant),
    holder,
    ...(reviewDueAt !== undefined && { dueAt: reviewDueAt }),
    ...remindedNext(applicant.reminder?.sent ?? 0, remindAt),
    ...(paperDueAt !== undefined && { paperDueAt }),
    ...(paperReminder !== undefined && { paperReminder }),
  }));
}

function paperClock({ paperDueAt, paperRemindAt }: BindingEvents['SignedConsentSent']) {
  return {
    ...(paperDueAt !== undefined && { paperDueAt }),
    ...(paperRemindAt !== undefined && { paperReminder: { sent: 0, at: paperRemindAt } }),
  };
}

/** An account for somebody who is out by now does not bring them back in. */
function withAccount(
  request: BindingRequest,
  { applicantId, accountId }: BindingEvents['AccountCreated'],
  status: 'account-created' | 'account-linked',
): BindingRequest {
  const applicant = request.applicants.find((one) => one.applicantId === applicantId);
  if (applicant !== undefined && isSettled(applicant))
    return change(request, applicantId, { lateAccountId: accountId });
  return settle(request, applicantId, { status, account: { accountId, attempt: applicant?.account?.attempt ?? 1 } });
}

/** The applicant with nobody holding it and nothing due. */
function atRest(applicant: ApplicantState): ApplicantState {
  const {
    holder: _holder,
    dueAt: _dueAt,
    reminder: _reminder,
    paperDueAt: _paperDueAt,
    paperReminder: _paperReminder,
    correction: _correction,
    takenEmailRef: _takenEmailRef,
    ...rest
  } = applicant;
  return rest;
}

function startReview(request: BindingRequest): BindingRequest {
  return request.stage === 'review' ? { ...request, reviewStarted: true } : request;
}

/** After the first sending the parent's clock runs only for those who are still drafted. */
function stopIdleClock(request: BindingRequest): BindingRequest {
  return request.applicants.some(({ status }) => status === 'drafted') ? request : withoutFamilyClock(request);
}

function withFamilyClock(
  request: BindingRequest,
  { expiresAt, remindAt }: { readonly expiresAt?: Instant; readonly remindAt?: Instant },
): BindingRequest {
  if (expiresAt === undefined) return request;
  return { ...withoutFamilyClock(request), expiresAt, ...remindedNext(0, remindAt) };
}

function remindedNext(sent: number, at: Instant | undefined): { readonly reminder?: Reminder } {
  return at === undefined ? {} : { reminder: { sent, at } };
}

function withoutFamilyClock({ expiresAt: _expiresAt, ...request }: BindingRequest): BindingRequest {
  return withoutReminder(request);
}

function withoutReminder({ reminder: _reminder, ...request }: BindingRequest): BindingRequest {
  return request;
}

function withoutDispute({ dispute: _dispute, ...request }: BindingRequest): BindingRequest {
  return request;
}

const REVIEWERS: readonly string[] = ['class-teacher', 'registrar', 'director'] satisfies readonly ReviewerRole[];

function decidedBy(role: string): { readonly decidedBy?: Holder } {
  return REVIEWERS.includes(role) ? { decidedBy: role as ReviewerRole } : {};
}
