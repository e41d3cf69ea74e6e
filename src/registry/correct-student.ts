/** 更正學生資料 in the roster: sealed as at the enrolment, with a new version for 確認學生相關資訊. */
import type { SqlDatabase, SqlQuery } from '../../eventstore/sql.js';
import type { Config } from '../config/config.js';
import { violatedUnique } from '../database/errors.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { parentAccountIndex } from '../sessions/logins.js';
import { numberIndex, pupilContext, type PupilField } from './roster-place.js';

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
      if (!(await isFirst(tx, studentId, commandId))) return 'done-before';
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

export async function hasClass(db: SqlQuery, schoolId: string, classId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from classes where school_id = $1 and class_id = $2', [
    schoolId,
    classId,
  ]);
  return rowCount > 0;
}

async function isFirst(tx: SqlQuery, studentId: string, commandId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into roster_corrections (command_id, student_id) values ($1, $2) on conflict do nothing',
    [commandId, studentId],
  );
  return rowCount === 1;
}
