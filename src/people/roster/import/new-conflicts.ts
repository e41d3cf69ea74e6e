import { conflictContext } from '../roster-place.js';
import type { RosterPlaces } from '../stream/school-streams.js';
import type { PlannedConflict } from './compare/plan.js';

/** So many go into one event; the others come with the next file. */
const MOST = 500;

/** Conflicts that nobody has been told of: the same file again finds nothing new. */
export async function newConflicts(
  { db, personalData }: RosterPlaces,
  schoolId: string,
  planned: readonly PlannedConflict[],
): Promise<readonly PlannedConflict[]> {
  if (planned.length === 0) return [];
  const { rows } = await db.query<{ studentId: string; field: string; file: string }>(
    `select student_id as "studentId", field, file from roster_conflicts where school_id = $1 and kept is null`,
    [schoolId],
  );
  const values = await personalData.openWhatIsLeft(
    rows.map(({ studentId, field, file }) => ({ sealed: file, context: conflictContext(schoolId, studentId, field) })),
  );
  const open = new Set(rows.map(({ studentId, field }, i) => JSON.stringify([studentId, field, values[i]])));
  return planned
    .filter(({ studentId, field, file }) => !open.has(JSON.stringify([studentId, field, file])))
    .slice(0, MOST);
}
