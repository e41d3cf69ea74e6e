/** Rows of schools: each school has a stream of its own, so each is written by itself; a broken-off import goes on where it was. */
import { deriveId } from '../../../../domain/ids.js';
import type { SchoolEvents } from '../../../../domain/school/events.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { SchoolStreams } from '../stream/school-streams.js';
import { noCounts, type Plan } from './compare/plan.js';
import type { ImportRow } from './import-rows.js';
import type { ReadImport } from './read/read-import.js';
import type { SchoolRow } from './read/roster-rows.js';

type SchoolData = SchoolEvents['SchoolAdded'];

/** Only of an administrator: a registrar's file of schools is no roster. */
export async function applySchools(
  streams: SchoolStreams,
  { rows, issues }: ReadImport,
  { by, importId, dryRun }: ImportRow,
): Promise<Plan['countsOf']> {
  const { schools = [] } = rows;
  const counts = noCounts();
  if (by.role !== 'administrator') {
    const [first] = schools;
    if (first) issues.error('not-a-roster', first.place.file.name, 1);
    return {};
  }
  for (const row of schools) {
    const present = await presentSchool(streams.places.db, row.schoolId);
    const wanted = schoolData(row, present);
    const kind = present === null ? 'added' : isSame(present, wanted) ? 'unchanged' : 'changed';
    counts[kind] += 1;
    if (kind === 'unchanged' || dryRun) continue;
    const command = { schoolId: row.schoolId, commandId: deriveId(importId, 'school', row.schoolId), actor: by };
    await streams.write(command, () =>
      Promise.resolve({
        events: [{ type: present === null ? 'SchoolAdded' : 'SchoolDataChanged', data: wanted }],
        result: undefined,
      }),
    );
  }
  return schools.length > 0 ? { schools: counts } : {};
}

async function presentSchool(db: SqlQuery, schoolId: string): Promise<SchoolData | null> {
  const { rows } = await db.query<SchoolData>(
    `select s.name, district_code as "districtCode", d.name as district, telephone,
       registrar_extension as "registrarExtension", asks_for_paper as "asksForPaper"
     from schools s join districts d using (district_code) where school_id = $1`,
    [schoolId],
  );
  return rows[0] ?? null;
}

function schoolData(row: SchoolRow, present: SchoolData | null): SchoolData {
  return {
    name: row.name,
    districtCode: row.districtCode,
    district: row.district,
    telephone: row.telephone ?? present?.telephone ?? '',
    registrarExtension: row.registrarExtension ?? present?.registrarExtension ?? '',
    asksForPaper: row.asksForPaper ?? present?.asksForPaper ?? false,
  };
}

function isSame(a: SchoolData, b: SchoolData): boolean {
  return (Object.keys(a) as (keyof SchoolData)[]).every((name) => a[name] === b[name]);
}
