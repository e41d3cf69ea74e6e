/** What people, timers and activities may ask of a binding request. A command carries no clock and no readable personal data. */
import type { Actor, Instant, Sealed, SealedApplicant } from './events.js';
import type { Channel, Mode } from './vocabulary.js';

export interface BindingCommands {
  readonly Open: {
    readonly caseNumber: string;
    readonly studentId: string;
    readonly loginId: string;
    readonly student: Sealed;
  };
  readonly ConfirmStudentInfo: { readonly correct: boolean; readonly shownVersion: number };
  readonly AnswerConsent: {
    readonly decision: 'agree' | 'disagree';
    readonly intent: 'apply' | 'not-joining';
    readonly textVersion: string;
    readonly method: 'online' | 'paper';
    readonly paperDate?: string;
  };
  readonly FillApplication: { readonly mode: Mode; readonly applicants: readonly SealedApplicant[] };
  readonly SignAndSend: {
    /** Absent: everybody who is drafted. */
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
  readonly PassDeadline: { readonly kind: DeadlineKind; readonly dueAt: Instant };
  readonly RecordAccount: {
    readonly applicantId: string;
    readonly accountId: string;
    readonly attempt: number;
    readonly outcome: AccountOutcome;
  };
}

/** What became of one attempt to create an SSO account. */
export type AccountOutcome =
  | { readonly kind: 'created' | 'linked'; readonly accountId: string }
  | { readonly kind: 'email-taken' }
  | { readonly kind: 'failed'; readonly reason: string };

export type DeadlineKind = 'unfinished' | 'review' | 'email-taken';

export type CommandType = keyof BindingCommands;

interface Envelope<T extends CommandType> {
  readonly type: T;
  readonly requestId: string;
  readonly commandId: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly data: BindingCommands[T];
}

export type CommandOf<T extends CommandType> = { [K in CommandType]: Envelope<K> }[T];
export type Command = CommandOf<CommandType>;
