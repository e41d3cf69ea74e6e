import type { Outcome } from '../../domain/binding/vocabulary.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import type { CaseDocument } from './case-document.js';
import { CASE_ROW, casePageOf, readCaseCursor, type CasePage, type CaseRow } from './case-list-cursor.js';
import { fields } from '../folding/table.js';
import { bindingCaseTable } from './binding-case-table.js';
import { until } from '../queries/until.js';

/** The cases as far as the read model has come, in the order of their ids; null for one that it does not know (yet). */
export async function findCases(
  db: SqlQuery,
  requestIds: readonly string[],
): Promise<readonly (CaseDocument | null)[]> {
  const sql = 'select document from binding_case where request_id = any($1)';
  const { rows } = await db.query<{ document: string }>(sql, [requestIds], 'cases');
  const found = rows.map((row) => JSON.parse(row.document) as CaseDocument);
  return requestIds.map((id) => found.find(({ requestId }) => requestId === id) ?? null);
}

export interface LoginFilter {
  readonly loginId: string;
  readonly outcome?: Outcome;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** A page of the cases of a login, the newest first. @throws InvalidCursor */
export async function casesOfLogin(db: SqlQuery, filter: LoginFilter): Promise<CasePage> {
  const { loginId, outcome, after, limit } = filter;
  const [openedAt, requestId] = after === undefined ? [null, null] : readCaseCursor(after);
  const { rows } = await db.query<CaseRow>(
    `select ${fields(bindingCaseTable, ...CASE_ROW)} from binding_case
     where login_id = $1 and ($2::text is null or outcome = $2::text)
       and ($3::timestamptz is null or (opened_at, request_id) < ($3::timestamptz, $4::text))
     order by opened_at desc, request_id desc limit $5`,
    [loginId, outcome ?? null, openedAt, requestId, limit + 1],
  );
  return casePageOf(rows, limit);
}

/** The open case of this login for this pupil; there is at most one. */
export async function openCaseOf(db: SqlQuery, studentId: string, loginId: string): Promise<CaseDocument | null> {
  const where = 'where login_id = $1 and student_id = $2 and not closed order by opened_at desc limit 1';
  const [document] = await documents(db, where, [loginId, studentId]);
  return document ?? null;
}

/** Open cases of a school that were entered at the counter and of which nothing was sent yet, the newest first. */
export async function unsentCounterCases(
  db: SqlQuery,
  schoolId: string,
  limit: number,
): Promise<readonly CaseDocument[]> {
  const where = `where school_id = $1 and not closed and stage <> 'review'
    and document::json -> 'state' ->> 'channel' = 'assisted' order by opened_at desc, request_id limit $2`;
  return documents(db, where, [schoolId, limit]);
}

/** Open cases of a school in which the family says that the pupil's data are wrong, due first. */
export async function disputedCases(db: SqlQuery, schoolId: string, limit: number): Promise<readonly CaseDocument[]> {
  const where = `where school_id = $1 and stage = 'student-info'
    and document::json -> 'state' -> 'dispute' is not null order by next_due_at, request_id limit $2`;
  return documents(db, where, [schoolId, limit]);
}

/** Ids of open cases in their order, of one school or of all (null). */
export async function openCasesAfter(
  db: SqlQuery,
  schoolId: string | null,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ requestId: string }>(
    `select request_id as "requestId" from binding_case
     where not closed and request_id > $2 and ($1::text is null or school_id = $1) order by request_id limit $3`,
    [schoolId, after, limit],
  );
  return rows.map(({ requestId }) => requestId);
}

/** How many cases of this login for this pupil are closed: the `n` of the next requestId. */
export async function countClosed(db: SqlQuery, studentId: string, loginId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from binding_case where login_id = $1 and student_id = $2 and closed',
    [loginId, studentId],
  );
  return rows[0]?.count ?? 0;
}

/** Waits until the case has come to `minRevision`. @returns false when it has not within `timeoutMs`. */
export async function waitForRevision(
  db: SqlQuery,
  requestId: string,
  minRevision: number,
  timeoutMs: number,
): Promise<boolean> {
  const reached = await until(timeoutMs, async () => {
    const sql = 'select 1 from binding_case where request_id = $1 and revision >= $2';
    const { rows } = await db.query(sql, [requestId, minRevision]);
    return rows.length > 0 ? true : null;
  });
  return reached ?? false;
}

/** SQL for a statement on another table: true where the case is closed. @param requestId an SQL expression */
export function isClosedCase(requestId: string): string {
  return `exists (select from binding_case c where c.request_id = ${requestId} and c.closed)`;
}

async function documents(db: SqlQuery, where: string, values: readonly unknown[]): Promise<readonly CaseDocument[]> {
  const { rows } = await db.query<{ document: string }>(`select document from binding_case ${where}`, values);
  return rows.map((row) => JSON.parse(row.document) as CaseDocument);
}
