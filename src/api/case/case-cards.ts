/** The three cards of the guide's page 2.1, read off the state of a request. */
import type { ApplicantState, BindingRequest } from '../../../domain/binding/state.js';
import { SETTLED } from '../../../domain/binding/state.js';
import type { ApplicantStatus } from '../../../domain/binding/vocabulary.js';
import type { CaseDocument } from '../../../projections/binding-case/case-document.js';
import type { AccountCard, ApplicationCard, StudentInfoCard } from './words/labels.js';

export interface CardCodes {
  readonly studentInfo: StudentInfoCard;
  readonly account: AccountCard;
  readonly application: ApplicationCard;
}

export function cardsOf({ state, history }: Pick<CaseDocument, 'state' | 'history'>): CardCodes {
  return {
    studentInfo: studentInfoCard(state, history),
    account: accountCard(state),
    application: applicationCard(state),
  };
}

function studentInfoCard({ dispute }: BindingRequest, history: CaseDocument['history']): StudentInfoCard {
  if (dispute !== undefined) return 'disputed';
  return history.some(({ type }) => type === 'StudentInfoConfirmed') ? 'confirmed' : 'unconfirmed';
}

/** What an applicant's status means for the account card; absent: nobody there to get an account. */
const ACCOUNT_OF: { readonly [S in ApplicantStatus]?: AccountCard } = {
  drafted: 'filled-in',
  'pending-review': 'filled-in',
  'correction-requested': 'correction-requested',
  'email-taken': 'correction-requested',
  approved: 'creating',
  'account-creating': 'creating',
  'account-failed': 'creating',
  'account-created': 'created',
  'account-linked': 'created',
};

/** With two applicants: what the family must do or wait for first. */
const FIRST: readonly AccountCard[] = ['correction-requested', 'creating', 'filled-in', 'created', 'activated'];

function accountCard({ outcome, stage, applicants }: BindingRequest): AccountCard {
  if (outcome === 'refused') return 'not-joining';
  const live = stage === 'closed' ? applicants.filter(({ status }) => SETTLED.includes(status)) : applicants;
  const cards = live.map(({ status }) => ACCOUNT_OF[status]);
  return FIRST.find((card) => cards.includes(card)) ?? 'not-set';
}

function applicationCard({ stage, outcome, applicants, reviewStarted }: BindingRequest): ApplicationCard {
  if (stage === 'closed') return applicants.some(isDecided) ? 'completed' : CLOSED_UNDECIDED[outcome ?? 'expired'];
  if (reviewStarted) return 'in-review';
  return applicants.some(({ sentAt }) => sentAt !== undefined) ? 'sent' : 'not-sent';
}

function isDecided({ decidedBy }: ApplicantState): boolean {
  return decidedBy !== undefined;
}

const CLOSED_UNDECIDED: { readonly [O in NonNullable<BindingRequest['outcome']>]: ApplicationCard } = {
  completed: 'completed',
  rejected: 'completed',
  expired: 'expired',
  withdrawn: 'withdrawn',
  refused: 'not-sent',
  'student-left': 'withdrawn',
};
