/** The pass that heals what got lost, as its workflow, its activities and whoever starts it see it: names and types only. */
import type { Instant } from '../../domain/calendar/instants.js';

/** Names that cross the wire to Temporal. */
export const RECONCILE_WORKFLOW = 'reconcile';
/** Id of the Schedule, and of the passes that it starts. */
export const RECONCILE_SCHEDULE = 'reconcile';
/** Id of the pass over every open case: one at a time, whoever asks for it. */
export const RECONCILE_EVERY = 'reconcile-every-case';

/** `changed`: cases that are late or had an event since the last pass; `every`: all that are open. */
export type Scope = 'changed' | 'every';

export interface CasesOrder {
  readonly scope: Scope;
  /** Up to when the last pass had seen everything; null before the first. */
  readonly since: Instant | null;
}

export interface SignalledCases {
  /** Open cases that were told which revision their stream has. */
  readonly signalled: number;
  /** Cases whose workflow could not be told, though Temporal answers. */
  readonly failed: number;
  /** Up to when this pass has seen everything. */
  readonly until: Instant | null;
}

export interface DecisionsSentAgain {
  /** Decisions whose outcome is in the log: there is nothing left to keep of them. */
  readonly settled: number;
  readonly sentAgain: number;
  /** Decisions that cannot be opened any more, as the pupil was erased, that a newer one replaced, or that are about nobody. */
  readonly dropped: number;
  readonly failed: number;
}

/** What one pass did. */
export interface Pass {
  readonly cases: SignalledCases;
  readonly decisions: DecisionsSentAgain;
}

export interface ReconcileActivities {
  /** Tells the workflow of each case what revision its stream has; at a bounded rate, so it may take long. */
  signalCases(order: CasesOrder): Promise<SignalledCases>;
  /** Sends decisions again whose signal seems lost. */
  sendDecisionsAgain(): Promise<DecisionsSentAgain>;
}
