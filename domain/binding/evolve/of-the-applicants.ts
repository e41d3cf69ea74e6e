import type { BindingEvents } from '../events.js';
import type { Instant } from '../../calendar/instants.js';
import { lacksForm, newOf } from '../paper-form.js';
import { isSettled, type ApplicantState, type BindingRequest } from '../state.js';
import { followsOn, WORKING_DAYS, type Period } from '../time/periods.js';
import { touchedFields } from '../touched-fields.js';
import { isReviewer, type Holder, type PaperDocument, type Role } from '../vocabulary.js';
import type { Changes } from './changes.js';
import { remindedNext, stopIdleClock, withFamilyClock } from './family-clock.js';
import { atRest, change, mapApplicants, settle, touch, withoutReasons } from './one-applicant.js';

/** What the events of its applicants do to a request: each touches those it names. */
export const ofTheApplicants = {
  ApplicantAmended: (request, { data, revision }) =>
    withFamilyClock(
      touch(mapApplicants(request, [data.applicantId], draftedAgain), data.applicantId, touchedFields(data.changed), {
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
    change(request, applicantId, {
      dossierRevision: revision,
      evidence: evidenceOf(request, applicantId).filter((one) => one.evidenceId !== evidenceId),
    }),

  PaperFormReceived: (request, { data, metadata }) =>
    startReview(
      mapApplicants(
        touch(request, data.applicantId, data.documents.some(isEvidence) ? ['evidence'] : [], {}),
        [data.applicantId],
        (applicant) => withPaper(applicant, data, metadata.at),
      ),
    ),

  SignedConsentSent: (request, { data, revision, metadata }) => {
    const sent = mapApplicants(request, data.applicantIds, (applicant) => ({
      ...withoutReasons(atRest(applicant)),
      status: 'pending-review',
      dossierRevision: revision,
      sentAt: metadata.at,
      holder: data.holder,
      dueAt: data.reviewDueAt,
      period: { from: reviewBegins(data, metadata.at), days: WORKING_DAYS.review },
      ...remindedNext(0, data.remindAt),
      ...(lacksForm(applicant) && paperClock(data, metadata.at)),
    }));
    return stopIdleClock({ ...sent, stage: 'review' });
  },

  ApplicationRecalled: (request, { data }) =>
    withFamilyClock(
      mapApplicants(request, data.applicantIds, (applicant) => ({
        ...withoutReasons(atRest(applicant)),
        status: 'drafted',
      })),
      data,
    ),

  ReviewReassigned: (request, { data, metadata }) => ({
    ...assigned(request, data, ({ dueAt, period }) =>
      dueAt === data.reviewDueAt ? period : { from: metadata.at, days: WORKING_DAYS.reassigned },
    ),
    classId: data.classId,
    rosterVersion: data.rosterVersion,
  }),

  ReviewTakenOver: (request, { data, metadata }) =>
    startReview(assigned(request, data, () => ({ from: metadata.at, days: WORKING_DAYS.review }))),

  ReviewEscalated: (request, { data, metadata }) =>
    assigned(request, data, ({ dueAt }) => ({ from: followsOn(dueAt, metadata.at), days: WORKING_DAYS.review })),

  ReviewReminderDue: (request, { data: { applicantIds, nth, nextAt } }) =>
    mapApplicants(request, applicantIds, (applicant) => ({
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
        period: { from: metadata.at, days: WORKING_DAYS.correction },
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

  ApplicantEmailTaken: (request, { data, metadata }) => {
    const taken = request.applicants.find(({ applicantId }) => applicantId === data.applicantId)?.emailRef;
    return settle(request, data.applicantId, {
      status: 'email-taken',
      dueAt: data.dueAt,
      period: { from: metadata.at, days: WORKING_DAYS['email-taken'] },
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

/** Whoever was rejected or came too late, while the other one waits: as if never decided. */
function draftedAgain(applicant: ApplicantState): ApplicantState {
  if (applicant.status !== 'rejected' && applicant.status !== 'expired') return applicant;
  const { released: _released, decidedBy: _by, ...rest } = withoutReasons(atRest(applicant));
  return { ...rest, status: 'drafted' };
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
  periodOf: (applicant: ApplicantState) => Period | undefined,
) {
  const { applicantIds, holder, reviewDueAt, remindAt } = data;
  return mapApplicants(request, applicantIds, (applicant) => {
    const { paperDueAt, paperReminder, paperPeriod, excusedUntil } = applicant;
    const period = periodOf(applicant);
    return {
      ...atRest(applicant),
      holder,
      ...(reviewDueAt !== undefined && { dueAt: reviewDueAt, ...(period && { period }) }),
      ...remindedNext(applicant.reminder?.sent ?? 0, remindAt),
      ...(paperDueAt !== undefined && { paperDueAt }),
      ...(paperReminder !== undefined && { paperReminder }),
      ...(paperPeriod !== undefined && { paperPeriod }),
      ...(excusedUntil !== undefined && { excusedUntil }),
    };
  });
}

/** While everybody waits for the paper, the review is counted from the day on which it is due at the latest. */
function reviewBegins({ paperDueAt, reviewDueAt }: BindingEvents['SignedConsentSent'], at: Instant): Instant {
  return paperDueAt !== undefined && reviewDueAt > paperDueAt ? paperDueAt : at;
}

function isEvidence(document: PaperDocument): boolean {
  return document !== 'application-form';
}

/** Documents come one by one; where the form itself ends the wait for paper, the review begins. */
function withPaper(
  before: ApplicantState,
  { documents, reviewDueAt, remindAt }: BindingEvents['PaperFormReceived'],
  at: Instant,
): ApplicantState {
  const paperForm = { documents: [...(before.paperForm?.documents ?? []), ...newOf(before, documents)], at };
  if (!documents.includes('application-form')) return { ...before, paperForm };
  const { paperDueAt: _due, paperReminder: _reminder, paperPeriod: _period, ...applicant } = before;
  return {
    ...applicant,
    ...(reviewDueAt !== undefined && { dueAt: reviewDueAt, period: { from: at, days: WORKING_DAYS.review } }),
    ...(reviewDueAt !== undefined && remindedNext(applicant.reminder?.sent ?? 0, remindAt)),
    paperForm,
  };
}

function paperClock({ paperDueAt, paperRemindAt }: BindingEvents['SignedConsentSent'], at: Instant) {
  return {
    ...(paperDueAt !== undefined && { paperDueAt, paperPeriod: { from: at, days: WORKING_DAYS['paper-form'] } }),
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
