import type { Instant } from '../../domain/calendar/instants.js';
import type { ApplicantStatus, Outcome, Stage } from '../../domain/binding/vocabulary.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { instant } from '../queries/instant-column.js';
import { BOUND } from './student-binding.js';

/** Persons bound to this pupil. */
export async function boundPersonRefs(db: SqlQuery, studentId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ person_ref: string }>(
    'select distinct person_ref from student_binding where student_id = $1 and status = any($2::text[]) order by 1',
    [studentId, BOUND],
  );
  return rows.map((row) => row.person_ref);
}

export interface StudentBinding {
  readonly personRef: string;
  readonly requestId: string;
  readonly applicantId: string;
  /** Null before an account was created or linked. */
  readonly accountId: string | null;
  readonly status: ApplicantStatus;
  readonly since: Instant;
}

/** Everybody who is bound, on the way, or was turned down, over all cases of the pupil. */
export async function bindingsOf(db: SqlQuery, studentId: string): Promise<readonly StudentBinding[]> {
  const { rows } = await db.query<StudentBinding>(
    `select person_ref as "personRef", request_id as "requestId", applicant_id as "applicantId",
       account_id as "accountId", status, ${instant('since')} as since
     from student_binding where student_id = $1 order by student_binding.since, request_id, applicant_id`,
    [studentId],
  );
  return rows;
}

export interface StudentCase {
  readonly requestId: string;
  readonly loginId: string;
  readonly stage: Stage;
  readonly outcome: Outcome | null;
  readonly openedAt: Instant;
}

/** The latest case of the pupil, whoever opened it. */
export async function latestCaseOf(db: SqlQuery, studentId: string): Promise<StudentCase | null> {
  const { rows } = await db.query<StudentCase>(
    `select request_id as "requestId", login_id as "loginId", stage, outcome, ${instant('opened_at')} as "openedAt"
     from student_binding_case where student_id = $1 order by opened_at desc, request_id limit 1`,
    [studentId],
  );
  return rows[0] ?? null;
}

export interface ApplicantPlace {
  readonly requestId: string;
  readonly studentId: string;
  readonly applicantId: string;
}

/** The case in which somebody applies; null for nobody. */
export async function caseOfApplicant(db: SqlQuery, applicantId: string): Promise<ApplicantPlace | null> {
  if (applicantId.includes('\0')) return null;
  const { rows } = await db.query<ApplicantPlace>(
    `select request_id as "requestId", student_id as "studentId", applicant_id as "applicantId"
     from student_binding where applicant_id = $1 limit 1`,
    [applicantId],
  );
  return rows[0] ?? null;
}

/** Ids of every case of the pupil that is not closed, whoever opened it. */
export async function openCasesOf(db: SqlQuery, studentId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ requestId: string }>(
    `select request_id as "requestId" from student_binding_case where student_id = $1 and stage <> 'closed' order by 1`,
    [studentId],
  );
  return rows.map(({ requestId }) => requestId);
}
