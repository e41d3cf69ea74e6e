/** Who belongs to an account: the pupils it is bound to, and the name of its person. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { asInstant } from '../queries/instant-column.js';
import type { LeanRequest } from '../folding/lean-request.js';
import { BOUND } from './student-binding-tables.js';

export interface BoundPupil {
  readonly studentId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly relation: string;
  readonly since: string;
}

interface Row {
  readonly requestId: string;
  readonly applicantId: string;
  readonly studentId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly since: string;
  readonly document: string;
}

const BOUND_TO = `
  select b.request_id as "requestId", b.applicant_id as "applicantId", s.student_id as "studentId",
    s.school_id as "schoolId", s.class_id as "classId", ${asInstant('b.since')} as since, c.document
  from student_binding b join student_binding_case c using (request_id) join students s on s.student_id = b.student_id
  where b.account_id = $1 and b.status = any($2::text[]) and s.enrolment = 'enrolled'
  order by b.since, b.request_id, b.applicant_id`;

/** The pupils of an account, with school and class as the roster has them now; each once, since its first link. */
export async function boundPupils(db: SqlQuery, accountId: string): Promise<readonly BoundPupil[]> {
  const { rows } = await db.query<Row>(BOUND_TO, [accountId, BOUND], 'bound-pupils');
  const firsts = new Map<string, Row>();
  for (const row of rows) if (!firsts.has(row.studentId)) firsts.set(row.studentId, row);
  return [...firsts.values()].map(({ applicantId, studentId, schoolId, classId, since, document }) => {
    const { request } = JSON.parse(document) as LeanRequest;
    const relation = request.applicants.find((one) => one.applicantId === applicantId)?.relation ?? 'other';
    return { studentId, schoolId, classId, relation, since };
  });
}

export interface NamePlace {
  readonly requestId: string;
  readonly applicantId: string;
  /** Sealed; stream of the request, subject applicantId, field `name`. */
  readonly name: string;
}

/** The name in the latest application that was decided for this account. */
export async function nameOfAccountHolder(db: SqlQuery, accountId: string): Promise<NamePlace | null> {
  const { rows } = await db.query<Row>(
    `select b.request_id as "requestId", b.applicant_id as "applicantId", c.document
     from student_binding b join student_binding_case c using (request_id)
     where b.account_id = $1 and b.status = any($2::text[]) order by b.since desc, b.request_id limit 1`,
    [accountId, BOUND],
    'account-holder',
  );
  const [row] = rows;
  if (!row) return null;
  const { requestId, applicantId, document } = row;
  const name = (JSON.parse(document) as LeanRequest).applicants[applicantId]?.name;
  return name === undefined || name === '' ? null : { requestId, applicantId, name };
}

/** The accounts that were made or linked in a case. @param which its number, or its id */
export async function accountsOfCase(db: SqlQuery, which: string): Promise<readonly string[]> {
  if (which.includes('\0')) return [];
  const { rows } = await db.query<{ accountId: string }>(
    `select distinct b.account_id as "accountId" from student_binding b join student_binding_case c using (request_id)
     where (c.request_id = $1 or upper(c.document::jsonb -> 'request' ->> 'caseNumber') = upper($1))
       and b.account_id is not null order by 1`,
    [which],
  );
  return rows.map(({ accountId }) => accountId);
}
