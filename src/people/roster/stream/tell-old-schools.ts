/** A pupil who moved is in the new school's stream; the old school's stream says so as well. */
import { deriveId } from '../../../../domain/ids.js';
import type { SchoolStreams } from './school-streams.js';

const SYSTEM = { id: 'system', role: 'system' } as const;
const GROUP = 500;

/** May be called at any time, by several at once. @throws RosterBusy, Unavailable, DatabaseUnavailable: call it again */
export async function tellOldSchools(streams: SchoolStreams): Promise<void> {
  const { rows } = await streams.places.db.query<{ studentId: string; from: string; to: string; version: number }>(
    `select student_id as "studentId", from_school as "from", to_school as "to", roster_version as version
     from student_moves join students using (student_id) where not told order by from_school limit ${GROUP}`,
  );
  for (const from of new Set(rows.map((row) => row.from))) {
    const moved = rows.filter((row) => row.from === from);
    // The same pupil may go the same way twice.
    const ids = moved.map(({ studentId, version }) => `${studentId}/${version}`).toSorted();
    const command = { schoolId: from, commandId: deriveId('moved', from, ...ids), actor: SYSTEM };
    await streams.write(command, () =>
      Promise.resolve({
        events: moved.map(({ studentId, to }) => ({
          type: 'StudentLeft' as const,
          data: { studentId, as: 'left', movedTo: to },
        })),
        result: undefined,
      }),
    );
  }
}
