/** How long an Idempotency-Key keeps naming the same action, and the deletion of older rows. */
import type { SqlQuery } from '../../../eventstore/sql.js';

export const KEPT_DAYS = 90;
/** Rows per statement (a few milliseconds) and statements per run; the next run continues. */
const AT_ONCE = 500;
const MOST_STATEMENTS = 20;
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
