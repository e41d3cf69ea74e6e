import type { CommandOf, DecisionType } from '../../domain/binding/commands.js';

/** How a pass reaches the workflow of a case, which it starts where there is none. */
export interface CaseSignals {
  /** "Your stream has come to this revision." */
  catchUp(requestId: string, revision: number): Promise<void>;
  signalDecision(command: CommandOf<DecisionType>): Promise<void>;
  /** @throws when Temporal as a whole does not answer. */
  check(): Promise<void>;
}
