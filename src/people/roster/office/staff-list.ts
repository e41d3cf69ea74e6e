import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { staffContext } from '../roster-place.js';
import { IN_FORCE } from '../staff.js';

export interface ListedStaff {
  readonly account: string;
  /** In clear; null for who was erased. */
  readonly name: string | null;
  readonly roles: readonly string[];
  readonly active: boolean;
}

interface Row extends Omit<ListedStaff, 'name'> {
  readonly staffId: string;
  readonly name: string;
}

/** By account. A school has a few hundred: names are looked through in the open. @throws DatabaseUnavailable */
export async function listStaff(
  db: SqlQuery,
  personalData: PersonalDataService,
  schoolId: string,
  { q, after }: { readonly q: string | undefined; readonly after: string | undefined },
  limit: number,
): Promise<readonly ListedStaff[]> {
  const { rows } = await db.query<Row>(
    `select s.staff_id as "staffId", l.account, s.name, l.ended_at is null as active,
       array(select distinct g.role from staff_grants g where g.staff_id = s.staff_id and ${IN_FORCE} order by 1) as roles
     from staff s join staff_logins l using (staff_id)
     where s.school_id = $1 and ($2::text is null or l.account > $2) order by l.account limit $3`,
    [schoolId, after ?? null, q === undefined ? limit : 2_000],
  );
  const names = await personalData.openWhatIsLeft(
    rows.map(({ staffId, name }) => ({ sealed: name, context: staffContext(schoolId, staffId) })),
  );
  const wanted = q?.normalize('NFKC').trim().toLowerCase();
  return rows
    .map(({ account, roles, active }, i) => ({ account, roles, active, name: names[i] ?? null }))
    .filter(
      ({ account, name }) => wanted === undefined || account.includes(wanted) || name?.toLowerCase().includes(wanted),
    )
    .slice(0, limit);
}
