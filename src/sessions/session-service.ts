import type { Role } from '../../domain/binding/vocabulary.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { Config } from '../config/config.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { pupilContext } from '../registry/roster-place.js';
import { IN_FORCE } from '../registry/staff.js';
import { Logins } from './logins.js';
import { whyNotPassword, type PasswordRefusal } from './password-policy.js';
import { hashPassword } from './passwords.js';
import * as store from './session-store.js';

/** Who is signed in. */
export interface SignedIn {
  /** Whoever acts: the loginId of a parent login, the staffId of staff. */
  readonly principalId: string;
  /** As typed at sign-in, e.g. `P10630008`, `teacher301`. */
  readonly account: string;
  readonly kind: 'parent' | 'staff';
  readonly roles: readonly Role[];
  /** The one of `roles` the person acts in now. */
  readonly role: Role;
  /** The person's school; for city staff the one whose page they came from. */
  readonly schoolId: string;
  readonly loginId?: string;
  readonly studentId?: string;
  readonly staffId?: string;
  readonly mustChangePassword: boolean;
}

/** One refusal for all reasons: nobody learns which accounts exist. */
export type SignInAnswer =
  { readonly kind: 'signed-in'; readonly token: string; readonly session: SignedIn } | { readonly kind: 'refused' };

export type PasswordAnswer =
  { readonly kind: 'changed' } | { readonly kind: 'refused'; readonly code: PasswordRefusal };

type Person = Omit<SignedIn, 'role' | 'schoolId'>;

/** In the order in which a role is taken at sign-in by who has several. */
const STAFF_ROLES: readonly Role[] = ['class-teacher', 'registrar', 'director', 'auditor', 'administrator'];

/** Browser sessions: an opaque token in a cookie, a row in PostgreSQL. All methods @throws DatabaseUnavailable. */
export class SessionService {
  private readonly logins: Logins;

  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
    config: Pick<Config, 'indexKey'>,
  ) {
    this.logins = new Logins(db, config);
  }

  async signIn(schoolId: string, account: string, password: string): Promise<SignInAnswer> {
    const login = await this.logins.find(schoolId, account);
    if (!(await this.logins.verify(login, password)) || !login) return { kind: 'refused' };
    const { kind, principalId } = login;
    const person = await this.personOf(kind, principalId, schoolId);
    const [role] = person?.roles ?? [];
    if (!person || !role) return { kind: 'refused' };
    const token = await store.startSession(this.db, { kind, principalId, schoolId, role });
    return { kind: 'signed-in', token, session: { ...person, role, schoolId } };
  }

  /** Null when the session is over, or its owner has no rights any more. Rights are those of now. */
  async current(token: string): Promise<SignedIn | null> {
    const row = await store.seeSession(this.db, token);
    if (!row) return null;
    const person = await this.personOf(row.kind, row.principalId, row.schoolId);
    const role = person?.roles.find((one) => one === row.role) ?? person?.roles[0];
    return person && role ? { ...person, role, schoolId: row.schoolId } : null;
  }

  async signOut(token: string): Promise<void> {
    await store.endSession(this.db, token);
  }

  /** All other sessions of the account end. Null when this session is over. */
  async changePassword(token: string, currentPassword: string, newPassword: string): Promise<PasswordAnswer | null> {
    const session = await this.current(token);
    const login = session && (await this.logins.get(session.kind, session.principalId));
    if (!session || !login) return null;
    if (!(await this.logins.verify(login, currentPassword))) return { kind: 'refused', code: 'wrong-password' };
    const isFirstPassword = (text: string) => this.logins.isIdNumber(login, text);
    const code = whyNotPassword({ names: namesOf(session), currentPassword, newPassword, isFirstPassword });
    if (code) return { kind: 'refused', code };
    const passwordHash = await hashPassword(newPassword);
    return this.db.transaction(async (tx) => {
      if (!(await this.logins.replace(tx, login, passwordHash))) return { kind: 'refused', code: 'wrong-password' };
      await store.endOtherSessions(tx, session.principalId, token);
      return { kind: 'changed' };
    });
  }

  /** Null when the session is over or the role is not the person's. */
  async selectRole(token: string, role: string): Promise<SignedIn | null> {
    const session = await this.current(token);
    const chosen = session?.roles.find((one) => one === role);
    if (!session || !chosen) return null;
    await store.setSessionRole(this.db, token, chosen);
    return { ...session, role: chosen };
  }

  private personOf(kind: SignedIn['kind'], principalId: string, schoolId: string): Promise<Person | null> {
    return kind === 'parent' ? this.parent(principalId) : this.staff(principalId, schoolId);
  }

  private async parent(loginId: string): Promise<Person | null> {
    const { rows } = await this.db.query<{ studentId: string; schoolId: string; number: string; first: boolean }>(
      `select s.student_id as "studentId", s.school_id as "schoolId", s.number, l.password_hash is null as first
       from parent_logins l join students s using (student_id) where l.login_id = $1`,
      [loginId],
      'session-parent',
    );
    const [row] = rows;
    if (!row) return null;
    const { studentId, schoolId, number: sealed, first } = row;
    const [number] = await this.personalData.openWhatIsLeft([
      { sealed, context: pupilContext(schoolId, studentId, 'number') },
    ]);
    if (!number) return null;
    const account = `P${number}`;
    return {
      principalId: loginId,
      account,
      kind: 'parent',
      roles: ['parent'],
      loginId,
      studentId,
      mustChangePassword: first,
    };
  }

  /** Roles at the school of the session, and the city's: who is registrar elsewhere is not registrar here. */
  private async staff(staffId: string, schoolId: string): Promise<Person | null> {
    const { rows } = await this.db.query<{ account: string; mustChange: boolean; roles: Role[] }>(
      `select account, must_change as "mustChange",
         array(select distinct role from staff_grants g where g.staff_id = l.staff_id
           and (g.school_id = $2 or g.school_id is null) and ${IN_FORCE}) as roles
       from staff_logins l where staff_id = $1`,
      [staffId, schoolId],
      'session-staff',
    );
    const [row] = rows;
    if (!row) return null;
    const roles = STAFF_ROLES.filter((role) => row.roles.includes(role));
    return {
      principalId: staffId,
      account: row.account,
      kind: 'staff',
      roles,
      staffId,
      mustChangePassword: row.mustChange,
    };
  }
}

/** A parent's account is `P` and the number on every school bag. */
function namesOf({ kind, account }: SignedIn): readonly string[] {
  return kind === 'parent' ? [account, account.slice(1)] : [account];
}
