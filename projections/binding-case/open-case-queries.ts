/** The cases that have something to do, page by page, for the pass that tells their workflows how far their streams have come. */
import type { Instant } from '../../domain/calendar/instants.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { fields, type FieldsOf } from '../folding/table.js';
import { bindingCaseTable } from './binding-case-table.js';
import { asInstant } from '../queries/instant-column.js';

export type OpenCaseRow = FieldsOf<typeof bindingCaseTable, 'request_id' | 'revision'>;

/** Closed, and an account is still to be disabled. */
const RELEASING = 'closed and next_due_at is not null';

/** All of them, in the order of requestId. */
export async function everyOpenCase(
  db: SqlQuery,
  after: string | null,
  limit: number,
): Promise<readonly OpenCaseRow[]> {
  return openCases(db, 'true', [after, limit]);
}

/** Those whose deadline has been past for a minute, or that had an event since then, in the order of requestId. */
export async function changedOpenCases(
  db: SqlQuery,
  since: Instant,
  after: string | null,
  limit: number,
): Promise<readonly OpenCaseRow[]> {
  const late = `next_due_at < now() - interval '1 minute'`;
  return openCases(db, `(${late} or updated_at >= $3::timestamptz)`, [after, limit, since]);
}

export async function countOpenCases(db: SqlQuery): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from binding_case where not closed',
  );
  return rows[0]?.count ?? 0;
}

/**
 * Up to when every event is in binding_case: the moment at which its runner last looked where the log ends, less what an
 * event may take from the clock of its writer into the log. Null while the read model has not come to that end.
 */
export async function casesSeenUntil(db: SqlQuery): Promise<Instant | null> {
  const { rows } = await db.query<{ until: Instant | null }>(
    `select ${asInstant(`(looked_at - interval '10 seconds')`)} as until from projection_checkpoint
     where read_model = 'binding_case' and behind_since is null order by version limit 1`,
  );
  return rows[0]?.until ?? null;
}

async function openCases(db: SqlQuery, which: string, values: readonly unknown[]): Promise<readonly OpenCaseRow[]> {
  const columns = fields(bindingCaseTable, 'request_id', 'revision');
  // Two indexed walks: an "or" would read every case that was ever closed.
  const walk = (cases: string) => `(select ${columns} from binding_case where ${cases}
    and request_id > coalesce($1::text, '') and ${which} order by request_id limit $2::integer)`;
  const { rows } = await db.query<OpenCaseRow>(
    `${walk('not closed')} union all ${walk(RELEASING)} order by "requestId" limit $2::integer`,
    values,
  );
  return rows;
}
