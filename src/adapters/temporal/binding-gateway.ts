/** How the HTTP edge reaches the workflow of a binding request. */
import type { Command, CommandOf, DecisionType } from '../../../domain/binding/commands.js';
import type { CommandAnswer } from '../../../workflows/binding/activity-contract.js';

/** Temporal does not answer: nothing was sent. 503 with Retry-After. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

/** Sent, but no answer in time: the same command may be sent again and is answered once. 503 `outcome-unknown`. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

export abstract class BindingGateway {
  /** Update-with-start; waits up to 5 s. Calls with one command at the same time are one update. @throws EngineUnavailable, OutcomeUnknown */
  abstract send(command: Command): Promise<CommandAnswer>;
  /** Signal-with-start: durable even while no worker runs; the outcome is read from command_outcome. @throws EngineUnavailable */
  abstract signalDecision(command: CommandOf<DecisionType>): Promise<void>;
  /** Asks Temporal for its health, for /health/ready. @throws EngineUnavailable */
  abstract check(): Promise<void>;
  abstract close(): Promise<void>;
}
