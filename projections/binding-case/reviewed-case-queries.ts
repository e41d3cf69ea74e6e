/** The cases that came to a reviewer, each once, however many applicants of it were sent. */
import type { Holder, Outcome } from '../../domain/binding/vocabulary.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { CASE_ROW, casePageOf, readCaseCursor, type CasePage, type CaseRow } from './case-list-cursor.js';
import { fields } from '../folding/table.js';
import { bindingCaseTable } from './binding-case-table.js';

export interface ReviewedFilter {
  readonly schoolId: string;
  /** Absent: the whole school. Empty: nothing. */
  readonly classIds?: readonly string[];
  /** Only what came to these. Absent: whatever was sent, and the answers 無意參加, which come back to the school too. */
  readonly holders?: readonly Holder[];
  readonly outcome?: Outcome;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** The newest first. @throws InvalidCursor */
export async function reviewedCases(db: SqlQuery, filter: ReviewedFilter): Promise<CasePage> {
  const { schoolId, classIds, holders, outcome, after, limit } = filter;
  const [openedAt, requestId] = after === undefined ? [null, null] : readCaseCursor(after);
  const { rows } = await db.query<CaseRow>(
    `select ${fields(bindingCaseTable, ...CASE_ROW)} from binding_case
     where school_id = $1
       and ($2::text[] is null or class_id = any($2::text[]))
       and (($3::text[] is null and outcome = 'refused') or exists (
         select 1 from review_inbox i where i.request_id = binding_case.request_id
           and ($3::text[] is null or i.holder = any($3::text[]) or i.decided_by = any($3::text[]))))
       and ($4::text is null or outcome = $4::text)
       and ($5::timestamptz is null or (opened_at, request_id) < ($5::timestamptz, $6::text))
     order by opened_at desc, request_id desc
     limit $7`,
    [schoolId, classIds ?? null, holders ?? null, outcome ?? null, openedAt, requestId, limit + 1],
  );
  return casePageOf(rows, limit);
}
