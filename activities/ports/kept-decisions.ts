import type { CommandOf, DecisionType } from '../../domain/binding/commands.js';

/** A reviewer's decision that was handed to Temporal, or should have been, and whose outcome nobody has seen. */
export interface KeptDecision {
  readonly commandId: string;
  /** Null: it cannot be opened any more, as the pupil was erased. */
  readonly command: CommandOf<DecisionType> | null;
}

/** The edge keeps each decision, sealed, until its outcome is in the log. */
export interface KeptDecisions {
  /** Forgets those whose outcome is there. @returns how many */
  settle(): Promise<number>;
  /** Those that are due to be sent again: in the order of commandId, those after `after`. */
  lost(after: string | null, limit: number): Promise<readonly KeptDecision[]>;
  /** It is about to be sent. @returns false where it is kept no more: a newer decision has replaced it */
  claim(commandId: string): Promise<boolean>;
  /** There is no such case or applicant: its outcome is refused, `not-found`. */
  refuse(commandId: string): Promise<void>;
  /** It is due again later, and later each time. */
  sentAgain(commandId: string): Promise<void>;
  drop(commandId: string): Promise<void>;
}
