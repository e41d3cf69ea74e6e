/** How long the same Idempotency-Key stands for the same action, and what clears up afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { SIGN_IN_FAILURES } from '../../people/accounts/sign-in-limits.js';
import { nameOfError } from '../../logging/name-of-error.js';

export const KEPT_DAYS = 90;
/** A statement this size is over in a few milliseconds; a pass of so many leaves the rest for the next. */
const AT_ONCE = 500;
const MOST_STATEMENTS = 20;
const BETWEEN_PASSES_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Deletes rows of `command_requests` whose answer is older than 90 days, and calls that never got one and are as old; at
 * most 10,000. A decision that waits for its outcome keeps its row, however old: reconcile sends it again from there.
 * @returns how many. @throws DatabaseUnavailable
 */
export async function forgetOldRequests(db: SqlQuery, now: Date): Promise<number> {
  const until = new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString();
  let deleted = 0;
  for (let statements = 0; statements < MOST_STATEMENTS; statements++) {
    const { rowCount } = await db.query(
      // Several workers do this at the same time without waiting for each other.
      `delete from command_requests where ctid in (
         select ctid from command_requests
         where command is null and coalesce(finished_at, created_at) < $1
         order by coalesce(finished_at, created_at) limit $2 for update skip locked)`,
      [until, AT_ONCE],
    );
    deleted += rowCount;
    if (rowCount < AT_ONCE) break;
  }
  return deleted;
}

/** Counts of failed sign-ins whose time is over. @returns how many. @throws DatabaseUnavailable */
export async function forgetSignInFailures(db: SqlQuery, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `delete from ${SIGN_IN_FAILURES} where key in (select key from ${SIGN_IN_FAILURES} where expire < $1 limit $2)`,
    [now.getTime(), AT_ONCE * MOST_STATEMENTS],
  );
  return rowCount;
}

/**
 * Does both now and every ten minutes for as long as the process lives.
 * @param say a line for the operator when the database does not let it.
 */
export function keepForgetting(db: SqlQuery, say: (line: string) => void): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await pass(db).catch((error: unknown) => say(`old Idempotency-Keys stay for now: ${nameOfError(error)}`));
      await pause(BETWEEN_PASSES_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function pass(db: SqlQuery): Promise<void> {
  const now = new Date();
  await forgetOldRequests(db, now);
  await forgetSignInFailures(db, now);
}
