import type { LogKind } from '../fault/system/engines.js';
import type { Starting, SystemUnderFault } from '../fault/system/system-under-fault.js';

/** What a family with a browser meets while the fault lasts. */
export type Expected =
  /** As always. */
  | 'goes on'
  /** An answer that says what to do: 503 or 429 with Retry-After. Some may still succeed. */
  | 'is told to come again'
  /** Nobody is there to answer. */
  | 'hears nothing';

/** One way in which a day goes wrong, and what must hold all the same. */
export interface BadDay {
  readonly name: string;
  /** A line for who runs it. */
  readonly says: string;
  readonly log: LogKind;
  /** How the fault begins. @returns how it ends, and what it has seen that should not have been */
  begin(system: SystemUnderFault): Promise<() => Promise<readonly string[] | void>>;
  /** How long it lasts, in milliseconds. */
  readonly ms: number;
  /** Parts that /health/ready names while it lasts; empty: all is well, or nobody can be asked. */
  readonly failing: readonly string[];
  /** Others that it may name. */
  readonly mayFail?: readonly string[];
  readonly reads: Expected;
  readonly writes: Expected;
  /** What needs no engine; absent: goes on. */
  readonly open?: Expected;
  /** Longest that anybody waits for an answer, in milliseconds; 10 s, which is a time-out of the database, of the log and of Temporal. */
  readonly longestMs?: number;
}

/** A bad day that needs a system started in a special way. */
export interface Prepared {
  readonly starting: Pick<Starting, 'folder' | 'env'>;
  readonly day: BadDay;
  readonly putAway: () => Promise<void> | void;
}

export type AnyDay = BadDay | { readonly name: string; prepare(): Promise<Prepared> };
