/** What the rules remember of a binding request. Plain JSON: it crosses continue-as-new and the activity boundary as it is. */
import type { Instant } from './events.js';
import type { ApplicantStatus, Channel, Holder, Mode, Outcome, Relation, Stage } from './vocabulary.js';

/** Raised whenever the shape below changes, so that a state carried from an older release is rebuilt from the log. */
export const STATE_VERSION = 1;

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
  /** Due time of what the applicant waits for: the review, the cure of a taken e-mail, the account creation. */
  readonly dueAt?: Instant;
  readonly account?: { readonly accountId: string; readonly attempt: number };
  readonly reasonCode?: string;
  readonly failure?: string;
  /** Role that decided, for 註冊組代審. */
  readonly decidedBy?: Holder;
}

/** Where the events of a command stand in the stream. */
export interface HandledCommand {
  readonly from: number;
  readonly to: number;
}

export interface BindingRequest {
  readonly stateVersion: typeof STATE_VERSION;
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
  readonly consent?: {
    readonly textVersion: string;
    readonly textSha256: string;
    readonly method: 'online' | 'paper';
    readonly at: Instant;
  };
  readonly mode?: Mode;
  readonly applicants: readonly ApplicantState[];
  /** True from the first act of a reviewer after 送出申請 (card 審核中). */
  readonly reviewStarted: boolean;
  /** Every commandId of the stream: a repeated command is answered from its events. */
  readonly handled: Readonly<Record<string, HandledCommand>>;
}

/** `null` before BindingRequestOpened. */
export type BindingState = BindingRequest | null;

export const SETTLED: readonly ApplicantStatus[] = ['account-created', 'account-linked', 'rejected', 'expired'];
