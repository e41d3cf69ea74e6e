import { pupilContext } from '../roster-place.js';
import type { ExportPlaces } from './export-csv.js';

export interface ExportedPupil {
  readonly studentId: string;
  readonly classId: string;
  readonly number: string;
  readonly name: string;
  readonly idNumber: string;
  readonly suspended: boolean;
  readonly excluded: string | null;
}

const GROUP = 500;

/** Who is at the school, by class and number; erased pupils are left out. @throws DatabaseUnavailable */
export async function exportedPupils(
  { db, personalData, schoolId }: ExportPlaces,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<readonly ExportedPupil[]> {
  const pupils: ExportedPupil[] = [];
  const { rows: count } = await db.query<{ total: number }>(
    `select count(*)::int as total from students where school_id = $1 and enrolment = 'enrolled'`,
    [schoolId],
  );
  for (let after = ''; ;) {
    const { rows } = await db.query<ExportedPupil>(
      `select student_id as "studentId", class_id as "classId", number, name, id_number as "idNumber", suspended, excluded
       from students where school_id = $1 and enrolment = 'enrolled' and student_id > $2 order by student_id limit $3`,
      [schoolId, after, GROUP],
    );
    const last = rows.at(-1);
    if (!last) break;
    after = last.studentId;
    const opened = await personalData.openWhatIsLeft(
      rows.flatMap((row) =>
        (['number', 'name', 'idNumber'] as const).map((field) => ({
          sealed: row[field],
          context: pupilContext(schoolId, row.studentId, field),
        })),
      ),
    );
    for (const [i, row] of rows.entries()) {
      const [number, name, idNumber] = opened.slice(3 * i, 3 * i + 3);
      if (number && name && idNumber) pupils.push({ ...row, number, name, idNumber });
    }
    progress(pupils.length, count[0]?.total ?? 0);
  }
  return pupils.toSorted((a, b) => compare(a.classId, b.classId) || compare(a.number, b.number));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
