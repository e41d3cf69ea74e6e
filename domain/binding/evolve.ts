import type { BindingEventType, BindingEvents, RecordedBindingEvent } from './events.js';
import { STATE_VERSION, type ApplicantState, type BindingRequest, type BindingState } from './state.js';
import type { Holder } from './vocabulary.js';

/** State after the event. Total: an unknown type leaves the state as it is but for its commandId. Never reads a sealed value. */
export function evolve(state: BindingState, event: RecordedBindingEvent): BindingState {
  if (state === null) return event.type === 'BindingRequestOpened' ? handled(opened(event.data), event) : null;
  const changed = Object.hasOwn(changes, event.type) ? change(state, event) : state;
  return handled(changed, event);
}

type Recorded<T extends BindingEventType> = Extract<RecordedBindingEvent, { readonly type: T }>;

/** What each event does to a request that exists. */
type Changes = { readonly [T in BindingEventType]: (request: BindingRequest, event: Recorded<T>) => BindingRequest };

const changes: Changes = {
  BindingRequestOpened: (request) => request,

  StudentInfoConfirmed: (request, { data }) => ({ ...request, stage: 'consent', expiresAt: data.expiresAt }),

  ConsentGiven: (request, { data, metadata }) => ({
    ...request,
    stage: 'application',
    consent: { textVersion: data.textVersion, textSha256: data.textSha256, method: data.method, at: metadata.at },
    expiresAt: data.expiresAt,
  }),

  // The batch goes on with BindingRequestClosed.
  ConsentRefused: (request) => request,

  ApplicationFilled: (request, { data, revision }) => ({
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
    expiresAt: data.expiresAt,
  }),

  SignedConsentSent: (request, { data, revision, metadata }) => {
    const sent = { dossierRevision: revision, sentAt: metadata.at, holder: data.holder, dueAt: data.reviewDueAt };
    return stopIdleClock({
      ...request,
      stage: 'review',
      applicants: request.applicants.map((applicant) =>
        data.applicantIds.includes(applicant.applicantId)
          ? { ...atRest(applicant), status: 'pending-review', ...sent }
          : applicant,
      ),
    });
  },

  ReviewEscalated: (request, { data }) => ({
    ...request,
    applicants: request.applicants.map((applicant) =>
      data.applicantIds.includes(applicant.applicantId)
        ? {
            ...atRest(applicant),
            holder: data.holder,
            ...(data.reviewDueAt !== undefined && { dueAt: data.reviewDueAt }),
          }
        : applicant,
    ),
  }),

  ApplicantApproved: (request, { data, metadata }) =>
    settle({ ...request, reviewStarted: true }, data.applicantId, {
      status: 'approved',
      ...decidedBy(metadata.actor.role),
    }),

  ApplicantRejected: (request, { data, metadata }) =>
    settle({ ...request, reviewStarted: true }, data.applicantId, {
      status: 'rejected',
      reasonCode: data.reasonCode,
      ...decidedBy(metadata.actor.role),
    }),

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

  ApplicantEmailTaken: (request, { data }) =>
    settle(request, data.applicantId, { status: 'email-taken', dueAt: data.dueAt }),

  AccountCreationFailed: (request, { data }) =>
    settle(request, data.applicantId, { status: 'account-failed', failure: data.reason }),

  ApplicantExpired: (request, { data }) => stopIdleClock(settle(request, data.applicantId, { status: 'expired' })),

  BindingRequestClosed: (request, { data }) => {
    const final = new Map(data.results.map(({ applicantId, state }) => [applicantId, state]));
    return withoutClock({
      ...request,
      stage: 'closed',
      outcome: data.outcome,
      applicants: request.applicants.map((applicant) => ({
        ...atRest(applicant),
        status: final.get(applicant.applicantId) ?? applicant.status,
      })),
    });
  },
};

function change(request: BindingRequest, event: RecordedBindingEvent): BindingRequest {
  const apply = changes[event.type] as (request: BindingRequest, event: RecordedBindingEvent) => BindingRequest;
  return apply(request, event);
}

function opened(data: BindingEvents['BindingRequestOpened']): BindingRequest {
  const { caseNumber, schoolId, studentId, classId, loginId, channel, policyVersion, rosterVersion, expiresAt } = data;
  return {
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
    expiresAt,
    applicants: [],
    reviewStarted: false,
    handled: {},
  };
}

/** Events of one command stand side by side in the stream, so its last one only moves `to`. */
function handled(request: BindingRequest, { revision, metadata }: RecordedBindingEvent): BindingRequest {
  const before = Object.hasOwn(request.handled, metadata.commandId) ? request.handled[metadata.commandId] : undefined;
  const place = { from: before?.from ?? revision, to: revision };
  return { ...request, handled: { ...request.handled, [metadata.commandId]: place } };
}

/** Moves one applicant on; what it waited for is over, the others are untouched. */
function settle(
  request: BindingRequest,
  applicantId: string,
  next: Pick<ApplicantState, 'status'> & Partial<ApplicantState>,
): BindingRequest {
  return {
    ...request,
    applicants: request.applicants.map((applicant) =>
      applicant.applicantId === applicantId ? { ...atRest(applicant), ...next } : applicant,
    ),
  };
}

function withAccount(
  request: BindingRequest,
  { applicantId, accountId }: BindingEvents['AccountCreated'],
  status: 'account-created' | 'account-linked',
): BindingRequest {
  const attempt = request.applicants.find((one) => one.applicantId === applicantId)?.account?.attempt ?? 1;
  return settle(request, applicantId, { status, account: { accountId, attempt } });
}

/** The applicant with nobody holding it and nothing due. */
function atRest({ holder: _holder, dueAt: _dueAt, ...applicant }: ApplicantState): ApplicantState {
  return applicant;
}

/** After the first sending the parent's clock runs only for those who are still drafted. */
function stopIdleClock(request: BindingRequest): BindingRequest {
  return request.applicants.some(({ status }) => status === 'drafted') ? request : withoutClock(request);
}

function withoutClock({ expiresAt: _expiresAt, ...request }: BindingRequest): BindingRequest {
  return request;
}

function decidedBy(role: string): { readonly decidedBy?: Holder } {
  return role === 'class-teacher' || role === 'registrar' || role === 'director' ? { decidedBy: role } : {};
}
