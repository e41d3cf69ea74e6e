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
  readonly passwordHash: string | null;
  readonly oneTime: OneTime;
  readonly idIndex: Buffer;
}

interface StaffLogin {
  readonly kind: 'staff';
  readonly principalId: string;
  /** Null: came in by a file, and has not got a password yet. */
  readonly passwordHash: string | null;
  readonly oneTime: OneTime;
}

/** Whether the password is a one-time code of the counter, and one that is over opens nothing. */
type OneTime = 'no' | 'valid' | 'over';

export type Login = ParentLogin | StaffLogin;

const ONE_TIME = `case when one_time_until is null then 'no' when one_time_until > now() then 'valid' else 'over' end as "oneTime"`;
const PARENT = `select 'parent' as kind, l.login_id as "principalId", l.password_hash as "passwordHash", ${ONE_TIME},
  s.id_index as "idIndex" from parent_logins l join students s using (student_id)`;
const STAFF = `select 'staff' as kind, staff_id as "principalId", password_hash as "passwordHash", ${ONE_TIME} from staff_logins`;

export class Logins {
  constructor(
    private readonly db: SqlQuery,
    private readonly config: Pick<Config, 'indexKey'>,
  ) {}

  /** City staff (school_id null) sign in from any school's page; everybody else from their own school's. */
  async find(schoolId: string, account: string): Promise<Login | undefined> {
    // PostgreSQL has no text with a NUL in it, so nobody has such an account.
    if (`${schoolId}${account}`.includes('\0')) return undefined;
    const parents = await this.db.query<ParentLogin>(
      `${PARENT} where l.school_id = $1 and l.account_index = $2 and l.ended_at is null`,
      [schoolId, parentAccountIndex(this.config.indexKey, schoolId, account)],
    );
    const staff = await this.db.query<StaffLogin>(
      `${STAFF} where account = $2 and ended_at is null
         and (school_id = $1 or (school_id is null and exists (select 1 from schools where schools.school_id = $1)))
       order by school_id nulls last limit 1`,
      [schoolId, normal(account).trim().toLowerCase()],
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

  /** @returns false when the password was changed by somebody else since `login` was read. */
  async replace(tx: SqlQuery, login: Login, passwordHash: string): Promise<boolean> {
    const statement =
      login.kind === 'parent'
        ? `update parent_logins set password_hash = $2, one_time_until = null, changed_at = now()
           where login_id = $1 and password_hash is not distinct from $3`
        : `update staff_logins set password_hash = $2, must_change = false, one_time_until = null, changed_at = now()
           where staff_id = $1 and password_hash = $3`;
    return (await tx.query(statement, [login.principalId, passwordHash, login.passwordHash])).rowCount === 1;
  }
}
