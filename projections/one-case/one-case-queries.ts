/** Where the read models are with one case: for an operator who asks why it does not move. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { BINDING_CATEGORY } from '../folding/binding-events.js';
import type { Poison } from '../folding/read-model.js';
import { readModels } from '../read-models.js';
import { asInstant } from '../queries/instant-column.js';

/** Ids of the cases that begin with this text, in their order, at most `limit`; of those that the audit trail has seen. */
export async function requestIdsWith(db: SqlQuery, prefix: string, limit: number): Promise<readonly string[]> {
  const from = `${BINDING_CATEGORY}-${prefix}`;
  const { rows } = await db.query<{ stream: string }>(
    // Streams are compared byte by byte, and no character of an id comes after a tilde.
    `select stream from audit_trail where revision = 0 and stream >= $1 and stream < $1 || '~' order by stream limit $2`,
    [from, limit],
  );
  return rows.map(({ stream }) => stream.slice(BINDING_CATEGORY.length + 1));
}

/** The last revision that each read model has applied of this case; -1 where it knows nothing of it. */
export async function revisionsOf(
  db: SqlQuery,
  requestId: string,
): Promise<readonly { readonly readModel: string; readonly revision: number }[]> {
  const { rows } = await db.query<Record<string, number | null>>(
    `select (select revision from binding_case where request_id = $1) as binding_case,
       (select revision from review_inbox_request_v1 where request_id = $1) as review_inbox,
       (select revision from command_outcome_request_v1 where request_id = $1) as command_outcome,
       (select revision from student_binding_case where request_id = $1) as student_binding,
       (select max(revision) from audit_trail where stream = $2) as audit_trail`,
    [requestId, `${BINDING_CATEGORY}-${requestId}`],
  );
  return Object.entries(rows[0] ?? {}).map(([readModel, revision]) => ({ readModel, revision: revision ?? -1 }));
}

export interface ParkedRow extends Omit<Poison, 'stream'> {
  readonly readModel: string;
  readonly attempts: number;
  /** RFC 3339. */
  readonly parkedAt: string;
  /** True: the read model goes on for no other stream either. */
  readonly stopsAll: boolean;
}

/** The read models that cannot apply an event of this case. */
export async function parkedOf(db: SqlQuery, requestId: string): Promise<readonly ParkedRow[]> {
  const { rows } = await db.query<Omit<ParkedRow, 'stopsAll'>>(
    `select read_model as "readModel", revision, event_type as "eventType", code, attempts,
       ${asInstant('parked_at')} as "parkedAt"
     from projection_parked where stream = $1 order by read_model`,
    [`${BINDING_CATEGORY}-${requestId}`],
  );
  return rows.map((row) => ({
    ...row,
    stopsAll: readModels.some(({ name, strict }) => strict && name === row.readModel),
  }));
}
