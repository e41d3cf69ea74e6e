/** What the runner of one read model works with and what it reports. */
import type { EventLog } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { Poison, ReadModel } from '../folding/read-model.js';
import type { Checkpoint } from './checkpoint.js';

export interface RunnerOptions {
  /** Events in a batch, at most, but for an append that holds more; 4000. A batch is full only during a catch-up. */
  readonly batchSize: number;
  /** How long others wait for a runner that vanished; 3 s. */
  readonly leaseMs: number;
  /** How often the lease is renewed and the end of the log looked at; 1 s. */
  readonly tickMs: number;
  /** How often parked streams are tried again; 30 s. */
  readonly retryParkedMs: number;
  /** First and longest wait after trouble; 100 ms, 5 s. */
  readonly backOffMs: readonly [first: number, longest: number];
}

/** What an operator may want to read. Names and codes only. */
export type RunnerNews = { readonly readModel: string } & (
  | { readonly kind: 'active' }
  | { readonly kind: 'parked'; readonly poison: Poison }
  /** A strict read model stopped at an event that it cannot apply. */
  | { readonly kind: 'stopped'; readonly poison: Poison; readonly againInMs: number }
  | { readonly kind: 'trouble'; readonly error: unknown; readonly againInMs: number }
);

export interface Runner {
  readonly db: SqlDatabase;
  readonly log: EventLog;
  readonly model: ReadModel;
  readonly checkpoint: Checkpoint;
  readonly options: RunnerOptions;
  readonly tell: (news: RunnerNews) => void;
}
