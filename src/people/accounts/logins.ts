/** Accounts and their passwords: the pupil's parent login, and staff. */
import { timingSafeEqual } from 'node:crypto';
import { parseIdNumber } from '../../../domain/identity/id-number.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { idNumberIndex, parentAccountIndex } from '../roster/roster-place.js';
import { oneTimeCodeOf } from './one-time-code.js';
import { normal, verifyPassword } from './passwords.js';

interface ParentLogin {
  readonly kind: 'parent';
  readonly principalId: string;
  /** The school that the account belongs to; null for city staff. */
  readonly home: string | null;
  /** Of the credentials; each change of the password raises it. */
  readonly version: number;
  readonly passwordHash: string | null;
  readonly oneTime: OneTime;
  readonly idIndex: Buffer;
}

interface StaffLogin {
  readonly kind: 'staff';
  readonly principalId: string;
  readonly home: string | null;
  readonly version: number;
  /** Null: came in by a file, and has not got a password yet. */
  readonly passwordHash: string | null;
  readonly oneTime: OneTime;
}

/** Whether the password is a one-time code of the counter, and one that is over opens nothing. */
type OneTime = 'no' | 'valid' | 'over';

export type Login = ParentLogin | StaffLogin;

const ONE_TIME = `case when one_time_until is null then 'no' when one_time_until > now() then 'valid' else 'over' end as "oneTime"`;
const PARENT = `select 'parent' as kind, l.login_id as "principalId", l.password_hash as "passwordHash", ${ONE_TIME},
  l.school_id as home, l.version, s.id_index as "idIndex" from parent_logins l join students s using (student_id)`;
const STAFF = `select 'staff' as kind, staff_id as "principalId", password_hash as "passwordHash", ${ONE_TIME},
  school_id as home, version from staff_logins`;

/** A new password must differ from so many of the last ones, the current one included. */
const FORMER_PASSWORDS = 3;

export class Logins {
  constructor(
    private readonly db: SqlQuery,
    private readonly config: Pick<Config, 'indexKey'>,
  ) {}

  /** City staff (school_id null) sign in from any school's page and without one; all others at their own school. */
  async find(schoolId: string | undefined, account: string): Promise<Login | undefined> {
    // PostgreSQL has no text with a NUL in it, so nobody has such an account.
    if (`${schoolId ?? ''}${account}`.includes('\0')) return undefined;
    const parents = await this.db.query<ParentLogin>(
      `${PARENT} where l.school_id = $1 and l.account_index = $2 and l.ended_at is null`,
      [schoolId ?? '', parentAccountIndex(this.config.indexKey, schoolId ?? '', account)],
    );
    const staff = await this.db.query<StaffLogin>(
      `${STAFF} where account = $2 and ended_at is null
         and (school_id = $1 or (school_id is null and ($1::text is null or exists (select 1 from schools where schools.school_id = $1))))
       order by school_id nulls last limit 1`,
      [schoolId ?? null, normal(account).trim().toLowerCase()],
    );
    return parents.rows[0] ?? staff.rows[0];
  }

  async get(kind: Login['kind'], principalId: string): Promise<Login | undefined> {
    const { rows } =
      kind === 'parent'
        ? await this.db.query<Login>(`${PARENT} where l.login_id = $1`, [principalId])
        : await this.db.query<Login>(`${STAFF} where staff_id = $1`, [principalId]);
    return rows[0];
  }

  /** Takes as long for an unknown account, and for one that still has its first password, as for any other. */
  async verify(login: Login | undefined, password: string): Promise<boolean> {
    const typed = login?.oneTime === 'valid' ? oneTimeCodeOf(password) : password;
    const matches = await verifyPassword(login?.passwordHash ?? null, typed);
    if (login?.oneTime === 'over') return false;
    if (login?.kind !== 'parent' || login.passwordHash !== null) return matches;
    // It is an ID number until it is changed, and an ID number is taken in every form that people type.
    return this.isIdNumber(login, password);
  }

  /** Whether a text is the pupil's ID number, in whatever form it is typed. */
  isIdNumber(login: Login, text: string): boolean {
    return (
      login.kind === 'parent' &&
      timingSafeEqual(login.idIndex, idNumberIndex(this.config.indexKey, parseIdNumber(text) ?? text))
    );
  }

  /** Whether a new password is the current one or one of the last three. */
  async wasUsed(login: Login, password: string): Promise<boolean> {
    const { rows } = await this.db.query<{ hash: string }>(
      `select password_hash as hash from password_history where principal_id = $1
       order by replaced_at desc limit ${FORMER_PASSWORDS - 1}`,
      [login.principalId],
    );
    const former = [login.passwordHash, ...rows.map(({ hash }) => hash)].filter((hash) => hash !== null);
    const matches = await Promise.all(former.map((hash) => verifyPassword(hash, password)));
    return matches.includes(true);
  }

  /** @returns the new version of the credentials; undefined when they were changed since `login` was read. */
  async replace(tx: SqlQuery, login: Login, passwordHash: string): Promise<number | undefined> {
    const statement =
      login.kind === 'parent'
        ? `update parent_logins set password_hash = $2, one_time_until = null, version = version + 1, changed_at = now()
           where login_id = $1 and version = $3 returning version`
        : `update staff_logins set password_hash = $2, must_change = false, one_time_until = null, version = version + 1, changed_at = now()
           where staff_id = $1 and version = $3 returning version`;
    const { rows } = await tx.query<{ version: number }>(statement, [login.principalId, passwordHash, login.version]);
    if (rows[0] && login.passwordHash !== null) await this.remember(tx, login.principalId, login.passwordHash);
    return rows[0]?.version;
  }

  private async remember(tx: SqlQuery, principalId: string, passwordHash: string): Promise<void> {
    await tx.query('insert into password_history (principal_id, password_hash) values ($1, $2)', [
      principalId,
      passwordHash,
    ]);
    await tx.query(
      `delete from password_history where principal_id = $1 and replaced_at < (select min(replaced_at) from
         (select replaced_at from password_history where principal_id = $1 order by replaced_at desc
          limit ${FORMER_PASSWORDS}) kept)`,
      [principalId],
    );
  }
}
