/** Corrections made here that an older export would have undone: what the office decides stays. */
import type { ConflictField, SchoolEvent } from '../../../../domain/school/events.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { conflictContext, numberIndex, pupilContext } from '../roster-place.js';
import type { SchoolStreams } from '../stream/school-streams.js';
import type { By } from './roster-office.js';

export interface OpenConflict {
  readonly id: string;
  readonly studentId: string;
  readonly field: ConflictField;
  /** In clear; null where the pupil was erased. */
  readonly studentNumber: string | null;
  readonly here: string | null;
  readonly file: string | null;
}

interface Row {
  readonly id: string;
  readonly studentId: string;
  readonly field: ConflictField;
  readonly file: string;
  readonly name: string;
  readonly number: string;
  readonly classId: string;
}

const SELECT = `select c.conflict_id as id, c.student_id as "studentId", c.field, c.file, s.name, s.number,
  s.class_id as "classId" from roster_conflicts c join students s using (student_id, school_id)
  where c.school_id = $1 and c.kept is null`;

/** @throws DatabaseUnavailable */
export async function openConflicts(
  { db, personalData, schoolId }: { db: SqlQuery; personalData: PersonalDataService; schoolId: string },
  after: string | null,
  limit: number,
): Promise<readonly OpenConflict[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} and ($2::uuid is null or c.conflict_id > $2) order by c.conflict_id limit $3`,
    [schoolId, after, limit],
  );
  const values = await personalData.openWhatIsLeft(
    rows.flatMap(({ studentId, field, file, name, number }) => [
      { sealed: number, context: pupilContext(schoolId, studentId, 'number') },
      { sealed: name, context: pupilContext(schoolId, studentId, 'name') },
      { sealed: file, context: conflictContext(schoolId, studentId, field) },
    ]),
  );
  return rows.map(({ id, studentId, field, classId }, i) => {
    const [number = null, name = null, file = null] = values.slice(3 * i, 3 * i + 3);
    const here = { name, number, classId }[field];
    return { id, studentId, field, studentNumber: number, here, file };
  });
}

/**
 * `file` takes the file's value over, `here` keeps ours whatever older files say.
 * @returns not-there for a conflict that is not the school's, or was resolved; number-taken where another pupil has it by now
 * @throws RosterBusy, Unavailable, DatabaseUnavailable: send the same command again
 */
export async function resolveConflict(
  streams: SchoolStreams,
  { commandId, actor }: By,
  schoolId: string,
  conflictId: string,
  keep: 'here' | 'file',
): Promise<'resolved' | 'not-there' | 'number-taken'> {
  const done = await streams.write({ schoolId, commandId, actor }, async (db) => {
    const { rows } = await db.query<Row>(`${SELECT} and c.conflict_id = $2`, [schoolId, conflictId]);
    const [row] = rows;
    if (!row) return { events: [], result: 'not-there' as const };
    const { studentId, field } = row;
    const resolved: SchoolEvent = { type: 'ConflictResolved', data: { conflictId, studentId, field, keep } };
    if (keep === 'here') return { events: [resolved], result: 'resolved' as const };
    const taken = await fileEvents(streams, schoolId, row);
    return taken.length > 0
      ? { events: [...taken, resolved], result: 'resolved' as const }
      : { events: [], result: 'number-taken' as const };
  });
  return done ?? 'resolved';
}

async function fileEvents(
  streams: SchoolStreams,
  schoolId: string,
  { studentId, field, file }: Row,
): Promise<readonly SchoolEvent[]> {
  const { db, personalData } = streams.places;
  const value = await personalData.open(file, conflictContext(schoolId, studentId, field));
  if (field === 'classId') {
    return [
      { type: 'ClassAdded', data: { classId: value } },
      { type: 'ClassChanged', data: { studentId, classId: value } },
    ];
  }
  if (field === 'number' && (await isTaken(db, streams, schoolId, studentId, value))) return [];
  const sealed = await personalData.seal(value, pupilContext(schoolId, studentId, field));
  return [{ type: 'StudentDataChanged', data: { studentId, [field]: sealed } }];
}

async function isTaken(
  db: SqlQuery,
  { places: { config } }: SchoolStreams,
  schoolId: string,
  studentId: string,
  number: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `select 1 from students where school_id = $1 and number_index = $2 and enrolment = 'enrolled' and student_id <> $3`,
    [schoolId, numberIndex(config.indexKey, schoolId, number), studentId],
  );
  return rowCount > 0;
}
