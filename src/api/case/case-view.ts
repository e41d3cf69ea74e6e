/** The case as a page shows it. Nothing here looks anything up. */
import { allowedActions, type Viewer } from '../../../domain/binding/allowed-actions.js';
import { REASON_CODES } from '../../../domain/binding/review/reason-codes.js';
import type { ApplicantState, BindingRequest } from '../../../domain/binding/state.js';
import type { CorrectableField, Holder } from '../../../domain/binding/vocabulary.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import { reviewCodeOf, type ReviewCode } from '../../../projections/review-inbox/review-code.js';
import { labelled, type Bilingual, type Labelled, type Language } from '../http/answers/language.js';
import type { ApplicantView, CaseView, HolderView } from './case-shape.js';
import { cardsOf } from './case-cards.js';
import { historyLines } from './words/history.js';
import { heldApplicant, heldCase, type Held } from './case-holder.js';
import * as labels from './words/labels.js';
import {
  ERASED,
  shownApplicant,
  shownStudent,
  visibleApplicants,
  type Audience,
  type OpenedCase,
  type ShownApplicant,
} from './case-values.js';
import { nextSteps } from './words/next-steps.js';

export interface Reader extends Viewer {
  readonly audience: Audience;
  readonly language: Language;
}

/** The pupil as the roster has them now; shown while the parent is asked whether that is right. */
export interface RosterEntry {
  readonly classId: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly version: number;
}

export function caseView(document: CaseDocument, opened: OpenedCase, reader: Reader, roster?: RosterEntry): CaseView {
  const { state, revision, requestId } = document;
  const { audience, language } = reader;
  const shown = new Map(state.applicants.map((one) => [one.applicantId, shownOf(one, opened, audience)]));
  const nameOf = (applicantId: string): string =>
    shown.get(applicantId)?.name ?? notShown(state, applicantId)[language];
  const applicants = visibleApplicants(state, audience);
  const held = heldCase(state);
  return {
    id: requestId,
    caseNumber: state.caseNumber,
    student: studentView(state, opened, audience, roster),
    stage: labelled(state.stage, labels.STAGE_LABELS, language),
    outcome: state.outcome === undefined ? null : labelled(state.outcome, labels.OUTCOME_LABELS, language),
    cards: cardsView(document, language),
    applicants: applicants.map((one) => applicantView(one, state, opened, nameValues(shown, one), language)),
    ...disputeView(opened, audience),
    holder: holderView(held, language),
    dueAt: held.dueAt,
    nextSteps: nextSteps({ request: state, applicants, nameOf, language }, audience, reader),
    allowedActions: allowedActions(state, reader),
    history: historyLines(document.history, nameOf, audience, language),
    revision,
  };
}

/** Only what was erased is called so: somebody who was filled in once and is not applied for any more is somebody else. */
function notShown({ erased = [], studentId }: CaseDocument['state'], applicantId: string): Bilingual {
  const isErased = erased.includes(applicantId) || erased.includes(studentId);
  return isErased ? { 'zh-TW': ERASED, en: ERASED } : { 'zh-TW': '先前填寫的申請人', en: 'an earlier applicant' };
}

export function holderView(held: Held, language: Language): HolderView {
  return {
    kind: held.kind,
    label: labels.HOLDER_LABELS[held.kind][language],
    ...(held.classId !== undefined && { classId: held.classId }),
  };
}

/** 待審核, or to whom it has passed; a decision of the registrar in the teacher's place says 註冊組代審. */
export function reviewView(
  {
    status,
    holder,
    decidedBy,
  }: Pick<ApplicantState, 'status'> & { readonly holder?: Holder | null; readonly decidedBy?: string | null },
  language: Language,
): Labelled<ReviewCode> {
  const view = labelled(reviewCodeOf(status), labels.REVIEW_LABELS, language);
  if (status === 'pending-review') return { ...view, label: labels.PENDING_LABELS[holder ?? 'registrar'][language] };
  if (decidedBy !== 'registrar' || (view.code !== 'approved' && view.code !== 'rejected')) return view;
  const by = labels.BY_REGISTRAR[language];
  return { ...view, label: language === 'en' ? `${view.label} (${by})` : `${view.label}（${by}）` };
}

function studentView(
  state: BindingRequest,
  opened: OpenedCase,
  audience: Audience,
  roster?: RosterEntry,
): CaseView['student'] {
  // Once confirmed, the case shows what was confirmed, whatever the roster says later.
  if (roster && state.stage === 'student-info') {
    return { classId: roster.classId, ...shownStudent(roster, audience), version: roster.version };
  }
  return { classId: state.classId, ...shownStudent(opened.student, audience), version: state.rosterVersion };
}

/** In the words of the family and of the school: not for who only audits. */
function disputeView({ disputeNote, keepNote }: OpenedCase, audience: Audience): Pick<CaseView, 'dispute'> {
  if (disputeNote === undefined || audience === 'auditor') return {};
  return {
    dispute: { note: disputeNote ?? ERASED, ...(keepNote !== undefined && { answer: keepNote ?? ERASED }) },
  };
}

function cardsView(document: CaseDocument, language: Language): CaseView['cards'] {
  const { studentInfo, account, application } = cardsOf(document);
  return {
    studentInfo: labelled(studentInfo, labels.STUDENT_INFO_CARD, language),
    account: labelled(account, labels.ACCOUNT_CARD, language),
    application: labelled(application, labels.APPLICATION_CARD, language),
  };
}

function shownOf(applicant: ApplicantState, opened: OpenedCase, audience: Audience): ShownApplicant {
  const values = opened.applicants[applicant.applicantId] ?? { name: null, idNumber: null, mobile: null, email: null };
  return shownApplicant(values, audience, applicant.sentAt);
}

function nameValues(shown: ReadonlyMap<string, ShownApplicant>, { applicantId }: ApplicantState): ShownApplicant {
  return shown.get(applicantId) ?? { name: ERASED, idNumber: ERASED, mobile: ERASED, email: ERASED };
}

function applicantView(
  applicant: ApplicantState,
  request: BindingRequest,
  opened: OpenedCase,
  values: ShownApplicant,
  language: Language,
): ApplicantView {
  const held = heldApplicant(applicant, request);
  const asked = askedFor(applicant).map((field) => labelled(field, labels.FIELD_LABELS, language));
  const reason = reasonView(applicant, opened.notes[applicant.applicantId], language);
  return {
    id: applicant.applicantId,
    ...values,
    relation: labelled(applicant.relation, labels.RELATION_LABELS, language),
    review: reviewView(applicant, language),
    account: labelled(accountCode(applicant.status), labels.ACCOUNT_LABELS, language),
    dossierRevision: applicant.dossierRevision,
    holder: holderView(held, language),
    dueAt: held.dueAt,
    ...(reason && { reason }),
    ...(asked.length > 0 && { correction: { fields: asked } }),
  };
}

/** An address that belongs to another account is corrected like any other field. */
function askedFor({ status, correction }: ApplicantState): readonly CorrectableField[] {
  if (status === 'email-taken') return ['email'];
  return status === 'correction-requested' ? (correction?.fields ?? []) : [];
}

function reasonView(
  { reasonCode }: ApplicantState,
  note: string | null | undefined,
  language: Language,
): ApplicantView['reason'] {
  if (reasonCode === undefined) return undefined;
  const known = REASON_CODES.find(({ code }) => code === reasonCode);
  return {
    code: reasonCode,
    label: known?.label[language] ?? reasonCode,
    meaning: known?.meaning[language] ?? '',
    cure: known?.cure[language] ?? '',
    ...(note !== undefined && { note: note ?? ERASED }),
  };
}

function accountCode(status: ApplicantState['status']): labels.AccountCode {
  switch (status) {
    case 'approved':
    case 'account-creating':
      return 'creating';
    case 'account-created':
      return 'created';
    case 'account-linked':
      return 'linked';
    case 'account-failed':
      return 'failed';
    case 'abandoned':
      return 'abandoned';
    case 'drafted':
    case 'pending-review':
    case 'correction-requested':
    case 'email-taken':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
      return 'none';
  }
}
