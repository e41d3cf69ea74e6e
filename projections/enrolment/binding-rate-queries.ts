/** 綁定率 of a past day: from the periods of pupils and from who was bound by the end of that day. */
import { endOfDay } from '../../domain/calendar/taipei.js';
import type { SqlDatabase, SqlQuery } from '../../eventstore/sql.js';
import { BOUND } from '../student-binding/student-binding-tables.js';

/** Pupils of one class on one day. */
export interface ClassCount {
  readonly schoolId: string;
  readonly classId: string;
  /** Enrolled and not excluded. */
  readonly denominator: number;
  /** Of them, those with at least one link in force. */
  readonly numerator: number;
  /** Of them, those with two. */
  readonly withTwo: number;
  readonly suspended: number;
  readonly experimentalEducation: number;
  readonly placement: number;
  readonly other: number;
}

export interface CountedSchool {
  readonly schoolId: string;
  readonly name: string;
}

const EXCLUDED = 'not suspended and excluded';

/** @param day `YYYY-MM-DD` · @param schoolId absent: every school */
export async function classCounts(db: SqlDatabase, day: string, schoolId?: string): Promise<readonly ClassCount[]> {
  return db.transaction(async (tx) => {
    // The pupils of a whole city are grouped in memory; with the default of 4 MB PostgreSQL would write them to disk.
    await tx.query(`set local work_mem = '64MB'`);
    return counted(tx, day, schoolId);
  });
}

async function counted(tx: SqlQuery, day: string, schoolId: string | undefined): Promise<readonly ClassCount[]> {
  const { rows } = await tx.query<ClassCount>(
    `with link as (
       select student_id, min(person_ref collate "C") <> max(person_ref collate "C") as two from student_binding
       where status = any($3::text[]) and since <= $2::timestamptz group by student_id),
     pupil as (
       select p.school_id, p.class_id, p.suspended, p.excluded, l.two, not suspended and excluded is null as counts
       from enrolment_period p left join link l using (student_id)
       where p.from_day <= $1::date and (p.to_day is null or p.to_day > $1::date) and ($4::text is null or p.school_id = $4))
     select school_id as "schoolId", class_id as "classId",
       count(*) filter (where counts)::int as denominator,
       count(*) filter (where counts and two is not null)::int as numerator,
       count(*) filter (where counts and two)::int as "withTwo",
       count(*) filter (where suspended)::int as suspended,
       count(*) filter (where ${EXCLUDED} = 'experimental-education')::int as "experimentalEducation",
       count(*) filter (where ${EXCLUDED} = 'placement')::int as placement,
       count(*) filter (where ${EXCLUDED} = 'other')::int as other
     from pupil group by 1, 2 order by 1, 2`,
    [day, endOfDay(day), BOUND, schoolId ?? null],
  );
  return rows;
}

/** The schools that took part by the end of the day, under the names that they have now. */
export async function countedSchools(db: SqlQuery, day: string, schoolId?: string): Promise<readonly CountedSchool[]> {
  const { rows } = await db.query<CountedSchool>(
    `select school_id as "schoolId", name from enrolment_school
     where added_on <= $1::date and ($2::text is null or school_id = $2) order by 1`,
    [day, schoolId ?? null],
  );
  return rows;
}
