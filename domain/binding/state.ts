/** What the rules remember of a binding request. Plain JSON, read by one release only: it is never stored where another one reads it. */
import type { Instant } from '../calendar/instants.js';
import type { Period } from './time/periods.js';
import type {
  ApplicantStatus,
  Channel,
  CorrectableField,
  DisputeHolder,
  Holder,
  Mode,
  Outcome,
  PaperDocument,
  Relation,
  Stage,
  WithdrawalGround,
} from './vocabulary.js';

/** The next reminder, if there is one, and how many there have been. */
export interface Reminder {
  readonly sent: number;
  readonly at?: Instant;
}

export interface ApplicantState {
  readonly applicantId: string;
  readonly relation: Relation;
  readonly personRef: string;
  readonly emailRef: string;
  readonly status: ApplicantStatus;
  /** Revision of the last event that changed what a reviewer sees of this applicant. */
  readonly dossierRevision: number;
  readonly sentAt?: Instant;
  /** Set while pending-review. */
  readonly holder?: Holder;
  /** Due time of what the applicant waits for: the review, a correction, the cure of a taken e-mail, the account. */
  readonly dueAt?: Instant;
  /** Of `dueAt` where it is counted in working days, and of `paperDueAt`. */
  readonly period?: Period;
  readonly paperPeriod?: Period;
  /** Up to when outages have been made up for in its deadlines. */
  readonly excusedUntil?: Instant;
  /** Of the holder of the review. */
  readonly reminder?: Reminder;
  /** Where the school waits for the paper form. */
  readonly paperDueAt?: Instant;
  readonly paperReminder?: Reminder;
  readonly paperForm?: { readonly documents: readonly PaperDocument[]; readonly at: Instant };
  readonly evidence?: readonly Evidence[];
  /** While correction-requested: what was asked for, and which of it was typed again. */
  readonly correction?: { readonly fields: readonly CorrectableField[]; readonly touched: readonly CorrectableField[] };
  /** Reference of the address whose owner answered. */
  readonly provenEmailRef?: string;
  /** The address that belongs to another person's account; set while email-taken. */
  readonly takenEmailRef?: string;
  readonly account?: { readonly accountId: string; readonly attempt: number };
  /** The provider has let go of its account, after it was put out. */
  readonly released?: boolean;
  /** The account that came into being after the applicant was out; it is disabled. */
  readonly lateAccountId?: string;
  readonly ground?: WithdrawalGround;
  /** Which deadline ended it. */
  readonly expiredBy?: string;
  readonly reasonCode?: string;
  readonly failure?: string;
  /** Role that decided, for 註冊組代審. */
  readonly decidedBy?: Holder;
}

export interface Evidence {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly type: string;
  readonly size: number;
  readonly at: Instant;
}

export interface BindingRequest {
  readonly stage: Stage;
  readonly outcome?: Outcome;
  readonly caseNumber: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly classId: string;
  readonly loginId: string;
  readonly channel: Channel;
  readonly policyVersion: string;
  readonly rosterVersion: number;
  /** Clock of a request the parent has not finished; absent once every applicant is sent or the request is closed. */
  readonly expiresAt?: Instant;
  /** Up to when outages have been made up for in it. */
  readonly excusedUntil?: Instant;
  readonly reminder?: Reminder;
  /** The family says that the student's data are wrong, and the school has not answered yet. */
  readonly dispute?: { readonly holder: DisputeHolder; readonly dueAt?: Instant; readonly period?: Period };
  /** Staff who entered something for the family at the counter: they may not decide it. */
  readonly enteredBy?: readonly string[];
  /** Whose personal data are gone. */
  readonly erased?: readonly string[];
  readonly consent?: {
    readonly textVersion: string;
    readonly textSha256: string;
    readonly method: 'online' | 'paper';
    readonly at: Instant;
  };
  readonly mode?: Mode;
  readonly applicants: readonly ApplicantState[];
  /** What the family has done on the last day (in Taipei) on which it did something. */
  readonly familyDay?: { readonly day: number; readonly commands: number; readonly last: string };
  /** True from the first act of a reviewer after 送出申請 (card 審核中). */
  readonly reviewStarted: boolean;
}

/** `null` before BindingRequestOpened. */
export type BindingState = BindingRequest | null;

export const SETTLED: readonly ApplicantStatus[] = [
  'account-created',
  'account-linked',
  'rejected',
  'withdrawn',
  'expired',
  'abandoned',
];

export function isSettled({ status }: Pick<ApplicantState, 'status'>): boolean {
  return SETTLED.includes(status);
}
