import type { SqlQuery } from '../../../eventstore/sql.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { pupilContext, staffContext } from '../roster/roster-place.js';

/** The name of the pupil or of the member of staff behind a login; empty where it was erased. @throws DatabaseUnavailable */
export async function nameOf(
  db: SqlQuery,
  personalData: PersonalDataService,
  kind: 'parent' | 'staff',
  principalId: string,
  home: string | null,
): Promise<readonly string[]> {
  const statement =
    kind === 'parent'
      ? `select s.student_id as subject, s.name from parent_logins l join students s using (student_id) where l.login_id = $1`
      : `select staff_id as subject, name from staff where staff_id = $1`;
  const { rows } = await db.query<{ subject: string; name: string }>(statement, [principalId]);
  const opened = await personalData.openWhatIsLeft(
    rows.map(({ subject, name: sealed }) => ({
      sealed,
      context: kind === 'parent' ? pupilContext(home ?? '', subject, 'name') : staffContext(home, subject),
    })),
  );
  return opened.filter((name) => name !== null);
}
