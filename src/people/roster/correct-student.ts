/** 更正學生資料 in the roster: sealed as at the enrolment, with a new version for 確認學生相關資訊. */
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { violatedUnique } from '../../adapters/postgres/errors.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { numberIndex, parentAccountIndex, pupilContext, type PupilField } from './roster-place.js';

export interface StudentChanges {
  readonly name?: string;
  readonly classId?: string;
  readonly studentNumber?: string;
}

export type Correction = 'corrected' | 'done-before' | 'number-taken';

/**
 * Once for each commandId. With the number the name of the pupil's parent login (P and the number) changes.
 * @param changes checked: the class is one of the school's. @throws DatabaseUnavailable
 */
export async function correctStudent(
  db: SqlDatabase,
  personalData: PersonalDataService,
  { indexKey }: Pick<Config, 'indexKey'>,
  pupil: { readonly studentId: string; readonly schoolId: string },
  changes: StudentChanges,
  commandId: string,
): Promise<Correction> {
  const { studentId, schoolId } = pupil;
  const seal = async (value: string | undefined, field: PupilField): Promise<string | null> =>
    value === undefined ? null : personalData.seal(value, pupilContext(schoolId, studentId, field));
  const name = await seal(changes.name, 'name');
  const number = await seal(changes.studentNumber, 'number');
  const { studentNumber, classId = null } = changes;
  const index = studentNumber === undefined ? null : numberIndex(indexKey, schoolId, studentNumber);
  try {
    return await db.transaction(async (tx) => {
      if (!(await remember(tx, studentId, commandId))) return 'done-before';
      await tx.query(
        `update students set name = coalesce($2, name), number = coalesce($3, number),
           number_index = coalesce($4, number_index), class_id = coalesce($5, class_id),
           roster_version = roster_version + 1 where student_id = $1`,
        [studentId, name, number, index, classId],
      );
      if (studentNumber !== undefined) {
        await tx.query('update parent_logins set account_index = $2 where student_id = $1', [
          studentId,
          parentAccountIndex(indexKey, schoolId, `P${studentNumber}`),
        ]);
      }
      return 'corrected';
    });
  } catch (error) {
    if (violatedUnique(error) === undefined) throw error;
    return 'number-taken';
  }
}

/**
 * Puts back what a correction replaced, as a newer version of the entry: its case refused it after all.
 * Where the entry was changed once more since, that change stands.
 * @returns whether anything was put back; the second time nothing is. @throws DatabaseUnavailable
 */
export function takeBackCorrection(db: SqlDatabase, commandId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update students s set name = c.name, number = c.number, number_index = c.number_index, class_id = c.class_id,
         roster_version = s.roster_version + 1
       from roster_corrections c
       where c.command_id = $1 and s.student_id = c.student_id and s.roster_version = c.roster_version + 1`,
      [commandId],
    );
    if (rowCount === 1) {
      await tx.query(
        `update parent_logins l set account_index = c.account_index
         from roster_corrections c where c.command_id = $1 and l.student_id = c.student_id`,
        [commandId],
      );
    }
    await tx.query('delete from roster_corrections where command_id = $1', [commandId]);
    return rowCount === 1;
  });
}

export async function hasClass(db: SqlQuery, schoolId: string, classId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from classes where school_id = $1 and class_id = $2', [
    schoolId,
    classId,
  ]);
  return rowCount > 0;
}

/** Keeps what the correction is about to replace. @returns false where it was made before. */
async function remember(tx: SqlQuery, studentId: string, commandId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into roster_corrections
       (command_id, student_id, name, number, number_index, class_id, account_index, roster_version)
     select $1, student_id, s.name, s.number, s.number_index, s.class_id, l.account_index, s.roster_version
     from students s join parent_logins l using (student_id) where student_id = $2 for update of s
     on conflict do nothing`,
    [commandId, studentId],
  );
  return rowCount === 1;
}
