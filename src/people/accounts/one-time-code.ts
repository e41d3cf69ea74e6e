/** A code that the counter gives out in place of a forgotten password: 8 letters and digits, none of which looks like another. */
import { randomInt } from 'node:crypto';
import type { SqlQuery } from '../../../eventstore/sql.js';

/** Without 0 O, 1 I L, 2 Z, 5 S, 8 B: 25 characters, 37 bits in all. */
const CHARACTERS = '34679ACDEFGHJKMNPQRTUVWXY';
const LENGTH = 8;
export const CODE_HOURS = 24;

export function makeOneTimeCode(): string {
  return Array.from({ length: LENGTH }, () => CHARACTERS.charAt(randomInt(CHARACTERS.length))).join('');
}

/** As it was given out, whatever the case and width of the letters and the blanks between them. */
export function oneTimeCodeOf(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s-]/gu, '').toUpperCase();
}

/** The old password, an earlier code and every session end at once. @param hash of the code */
export async function setOneTimeCode(
  tx: SqlQuery,
  { kind, id }: { readonly kind: 'student' | 'staff'; readonly id: string },
  hash: string,
  expiresAt: string,
): Promise<void> {
  if (kind === 'staff') {
    await tx.query(
      `update staff_logins set password_hash = $2, must_change = true, one_time_until = $3, version = version + 1, changed_at = now()
       where staff_id = $1`,
      [id, hash, expiresAt],
    );
    await tx.query(`delete from sessions where kind = 'staff' and principal_id = $1`, [id]);
    return;
  }
  await tx.query(
    `with reset as (update parent_logins set password_hash = $2, one_time_until = $3, version = version + 1, changed_at = now()
       where student_id = $1 returning login_id)
     delete from sessions where kind = 'parent' and principal_id in (select login_id from reset)`,
    [id, hash, expiresAt],
  );
}
