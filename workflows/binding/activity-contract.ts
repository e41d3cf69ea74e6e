/** What the workflow asks of its activities: types only, shared by both sides. */
import type { DerivedAgenda } from '../../domain/binding/agenda.js';
import type { AccountOutcome, Command, CommandOf, CommandType } from '../../domain/binding/commands.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';

/** How far the caller has followed the stream. */
export interface StreamTip {
  /** -1 when the stream does not exist yet. */
  readonly revision: number;
  /** Chain hash of the event at `revision`; null before the first. */
  readonly chain: string | null;
}

/** What to do next, and when: all that a workflow keeps of its case. Plain JSON, carried over continue-as-new. */
export interface Agenda extends StreamTip, DerivedAgenda {
  /** AGENDA_VERSION (names.ts) of who made it. */
  readonly v: number;
  /** Which way of deriving an agenda it was made in; raised by a release that derives it otherwise. */
  readonly rules: number;
}

/** An account to be created or disabled. */
export type AccountTask = Agenda['accounts'][number];

/** What the workflow asks of its own request: the activity completes it by an id and the actor. */
export type SystemCommand = Uncompleted<'PassDeadline'> | Uncompleted<'RecordAccount'> | Uncompleted<'ReleaseAccount'>;

type Uncompleted<T extends CommandType> = Pick<CommandOf<T>, 'type' | 'requestId' | 'data'> & {
  readonly commandId?: never;
};

/** The answer to one command, made from that command's own events: asked again, it is the same. */
export type CommandAnswer =
  | {
      readonly status: 'accepted';
      readonly revision: number;
      /** False: nothing was left to do (e.g. already open). */ readonly changed: boolean;
    }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly revision: number };

export interface Executed {
  readonly answer: CommandAnswer;
  /** Absent: the caller's own still holds. */
  readonly agenda?: Agenda;
}

export interface AccountOrder {
  readonly requestId: string;
  readonly applicantId: string;
  readonly accountId: string;
  readonly attempt: number;
}

/** False: somebody else still holds the account. */
export interface AccountReleased {
  readonly disabled: boolean;
}

export interface BindingActivities {
  /** Look up facts, decide, append. @throws what may be retried, and what a command is given up for (names.ts). */
  execute(command: Command | SystemCommand, at?: StreamTip): Promise<Executed>;
  /** What the log says now, whatever the workflow has believed. */
  load(requestId: string): Promise<Agenda>;
  createAccount(order: AccountOrder): Promise<AccountOutcome>;
  /** For somebody who was put out while the account was made, or before. */
  disableAccount(order: AccountOrder): Promise<AccountReleased>;
}
