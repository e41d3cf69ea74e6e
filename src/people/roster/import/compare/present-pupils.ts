/** A school's pupils as the registry has them, in the form that a file is compared with. */
import type { SqlQuery } from '../../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../../privacy/personal-data.js';
import { pupilContext } from '../../roster-place.js';

export interface PresentPupil {
  readonly studentId: string;
  readonly classId: string;
  readonly enrolment: 'enrolled' | 'left' | 'graduated' | 'died';
  readonly suspended: boolean;
  readonly excluded: string | null;
  /** Sealed. */
  readonly name: string;
  /** Hexadecimal. */
  readonly numberIndex: string;
  readonly idIndex: string;
}

export interface Correction {
  /** What the correction replaced: sealed, but for a class. */
  readonly before: string;
  /** The file's value that was decided against; sealed as a conflict's, but for a class. */
  readonly refused: readonly string[];
}

export async function presentPupils(db: SqlQuery, schoolId: string): Promise<readonly PresentPupil[]> {
  const { rows } = await db.query<PresentPupil>(
    `select student_id as "studentId", class_id as "classId", enrolment, suspended, excluded, name,
       encode(number_index, 'hex') as "numberIndex", encode(id_index, 'hex') as "idIndex"
     from students where school_id = $1`,
    [schoolId],
  );
  return rows;
}

export interface ElsewherePupil {
  readonly studentId: string;
  readonly schoolId: string;
  readonly active: boolean;
  /** Whether the pupil went there from the school of the file. */
  readonly movedFromHere: boolean;
}

const GROUP = 2_000;

/** Pupils of other schools with one of these ID numbers, by the hexadecimal index. */
export async function pupilsElsewhere(
  db: SqlQuery,
  schoolId: string,
  idIndexes: readonly string[],
): Promise<ReadonlyMap<string, ElsewherePupil>> {
  const found = new Map<string, ElsewherePupil>();
  for (let first = 0; first < idIndexes.length; first += GROUP) {
    const { rows } = await db.query<ElsewherePupil & { idIndex: string }>(
      `select s.student_id as "studentId", s.school_id as "schoolId", s.enrolment = 'enrolled' as active,
         m.student_id is not null as "movedFromHere", encode(s.id_index, 'hex') as "idIndex"
       from students s left join student_moves m on m.student_id = s.student_id and m.from_school = $1
         and m.to_school = s.school_id
       where s.school_id <> $1 and s.id_index = any(select decode(i, 'hex') from unnest($2::text[]) as i)
       order by s.enrolment = 'enrolled'`,
      [schoolId, idIndexes.slice(first, first + GROUP)],
    );
    for (const { idIndex, ...pupil } of rows) found.set(idIndex, pupil);
  }
  return found;
}

/** Names in clear by studentId; null for an erased pupil. */
export async function namesOf(
  personalData: PersonalDataService,
  schoolId: string,
  pupils: readonly Pick<PresentPupil, 'studentId' | 'name'>[],
): Promise<ReadonlyMap<string, string | null>> {
  const names = await personalData.openWhatIsLeft(
    pupils.map(({ studentId, name }) => ({ sealed: name, context: pupilContext(schoolId, studentId, 'name') })),
  );
  return new Map(pupils.map(({ studentId }, i) => [studentId, names[i] ?? null]));
}

/** Corrections made here that no file has confirmed, by `studentId/field`. */
export async function correctionsOf(db: SqlQuery, schoolId: string): Promise<ReadonlyMap<string, Correction>> {
  const { rows } = await db.query<Correction & { key: string }>(
    `select c.student_id || '/' || c.field as key, c.before,
       array(select k.file from roster_conflicts k where k.student_id = c.student_id and k.field = c.field
         and k.kept = 'here') as refused
     from student_corrections c join students s using (student_id) where s.school_id = $1`,
    [schoolId],
  );
  return new Map(rows.map(({ key, ...correction }) => [key, correction]));
}
