import type { BindingEvents } from '../events.js';
import { isSettled, type BindingRequest } from '../state.js';
import { touchedFields } from '../touched-fields.js';
import { isReviewer, type Holder, type Role } from '../vocabulary.js';
import type { Changes } from './changes.js';
import { remindedNext, stopIdleClock, withFamilyClock } from './family-clock.js';
import { atRest, change, mapApplicants, settle, touch } from './one-applicant.js';

/** What the events of its applicants do to a request: each touches those it names. */
export const ofTheApplicants = {
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

  AccountReleased: (request, { data }) => change(request, data.applicantId, { released: true }),

  ApplicantWithdrawn: (request, { data }) =>
    stopIdleClock(settle(request, data.applicantId, { status: 'withdrawn', ground: data.ground })),

  ApplicantExpired: (request, { data }) =>
    stopIdleClock(settle(request, data.applicantId, { status: 'expired', expiredBy: data.kind })),
} satisfies Partial<Changes>;

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

/** An account that is created after the applicant was withdrawn does not change the applicant. */
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

function startReview(request: BindingRequest): BindingRequest {
  return request.stage === 'review' ? { ...request, reviewStarted: true } : request;
}

function decidedBy(role: Role): { readonly decidedBy?: Holder } {
  return isReviewer(role) ? { decidedBy: role } : {};
}
