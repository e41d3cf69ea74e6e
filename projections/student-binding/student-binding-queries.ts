import type { SqlQuery } from '../../eventstore/sql.js';
import { fields, type FieldsOf } from '../folding/table.js';
import { BOUND, studentBindingTable, studentCaseTable } from './student-binding-tables.js';

/** Persons bound to this pupil. */
export async function boundPersonRefs(db: SqlQuery, studentId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ person_ref: string }>(
    'select distinct person_ref from student_binding where student_id = $1 and status = any($2::text[]) order by 1',
    [studentId, BOUND],
  );
  return rows.map((row) => row.person_ref);
}

const BINDING = ['person_ref', 'request_id', 'applicant_id', 'account_id', 'status', 'since'] as const;
export type StudentBinding = FieldsOf<typeof studentBindingTable, (typeof BINDING)[number]>;

/** All applicants of the pupil over all cases: bound, under way or rejected. */
export async function bindingsOf(db: SqlQuery, studentId: string): Promise<readonly StudentBinding[]> {
  const { rows } = await db.query<StudentBinding>(
    `select ${fields(studentBindingTable, ...BINDING)}
     from student_binding where student_id = $1 order by student_binding.since, request_id, applicant_id`,
    [studentId],
  );
  return rows;
}

const CASE = ['request_id', 'login_id', 'stage', 'outcome', 'opened_at'] as const;
export type StudentCase = FieldsOf<typeof studentCaseTable, (typeof CASE)[number]>;

/** The latest case of the pupil, over all logins. */
export async function latestCaseOf(db: SqlQuery, studentId: string): Promise<StudentCase | null> {
  const { rows } = await db.query<StudentCase>(
    `select ${fields(studentCaseTable, ...CASE)}
     from student_binding_case where student_id = $1 order by opened_at desc, request_id limit 1`,
    [studentId],
  );
  return rows[0] ?? null;
}

const PLACE = ['request_id', 'student_id', 'applicant_id'] as const;
export type ApplicantPlace = FieldsOf<typeof studentBindingTable, (typeof PLACE)[number]>;

/** The case of an applicant; null for an unknown applicant. */
export async function caseOfApplicant(db: SqlQuery, applicantId: string): Promise<ApplicantPlace | null> {
  if (applicantId.includes('\0')) return null;
  const { rows } = await db.query<ApplicantPlace>(
    `select ${fields(studentBindingTable, ...PLACE)}
     from student_binding where applicant_id = $1 limit 1`,
    [applicantId],
  );
  return rows[0] ?? null;
}

/** Ids of every open case of the pupil, over all logins. */
export async function openCasesOf(db: SqlQuery, studentId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ requestId: string }>(
    `select request_id as "requestId" from student_binding_case where student_id = $1 and stage <> 'closed' order by 1`,
    [studentId],
  );
  return rows.map(({ requestId }) => requestId);
}

const BOUND_STATES = BOUND.map((status) => `'${status}'`).join(', ');

/**
 * SQL for a statement that reads other tables in the same snapshot: a JSON array of the persons bound to a pupil.
 * @param studentId an SQL expression of that statement.
 */
export function personsBoundTo(studentId: string): string {
  return `(select coalesce(json_agg(distinct b.person_ref), '[]') from student_binding b
     where b.student_id = ${studentId} and b.status in (${BOUND_STATES}))`;
}

/** An SQL expression: how many persons are bound to the pupil. @param student an expression with the student id */
export function boundCountOf(student: string): string {
  return `(select count(distinct b.person_ref)::int from student_binding b
    where b.student_id = ${student} and b.status in (${BOUND_STATES}))`;
}

/** An SQL expression: whether the pupil has an open case. @param student an expression with the student id */
export function hasOpenCase(student: string): string {
  return `exists (select from student_binding_case c where c.student_id = ${student} and c.stage <> 'closed')`;
}

/** An applicant who is bound to a pupil, with the sealed name from the case. */
export interface BoundPerson {
  readonly personRef: string;
  readonly studentId: string;
  readonly requestId: string;
  readonly applicantId: string;
  /** Sealed; null where the case has no such applicant any more. */
  readonly name: string | null;
}

/** By person, the longest bound first. */
export async function boundPersonsOf(db: SqlQuery, studentIds: readonly string[]): Promise<readonly BoundPerson[]> {
  const { rows } = await db.query<BoundPerson>(
    `select b.person_ref as "personRef", b.student_id as "studentId", b.request_id as "requestId",
       b.applicant_id as "applicantId", c.document::jsonb #>> array['applicants', b.applicant_id::text, 'name'] as name
     from student_binding b join binding_case c using (request_id)
     where b.student_id = any($1) and b.status = any($2::text[]) order by b.person_ref, b.since, b.applicant_id`,
    [studentIds, BOUND],
  );
  return rows;
}
