import type { SqlQuery } from '../../../eventstore/sql.js';
import { asInstant } from '../../../projections/queries/instant-column.js';

/** A decision that was accepted and whose outcome is not in the log yet. What it decides stays sealed. */
export interface KeptDecisionOfCase {
  readonly commandId: string;
  readonly keptAt: string;
  /** How often it was sent again, and when last; null before the first time. */
  readonly sentAgain: number;
  readonly sentAt: string | null;
}

/** Oldest first. @throws DatabaseUnavailable */
export async function keptDecisionsOf(db: SqlQuery, requestId: string): Promise<readonly KeptDecisionOfCase[]> {
  const { rows } = await db.query<KeptDecisionOfCase>(
    `select command_id::text as "commandId", ${asInstant('created_at')} as "keptAt", sent_again as "sentAgain",
       ${asInstant('sent_at')} as "sentAt"
     from command_requests where request_id = $1 and command is not null order by created_at, command_id`,
    [requestId],
  );
  return rows;
}
