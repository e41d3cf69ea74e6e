import type { Instant } from '../domain/binding/events.js';
import type { SqlQuery } from '../eventstore/sql.js';
import { instant } from './instant-column.js';
import { until } from './until.js';

export interface CommandOutcome {
  readonly commandId: string;
  readonly requestId: string;
  /** The one applicant it was about; null for commands about the request or about several. */
  readonly applicantId: string | null;
  readonly actorId: string;
  readonly status: 'accepted' | 'refused';
  /** Null when accepted. */
  readonly code: string | null;
  /** Of the command's last event. */
  readonly revision: number;
  readonly at: Instant;
}

/** What became of a command; null when the read model has seen no event of it (yet). */
export async function findOutcome(db: SqlQuery, commandId: string): Promise<CommandOutcome | null> {
  const { rows } = await db.query<CommandOutcome>(
    `select command_id as "commandId", request_id as "requestId", applicant_id as "applicantId",
       actor_id as "actorId", status, code, revision, ${instant('at')} as "at"
     from command_outcome where command_id = $1`,
    [commandId],
  );
  return rows[0] ?? null;
}

/** As findOutcome, and waits for it. @returns null when there is none within `timeoutMs`. */
export async function waitForOutcome(
  db: SqlQuery,
  commandId: string,
  timeoutMs: number,
): Promise<CommandOutcome | null> {
  return until(timeoutMs, () => findOutcome(db, commandId));
}
