import type { Grant } from '../../../domain/binding/facts.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { PersonalData } from '../../../activities/ports/personal-data.js';
import { staffContext } from './roster-place.js';

/** A grant counts from its first to its last day, in Taipei. */
export const IN_FORCE = `valid_from <= (now() at time zone 'Asia/Taipei')::date
  and (valid_to is null or valid_to >= (now() at time zone 'Asia/Taipei')::date)`;

/** A protective order counts from its first to its last day, in Taipei. Columns of `students`. */
export const RESTRICTED_NOW = `(restricted
  and (restricted_from is null or restricted_from <= (now() at time zone 'Asia/Taipei')::date)
  and (restricted_to is null or restricted_to >= (now() at time zone 'Asia/Taipei')::date))`;

interface GrantRow {
  readonly role: Grant['role'];
  readonly schoolId: string | null;
  readonly classId: string | null;
}

/** What the member of staff may act as today, in a stable order. @throws DatabaseUnavailable */
export async function grantsOf(db: SqlQuery, staffId: string): Promise<Grant[]> {
  const { rows } = await db.query<GrantRow>(
    `select distinct role, school_id as "schoolId", class_id as "classId" from staff_grants
     where staff_id = $1 and ${IN_FORCE} order by 1, 2, 3`,
    [staffId],
  );
  return rows.map(grant);
}

/** In clear; null for nobody. @throws Unopenable, DatabaseUnavailable */
export async function staffName(db: SqlQuery, personalData: PersonalData, staffId: string): Promise<string | null> {
  const { rows } = await db.query<{ name: string; schoolId: string | null }>(
    'select name, school_id as "schoolId" from staff where staff_id = $1',
    [staffId],
  );
  const [row] = rows;
  return row ? personalData.open(row.name, staffContext(row.schoolId, staffId)) : null;
}

export function grant({ role, schoolId, classId }: GrantRow): Grant {
  return { role, ...(schoolId !== null && { schoolId }), ...(classId !== null && { classId }) };
}

/** The member of staff who has this account at the school now; null for nobody. @throws DatabaseUnavailable */
export async function staffOfSchool(db: SqlQuery, schoolId: string, account: string): Promise<string | null> {
  if (account.includes('\0')) return null;
  const { rows } = await db.query<{ staffId: string }>(
    'select staff_id as "staffId" from staff_logins where school_id = $1 and account = $2 and ended_at is null',
    [schoolId, account.normalize('NFKC').trim().toLowerCase()],
  );
  return rows[0]?.staffId ?? null;
}
