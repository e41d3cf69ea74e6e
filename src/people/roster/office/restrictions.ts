/** 保護限制: on these days nobody but the registrar decides about the pupil. Reasons are sealed under the pupil's key. */
import type { SealContext } from '../../../../activities/ports/personal-data.js';
import { schoolStream } from '../../../../domain/school/events.js';
import type { SchoolStreams } from '../stream/school-streams.js';
import type { By, PupilOf } from './roster-office.js';

export interface Restriction {
  /** `YYYY-MM-DD` in Taipei. */
  readonly from: string;
  /** The last day; absent: until it is lifted. */
  readonly to?: string;
  /** What orders it. */
  readonly document: string;
  readonly note: string;
}

/** @throws RosterBusy, Unavailable, DatabaseUnavailable: send the same command again */
export async function restrict(
  streams: SchoolStreams,
  { commandId, actor }: By,
  { schoolId, studentId }: PupilOf,
  { from, to, document, note }: Restriction,
): Promise<void> {
  await streams.write({ schoolId, commandId, actor }, async () => {
    const { personalData } = streams.places;
    const data = {
      studentId,
      from,
      ...(to !== undefined && { to }),
      document: await personalData.seal(document, context(schoolId, studentId, 'document')),
      note: await personalData.seal(note, context(schoolId, studentId, 'note')),
    };
    return { events: [{ type: 'StudentRestricted', data }], result: undefined };
  });
}

/** @throws as restrict */
export async function liftRestriction(
  streams: SchoolStreams,
  { commandId, actor }: By,
  { schoolId, studentId }: PupilOf,
  note: string,
): Promise<void> {
  await streams.write({ schoolId, commandId, actor }, async (db) => {
    const { rowCount } = await db.query('select 1 from students where student_id = $1 and restricted', [studentId]);
    if (rowCount === 0) return { events: [], result: undefined };
    const sealed = await streams.places.personalData.seal(note, context(schoolId, studentId, 'note'));
    return { events: [{ type: 'StudentRestrictionLifted', data: { studentId, note: sealed } }], result: undefined };
  });
}

function context(schoolId: string, subject: string, field: string): SealContext {
  return { stream: schoolStream(schoolId), subject, field };
}
