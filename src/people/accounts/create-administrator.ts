/** The way in for the first administrator: there is no default user outside the demonstration's data. */
import { randomUUID } from 'node:crypto';
import type { SqlDatabase } from '../../../eventstore/sql.js';
import { violatedUnique } from '../../adapters/postgres/errors.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { crockfordLetters } from './opaque-secrets.js';
import { hashPassword } from './passwords.js';
import { staffContext } from '../roster/roster-place.js';

/** Small, so that it looks the same as it is compared; no `p` and number, which is how parents' accounts look. */
export const STAFF_ACCOUNT = /^(?!p\d)[a-z][a-z\d._-]{2,31}$/;

const LENGTH = 20;

export type CreatedAdministrator =
  | { readonly kind: 'created'; readonly staffId: string; readonly oneTimeCode: string }
  | { readonly kind: 'account-taken' };

/**
 * A member of the city's staff with the role of administrator from today on. The code (100 bits) is kept as a hash only; it
 * opens nothing but the page that sets a password.
 * @param account as STAFF_ACCOUNT wants it
 * @throws DatabaseUnavailable; then nothing was created
 */
export async function createAdministrator(
  db: SqlDatabase,
  personalData: PersonalDataService,
  { account, name }: { readonly account: string; readonly name: string },
): Promise<CreatedAdministrator> {
  const staffId = randomUUID();
  const oneTimeCode = makeCode();
  const sealedName = await personalData.seal(name, staffContext(null, staffId));
  const passwordHash = await hashPassword(oneTimeCode);
  try {
    await db.transaction(async (tx) => {
      await tx.query('insert into staff (staff_id, school_id, name) values ($1, null, $2)', [staffId, sealedName]);
      await tx.query(
        `insert into staff_grants (staff_id, role, valid_from)
         values ($1, 'administrator', (now() at time zone 'Asia/Taipei')::date)`,
        [staffId],
      );
      await tx.query(
        'insert into staff_logins (staff_id, school_id, account, password_hash, must_change) values ($1, null, $2, $3, true)',
        [staffId, account, passwordHash],
      );
    });
  } catch (error) {
    if (violatedUnique(error) === undefined) throw error;
    return { kind: 'account-taken' };
  }
  return { kind: 'created', staffId, oneTimeCode };
}

/** As `K7Q2M-3V9XA-0ZTC4-HN5PD`. */
function makeCode(): string {
  return crockfordLetters(LENGTH).replaceAll(/.{5}(?=.)/g, '$&-');
}
