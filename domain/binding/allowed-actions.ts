/** What the reader of a case may ask for now: command names in kebab-case, for buttons. The rules decide all the same. */
import type { RefusalCode } from './refusals.js';
import { cameToTheDirector } from './review/review.js';
import { MOST_EVIDENCE } from './rules/evidence.js';
import { mayBeDraftedAgain } from './rules/amend-applicant.js';
import { mayConsentAgain } from './rules/answer-consent.js';
import { mayBeSent } from './rules/sign-and-send.js';
import { mayBeWithdrawn } from './rules/withdraw.js';
import { isSettled, type ApplicantState, type BindingRequest, type BindingState } from './state.js';
import { newOf } from './paper-form.js';
import { PAPER_DOCUMENTS, type Role } from './vocabulary.js';

export interface Viewer {
  readonly role: Role;
  /** Version of the consent text that is answered now; absent where it does not matter. */
  readonly textVersion?: string;
  /** Why this reviewer may decide nothing in this case, whatever office holds it; absent for other readers. */
  readonly barred?: Extract<RefusalCode, 'own-child' | 'own-entry' | 'held-by-school'>;
}

export function allowedActions(state: BindingState, viewer: Viewer): readonly string[] {
  const asParent = actsAsParent(state, viewer) ? [...consentAgain(state, viewer), ...ofParent(state)] : [];
  return [...asParent, ...ofReviewer(state, viewer)];
}

/** A newer text is to be answered before anything more is sent. */
function consentAgain(state: BindingState, { textVersion }: Viewer): readonly string[] {
  const may = state !== null && textVersion !== undefined && mayConsentAgain(state, textVersion);
  return may ? ['answer-consent'] : [];
}

/** At the counter the registrar enters for the parent. */
function actsAsParent(state: BindingState, { role }: Viewer): boolean {
  if (role === 'registrar') return state === null || state.channel === 'assisted';
  return role === 'parent' || role === 'guardian';
}

function ofParent(state: BindingState): readonly string[] {
  switch (state?.stage) {
    case undefined:
    case 'closed':
      return ['open'];
    case 'student-info':
      return state.dispute === undefined ? ['confirm-student-info', 'dispute-student-info', 'withdraw'] : ['withdraw'];
    case 'consent':
      return ['answer-consent', 'withdraw'];
    case 'application':
      return ['fill-application', 'withdraw'];
    case 'signature':
      return ['fill-application', ...withApplicants(state)];
    case 'review':
      return withApplicants(state);
  }
}

/** Actions that at least one applicant allows; the state of each applicant says for whom. */
function withApplicants(request: BindingRequest): readonly string[] {
  const { applicants } = request;
  const may: readonly (readonly [string, (applicant: ApplicantState) => boolean])[] = [
    ['amend-applicant', (one) => mayBeAmended(one) || mayBeDraftedAgain(request, one)],
    ['prove-email', mayBeProven],
    ['sign-and-send', mayBeSent],
    ['recall', ({ status }) => status === 'pending-review'],
    ['withdraw', mayBeWithdrawn],
    ['add-evidence', (one) => !isSettled(one) && (one.evidence?.length ?? 0) < MOST_EVIDENCE],
    ['remove-evidence', (one) => !isSettled(one) && (one.evidence?.length ?? 0) > 0],
  ];
  return may.filter(([, is]) => applicants.some(is)).map(([name]) => name);
}

function mayBeAmended({ status, correction }: ApplicantState): boolean {
  if (status === 'correction-requested') return correction?.fields.some((field) => field !== 'evidence') ?? false;
  return status === 'drafted' || status === 'email-taken';
}

function mayBeProven(applicant: ApplicantState): boolean {
  const { emailRef, provenEmailRef, takenEmailRef } = applicant;
  return !isSettled(applicant) && emailRef !== takenEmailRef && emailRef !== provenEmailRef;
}

function ofReviewer(state: BindingState, viewer: Viewer): readonly string[] {
  if (state === null) return [];
  return [
    ...(mayDecideSomething(state, viewer) ? ['approve', 'reject', 'request-correction'] : []),
    ...(mayTakeOver(state, viewer) ? ['take-over'] : []),
    ...(mayRecordPaper(state, viewer) ? ['record-paper-form'] : []),
    ...aboutStudentInfo(state, viewer),
  ];
}

function mayTakeOver({ applicants }: BindingRequest, { role, barred }: Viewer): boolean {
  const elsewhere = applicants.some(({ holder }) => holder === 'class-teacher' || holder === 'administrator');
  return role === 'registrar' && barred === undefined && elsewhere;
}

function mayRecordPaper({ applicants }: BindingRequest, { role }: Viewer): boolean {
  const missing = applicants.some(
    (one) => one.sentAt !== undefined && !isSettled(one) && newOf(one, PAPER_DOCUMENTS).length > 0,
  );
  return (role === 'class-teacher' || role === 'registrar') && missing;
}

/** 更正 or 維持原資料: the registrar, and the director once the question has come up. */
function aboutStudentInfo({ stage, dispute }: BindingRequest, { role }: Viewer): readonly string[] {
  if (stage !== 'student-info') return [];
  const cameUp = dispute !== undefined && dispute.holder !== 'registrar';
  if (role !== 'registrar' && !(role === 'director' && cameUp)) return [];
  return dispute === undefined ? ['correct-student-info'] : ['correct-student-info', 'keep-student-info'];
}

function mayDecideSomething({ applicants }: BindingRequest, viewer: Viewer): boolean {
  return applicants.some((applicant) => mayDecide(applicant, viewer));
}

/** Whether the rules would hear this reviewer on this applicant now. */
export function mayDecide({ status, holder }: ApplicantState, { role, barred }: Viewer): boolean {
  if (status !== 'pending-review' || barred !== undefined) return false;
  if (role === 'class-teacher') return holder === 'class-teacher';
  if (role === 'director') return cameToTheDirector(holder);
  return role === 'registrar';
}
