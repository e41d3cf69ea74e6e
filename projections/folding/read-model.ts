/**
 * A read model is a copy of what the log says, shaped for one question. It can be dropped and filled again.
 * The runner (runner.ts) treats every read model alike: it delivers events, keeps the checkpoint, and parks what cannot be applied.
 */
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlTransaction } from '../../eventstore/sql.js';

export interface ReadModel {
  /** snake_case; also the name of the view that readers use. */
  readonly name: string;
  /** Raised when tables or folding change; each version has its own tables and its own checkpoint. */
  readonly version: number;
  /** Categories of the streams it reads (the part before the first dash); others only move the checkpoint. */
  readonly categories: readonly string[] | 'all';
  /** Its tables, with their version. A rebuild creates copies with today's structure. */
  readonly tables: readonly string[];
  /** True: it never goes past an event that it cannot apply, also not for other streams. It stops there and says so. */
  readonly strict?: true;
  /** True: what it holds is evidence of what the log held. A rebuild that differs from it does not take its place by itself. */
  readonly isEvidence?: true;
  /**
   * Applies events, in the order of the log, to the rows inside `tx`. Events that were applied before change nothing.
   * A stream that cannot be read further keeps its rows as of the event before, and is reported.
   * @throws what the database throws; nothing is applied then.
   */
  apply(events: readonly StoredEvent[], tx: SqlTransaction): Promise<readonly Poison[]>;
}

/** Why and where a stream stopped for one read model. Names and codes only: never a value of the event. */
export interface Poison {
  readonly stream: string;
  /** First revision that is not applied. */
  readonly revision: number;
  readonly eventType: string;
  readonly code: PoisonCode;
}

/** `sql-…`: the database refused the row (SQLSTATE); `failed-…`: the fold threw (name of the error). */
export type PoisonCode =
  'gap' | 'not-opened' | 'newer-schema' | `misshapen-${string}` | `sql-${string}` | `failed-${string}`;

/** Thrown by a fold: this event can never be applied by this release, whatever the state of the database. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  constructor(readonly code: PoisonCode) {
    super(code);
  }
}

/** A strict read model stopped at an event that it cannot apply. Everything before it is applied, nothing after it. */
export class StoppedAtPoison extends Error {
  override readonly name = 'StoppedAtPoison';
  constructor(readonly poison: Poison) {
    super(`cannot go past ${poison.eventType} (${poison.stream}, revision ${poison.revision}): ${poison.code}`);
  }
}

export function readsStream({ categories }: Pick<ReadModel, 'categories'>, stream: string): boolean {
  return categories === 'all' || categories.includes(categoryOf(stream));
}

export function poisonCodeOf(error: unknown): PoisonCode {
  if (error instanceof PoisonEvent) return error.code;
  return `failed-${error instanceof Error ? error.name : 'unknown'}`;
}

/** `bindingRequest-1b4e…` → `bindingRequest`. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}
