/** What people, timers and activities may ask of a binding request. A command carries no clock and no readable personal data. */
import type { ChangedFields, SealedApplicant } from './events.js';
import type { Actor } from './metadata.js';
import type { Instant } from '../calendar/instants.js';
import type { Sealed } from '../sealed.js';
import type { Channel, CorrectableField, Mode, PaperDocument } from './vocabulary.js';

export interface BindingCommands {
  readonly Open: {
    readonly caseNumber: string;
    readonly studentId: string;
    readonly loginId: string;
    readonly student: Sealed;
  };
  readonly ConfirmStudentInfo: { readonly correct: boolean; readonly shownVersion: number };
  readonly DisputeStudentInfo: { readonly note: Sealed };
  /** What the roster says now; `changes` is sealed JSON of what the registrar changed. */
  readonly CorrectStudentInfo: { readonly changes: Sealed; readonly student: Sealed };
  readonly KeepStudentInfo: { readonly note: Sealed };
  readonly AnswerConsent: {
    readonly decision: 'agree' | 'disagree';
    readonly intent: 'apply' | 'not-joining';
    readonly textVersion: string;
    readonly method: 'online' | 'paper';
    readonly paperDate?: string;
  };
  readonly FillApplication: { readonly mode: Mode; readonly applicants: readonly SealedApplicant[] };
  readonly AmendApplicant: { readonly applicantId: string; readonly changed: ChangedFields };
  /** The code that was sent to the address came back. */
  readonly ProveEmail: { readonly applicantId: string; readonly emailRef: string };
  readonly AddEvidence: {
    readonly applicantId: string;
    readonly evidenceId: string;
    readonly sha256: string;
    readonly type: string;
    readonly size: number;
  };
  readonly RemoveEvidence: { readonly applicantId: string; readonly evidenceId: string };
  readonly RecordPaperForm: { readonly applicantId: string; readonly documents: readonly PaperDocument[] };
  readonly Recall: { readonly applicantIds: readonly string[] };
  readonly Withdraw: {
    /** Absent: everybody who may still be withdrawn. */
    readonly applicantIds?: readonly string[];
    readonly reason?: Sealed;
  };
  readonly SignAndSend: {
    /** Absent: everybody who is drafted or has corrected what was asked for. */
    readonly applicantIds?: readonly string[];
    readonly dossierRevisions: Readonly<Record<string, number>>;
  };
  readonly Approve: { readonly applicantId: string; readonly dossierRevision: number; readonly formChecked: boolean };
  readonly Reject: {
    readonly applicantId: string;
    readonly dossierRevision: number;
    readonly reasonCode: string;
    readonly note?: Sealed;
  };
  readonly RequestCorrection: {
    readonly applicantId: string;
    readonly dossierRevision: number;
    readonly fields: readonly CorrectableField[];
    readonly reasonCode: string;
    readonly note?: Sealed;
  };
  readonly TakeOver: { readonly reason: Sealed };
  readonly RetryAccount: { readonly applicantId: string };
  readonly AbandonAccount: { readonly applicantId: string; readonly reason: Sealed };
  /** The roster has a newer entry of the student. What it says is a fact. */
  readonly RosterChanged: { readonly rosterVersion: number };
  /** An office day fell away (a typhoon, say): the calendar with it is a fact. */
  readonly ShiftDeadlines: { readonly closedDay: string };
  readonly Erase: {
    /** An applicantId, or the studentId for everybody in the request. */
    readonly subjectId: string;
    readonly ground: string;
  };
  readonly PassDeadline: { readonly kind: DeadlineKind; readonly dueAt: Instant };
  readonly RecordAccount: {
    readonly applicantId: string;
    readonly accountId: string;
    readonly attempt: number;
    readonly outcome: AccountOutcome;
  };
  /** The provider has let go of the account of an applicant who was put out; not disabled: somebody else still holds it. */
  readonly ReleaseAccount: {
    readonly applicantId: string;
    readonly accountId: string;
    readonly attempt: number;
    readonly disabled: boolean;
  };
}

/** The outcome of one attempt to create an SSO account. */
export type AccountOutcome =
  | { readonly kind: 'created' | 'linked'; readonly accountId: string }
  | { readonly kind: 'email-taken' }
  | { readonly kind: 'failed'; readonly reason: string };

export type DeadlineKind =
  | 'unfinished'
  | 'unfinished-reminder'
  | 'dispute'
  | 'review'
  | 'review-reminder'
  | 'paper-form'
  | 'paper-form-reminder'
  | 'correction'
  | 'email-taken';

/** What a reviewer decides about an applicant. Arrives as a signal. */
export type DecisionType = 'Approve' | 'Reject' | 'RequestCorrection';

export type CommandType = keyof BindingCommands;

interface Envelope<T extends CommandType> {
  readonly type: T;
  readonly requestId: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly channel: Channel;
  /** Carried out only if the stream ends at one of these revisions; absent: at any. */
  readonly ifRevision?: readonly number[];
  readonly data: BindingCommands[T];
}

export type CommandOf<T extends CommandType> = { [K in CommandType]: Envelope<K> }[T];
export type Command = CommandOf<CommandType>;
