/** What changes in the school's own records beside a correction: family ties, holds, classes, leaving. Each may be repeated. */
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';

/** What became of the pupil's entry. */
export interface ChangedPupil {
  readonly studentId: string;
  readonly rosterVersion: number;
}

const PUPIL = 'student_id as "studentId", roster_version as "rosterVersion"';

/** @returns null where nobody has the account at the school. @throws DatabaseUnavailable, as all here */
export async function setFamilyTie(
  db: SqlDatabase,
  { studentId, schoolId }: { readonly studentId: string; readonly schoolId: string },
  account: string,
  tied: boolean,
): Promise<ChangedPupil | null> {
  const { rows } = await db.query<{ staffId: string }>(
    'select staff_id as "staffId" from staff_logins where school_id = $1 and account = $2',
    [schoolId, account],
  );
  const [staff] = rows;
  if (!staff) return null;
  const sql = tied
    ? 'insert into family_ties (staff_id, student_id) values ($1, $2) on conflict do nothing'
    : 'delete from family_ties where staff_id = $1 and student_id = $2';
  await db.query(sql, [staff.staffId, studentId]);
  return entry(db, studentId);
}

/** A protective order: nobody at the school decides alone. */
export async function setRestricted(db: SqlQuery, studentId: string, restricted: boolean): Promise<ChangedPupil> {
  await db.query('update students set restricted = $2 where student_id = $1', [studentId, restricted]);
  return entry(db, studentId);
}

/** The class must be one of the school's. */
export async function moveToClass(db: SqlQuery, studentId: string, classId: string): Promise<ChangedPupil> {
  await db.query(
    `update students set class_id = $2, roster_version = roster_version + 1 where student_id = $1 and class_id <> $2`,
    [studentId, classId],
  );
  return entry(db, studentId);
}

export const ENDINGS = ['left', 'graduated', 'died'] as const;

export async function leaveSchool(
  db: SqlQuery,
  studentId: string,
  ending: (typeof ENDINGS)[number],
): Promise<ChangedPupil> {
  await db.query(
    `update students set enrolment = $2, roster_version = roster_version + 1 where student_id = $1 and enrolment <> $2`,
    [studentId, ending],
  );
  return entry(db, studentId);
}

/** A day without office work, at one school or at all. @param day `YYYY-MM-DD` */
export async function closeDay(db: SqlQuery, day: string, schoolId: string | null): Promise<void> {
  await db.query(
    `insert into closures (school_id, from_day, to_day, kind) values ($1, $2, $2, 'suspended') on conflict do nothing`,
    [schoolId, day],
  );
}

async function entry(db: SqlQuery, studentId: string): Promise<ChangedPupil> {
  const { rows } = await db.query<ChangedPupil>(`select ${PUPIL} from students where student_id = $1`, [studentId]);
  const [pupil] = rows;
  if (!pupil) throw new Error('the pupil has gone from the roster');
  return pupil;
}
