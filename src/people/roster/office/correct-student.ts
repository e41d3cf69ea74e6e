/** 更正學生資料 in the roster: sealed as at the enrolment, with a new version for 確認學生相關資訊. */
import type { SchoolEvent } from '../../../../domain/school/events.js';
import { deriveId } from '../../../../domain/ids.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { numberIndex, pupilContext, type PupilField } from '../roster-place.js';
import type { SchoolStreams } from '../stream/school-streams.js';
import type { By, PupilOf } from './roster-office.js';

export interface StudentChanges {
  readonly name?: string;
  readonly classId?: string;
  readonly studentNumber?: string;
}

export type Correction = 'corrected' | 'done-before' | 'number-taken';

/**
 * Once for each commandId. With the number the name of the pupil's parent login (P and the number) changes.
 * @param changes checked: the class is one of the school's.
 * @param inCase the case in which it is corrected: it hears of it by its own command.
 * @throws RosterBusy, Unavailable, DatabaseUnavailable: send the same command again
 */
export async function correctStudent(
  streams: SchoolStreams,
  { commandId, actor }: By,
  pupil: PupilOf,
  changes: StudentChanges,
  inCase: string,
): Promise<Correction> {
  const done = await streams.write<Correction>({ schoolId: pupil.schoolId, commandId, actor }, async (db) => {
    if (await isTaken(db, streams, pupil, changes)) return { events: [], result: 'number-taken' };
    const events = await correctionEvents(streams, pupil, changes);
    const alongside = async (tx: SqlQuery): Promise<void> => {
      await remember(tx, pupil, commandId, events);
      await tx.query(
        `insert into roster_told (request_id, kind, detail, answer)
         select $1, 'roster-changed', roster_version::text, 'corrected' from students where student_id = $2
         on conflict do nothing`,
        [inCase, pupil.studentId],
      );
    };
    return { events, result: 'corrected', alongside };
  });
  return done ?? 'done-before';
}

/**
 * Puts back what a correction replaced, as a newer version of the entry: its case refused it after all.
 * Where the entry was changed once more since, that change stands.
 * @returns whether anything was put back; the second time nothing is. @throws as correctStudent
 */
export async function takeBackCorrection(
  streams: SchoolStreams,
  { commandId, actor }: By,
  { schoolId, studentId }: PupilOf,
): Promise<boolean> {
  const command = { schoolId, commandId: deriveId(commandId, 'takeBack'), actor };
  const done = await streams.write(command, async (db) => {
    const { rows } = await db.query<Replaced>(
      `select c.name, c.number, c.class_id as "classId" from roster_corrections c join students s using (student_id)
       where c.command_id = $1 and s.school_id = $2 and s.roster_version = c.roster_version`,
      [commandId, schoolId],
    );
    const [before] = rows;
    const events = before ? takeBackEvents(studentId, commandId, before) : [];
    return {
      events,
      result: events.length > 0,
      alongside: async (tx) => {
        await tx.query('delete from roster_corrections where command_id = $1', [commandId]);
      },
    };
  });
  return done ?? false;
}

interface Replaced {
  /** Sealed; null where the correction left it. */
  readonly name: string | null;
  readonly number: string | null;
  readonly classId: string | null;
}

function takeBackEvents(studentId: string, takesBack: string, { name, number, classId }: Replaced): SchoolEvent[] {
  const events: SchoolEvent[] = [];
  if (name !== null || number !== null) {
    const data = { studentId, takesBack, ...(name !== null && { name }), ...(number !== null && { number }) };
    events.push({ type: 'StudentDataChanged', data });
  }
  if (classId !== null)
    events.push({ type: 'ClassChanged', data: { studentId, classId, takesBack, ...oneVersion(events) } });
  return events;
}

async function correctionEvents(
  { places: { personalData } }: SchoolStreams,
  { schoolId, studentId }: PupilOf,
  { name, classId, studentNumber }: StudentChanges,
): Promise<readonly SchoolEvent[]> {
  const seal = (plain: string, field: PupilField): Promise<string> =>
    personalData.seal(plain, pupilContext(schoolId, studentId, field));
  const events: SchoolEvent[] = [];
  if (name !== undefined || studentNumber !== undefined) {
    const data = {
      studentId,
      corrected: true,
      ...(name !== undefined && { name: await seal(name, 'name') }),
      ...(studentNumber !== undefined && { number: await seal(studentNumber, 'number') }),
    };
    events.push({ type: 'StudentDataChanged', data });
  }
  if (classId !== undefined)
    events.push({ type: 'ClassChanged', data: { studentId, classId, corrected: true, ...oneVersion(events) } });
  return events;
}

/** A correction is one version of the entry, however much it changes. */
function oneVersion(before: readonly SchoolEvent[]): { readonly withData?: true } {
  return before.length > 0 ? { withData: true } : {};
}

async function isTaken(
  db: SqlQuery,
  { places: { config } }: SchoolStreams,
  { schoolId, studentId }: PupilOf,
  { studentNumber }: StudentChanges,
): Promise<boolean> {
  if (studentNumber === undefined) return false;
  const { rowCount } = await db.query(
    `select 1 from students where school_id = $1 and number_index = $2 and enrolment = 'enrolled' and student_id <> $3`,
    [schoolId, numberIndex(config.indexKey, schoolId, studentNumber), studentId],
  );
  return rowCount > 0;
}

/** Keeps what the correction has replaced, and the version that it made; what it left stays null. */
async function remember(
  tx: SqlQuery,
  { studentId }: PupilOf,
  commandId: string,
  events: readonly SchoolEvent[],
): Promise<void> {
  const data = events.find(({ type }) => type === 'StudentDataChanged')?.data;
  const fields = [
    data && 'name' in data && 'name',
    data && 'number' in data && 'number',
    events.some(({ type }) => type === 'ClassChanged') && 'classId',
  ].filter((field) => field);
  await tx.query(
    `insert into roster_corrections (command_id, student_id, name, number, class_id, roster_version)
     select $1, s.student_id,
       (select c.replaced from student_corrections c where c.student_id = s.student_id and c.field = 'name' and 'name' = any($3)),
       (select c.replaced from student_corrections c where c.student_id = s.student_id and c.field = 'number' and 'number' = any($3)),
       (select c.replaced from student_corrections c where c.student_id = s.student_id and c.field = 'classId' and 'classId' = any($3)),
       s.roster_version
     from students s where s.student_id = $2 on conflict do nothing`,
    [commandId, studentId, fields],
  );
}
