import type { SqlQuery } from '../../../eventstore/sql.js';

export interface District {
  readonly code: string;
  readonly name: string;
}

export interface School {
  /** The school code, e.g. `T99`. */
  readonly schoolId: string;
  readonly districtCode: string;
  readonly name: string;
  readonly telephone: string;
}

const SCHOOL = 'school_id as "schoolId", district_code as "districtCode", name, telephone';

/** Of a list that is read page by page. */
export interface Part {
  /** What the page before ended with; absent: from the beginning. */
  readonly after?: string;
  readonly limit: number;
}

/** 選擇行政區, by code. @throws DatabaseUnavailable */
export async function listDistricts(db: SqlQuery, { after, limit }: Part): Promise<District[]> {
  const { rows } = await db.query<District>(
    `select district_code as code, name from districts
     where $1::text is null or district_code > $1 order by district_code limit $2`,
    [after ?? null, limit],
  );
  return rows;
}

/** 請選擇學校: the schools of a district by code; null when there is no such district. @throws DatabaseUnavailable */
export async function listSchools(
  db: SqlQuery,
  districtCode: string,
  { after, limit }: Part,
): Promise<School[] | null> {
  const { rows } = await db.query<School>(
    `select ${SCHOOL} from schools
     where district_code = $1 and ($2::text is null or school_id > $2) order by school_id limit $3`,
    [districtCode, after ?? null, limit],
  );
  if (rows.length > 0) return rows;
  const known = await db.query('select 1 from districts where district_code = $1', [districtCode]);
  return known.rowCount > 0 ? [] : null;
}

/** @throws DatabaseUnavailable */
export async function findSchool(db: SqlQuery, schoolId: string): Promise<School | null> {
  const { rows } = await db.query<School>(`select ${SCHOOL} from schools where school_id = $1`, [schoolId]);
  return rows[0] ?? null;
}

/** @throws DatabaseUnavailable */
export async function hasClass(db: SqlQuery, schoolId: string, classId: string): Promise<boolean> {
  const { rowCount } = await db.query('select 1 from classes where school_id = $1 and class_id = $2', [
    schoolId,
    classId,
  ]);
  return rowCount > 0;
}

/** Codes of all schools. @throws DatabaseUnavailable */
export async function allSchoolIds(db: SqlQuery): Promise<readonly string[]> {
  const { rows } = await db.query<{ schoolId: string }>('select school_id as "schoolId" from schools order by 1');
  return rows.map(({ schoolId }) => schoolId);
}
