import type { CommandOf, DecisionType } from '../../domain/binding/commands.js';
import type { StreamTip } from '../../workflows/binding/activity-contract.js';

/** How a pass reaches the workflow of a case, which it starts where there is none. */
export interface CaseSignals {
  /** "In the log your stream ends here, and this is how agendas are derived now." @param rules AGENDA_RULES */
  catchUp(requestId: string, tip: StreamTip, rules: number): Promise<void>;
  signalDecision(command: CommandOf<DecisionType>): Promise<void>;
  /** @throws when Temporal as a whole does not answer. */
  check(): Promise<void>;
}
