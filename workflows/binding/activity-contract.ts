/** What the workflow asks of its activities: types only, shared by both sides. */
import type { AccountOutcome, Command } from '../../domain/binding/commands.js';
import type { RecordedBindingEvent } from '../../domain/binding/events.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import type { BindingState } from '../../domain/binding/state.js';

/** The stream as the caller has it. */
export interface Known {
  readonly state: BindingState;
  /** -1 when the stream does not exist yet. */
  readonly revision: number;
  /** Chain hash of the event at `revision`; null before the first. */
  readonly chain: string | null;
}

/** The answer to one command, made from that command's own events: asked again, it is the same. */
export type CommandAnswer =
  | {
      readonly status: 'accepted';
      readonly revision: number;
      /** False: nothing was left to do (e.g. already open). */ readonly changed: boolean;
    }
  | { readonly status: 'refused'; readonly code: RefusalCode; readonly revision: number };

/** Complete but for sealed values, which `evolve` never reads. */
export type LeanEvent = RecordedBindingEvent;

export interface Executed {
  readonly answer: CommandAnswer;
  /** Every stored event since `known.revision`. Absent when `known` was absent, outdated or too far behind. */
  readonly events?: readonly LeanEvent[];
  /** In place of `events`. */
  readonly loaded?: Known;
  /** Chain hash of the last of `events`; absent when there are none. */
  readonly chain?: string;
}

export interface AccountOrder {
  readonly requestId: string;
  readonly applicantId: string;
  readonly accountId: string;
  readonly attempt: number;
}

export interface BindingActivities {
  /** Look up facts, decide, append. @throws what may be retried, and MISSHAPEN_EVENT (names.ts). */
  execute(command: Command, known?: Known): Promise<Executed>;
  /** Brings the stream to a workflow that has lost track of it. */
  load(requestId: string): Promise<Known>;
  createAccount(order: AccountOrder): Promise<AccountOutcome>;
  /** For somebody who was put out while the account was made, or before. */
  disableAccount(order: AccountOrder): Promise<void>;
}
