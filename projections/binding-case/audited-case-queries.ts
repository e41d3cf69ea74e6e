/** All cases, for an auditor who looks for one. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { fields } from '../folding/table.js';
import { bindingCaseTable } from './binding-case-table.js';
import { CASE_ROW, casePageOf, readCaseCursor, type CasePage, type CaseRow } from './case-list-cursor.js';

export interface AuditedFilter {
  /** Only these. Absent: all. */
  readonly requestIds?: readonly string[];
  readonly schoolId?: string;
  /** When they were opened, RFC 3339, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** `next` of the page before. */
  readonly after?: string;
}

/** The newest first. @throws InvalidCursor */
export async function auditedCases(db: SqlQuery, filter: AuditedFilter, limit: number): Promise<CasePage> {
  const { requestIds, schoolId, from, to, after } = filter;
  const [openedAt, requestId] = after === undefined ? [null, null] : readCaseCursor(after);
  const { rows } = await db.query<CaseRow>(
    `select ${fields(bindingCaseTable, ...CASE_ROW)} from binding_case
     where ($1::text[] is null or request_id = any($1::text[])) and ($2::text is null or school_id = $2)
       and ($3::timestamptz is null or opened_at >= $3) and ($4::timestamptz is null or opened_at <= $4)
       and ($5::timestamptz is null or (opened_at, request_id) < ($5::timestamptz, $6::text))
     order by opened_at desc, request_id desc limit $7`,
    [requestIds ?? null, schoolId ?? null, from ?? null, to ?? null, openedAt, requestId, limit + 1],
  );
  return casePageOf(rows, limit);
}
