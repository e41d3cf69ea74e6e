/** The open cases in which something waits for the administrator. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { fields } from '../folding/table.js';
import { bindingCaseTable } from './binding-case-table.js';
import { CASE_ROW, casePageOf, readCaseCursor, type CasePage, type CaseRow } from './case-list-cursor.js';

/**
 * Those with an account that failed, or with a review or a dispute that came to the administrator because it is overdue;
 * the oldest first. @throws InvalidCursor
 */
export async function administratorsCases(db: SqlQuery, after: string | undefined, limit: number): Promise<CasePage> {
  const [openedAt, requestId] = after === undefined ? [null, null] : readCaseCursor(after);
  const { rows } = await db.query<CaseRow>(
    `select ${fields(bindingCaseTable, ...CASE_ROW)} from binding_case c
     where not closed
       and (exists (select from student_binding b where b.request_id = c.request_id and b.status = 'account-failed')
         or exists (select from review_inbox i where i.request_id = c.request_id and i.holder = 'administrator')
         or (stage = 'student-info' and document::json -> 'state' -> 'dispute' ->> 'holder' = 'administrator'))
       and ($1::timestamptz is null or (opened_at, request_id) > ($1::timestamptz, $2::text))
     order by opened_at, request_id limit $3`,
    [openedAt, requestId, limit + 1],
  );
  return casePageOf(rows, limit);
}
