import { STAFF_ROLES, type Role } from '../../../domain/binding/vocabulary.js';
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { batchedLookUp } from '../../adapters/postgres/batched-look-up.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { pupilContext } from '../roster/roster-place.js';
import { Logins, type Login } from './logins.js';
import { nameOf } from './name-of.js';
import { SecondFactors } from './second-factor/second-factors.js';
import { whyNotPassword, type PasswordRefusal } from './password-policy.js';
import { hashPassword, normal } from './passwords.js';
import { guardianOf, parentOf, staffOf, type GuardianRow, type ParentRow, type StaffRow } from './session-owners.js';
import * as store from './session-store.js';

/** Who is signed in. */
export interface SignedIn {
  /** Whoever acts: the loginId of a parent login, the staffId of staff. */
  readonly principalId: string;
  /** As typed at sign-in, e.g. `P10630008`, `teacher301`. */
  readonly account: string;
  readonly kind: 'parent' | 'staff' | 'guardian';
  readonly roles: readonly Role[];
  /** The one of `roles` the person acts in now. */
  readonly role: Role;
  /** The person's school; for city staff the one whose page they came from. */
  readonly schoolId: string;
  readonly loginId?: string;
  readonly studentId?: string;
  readonly staffId?: string;
  /** Of staff: the classes at this school of which they are class teacher (or substitute) today. */
  readonly classIds?: readonly string[];
  readonly mustChangePassword: boolean;
  /** Of the session, for its list; not its token. */
  readonly sessionId: string;
  readonly secondFactor: store.SecondFactorState;
  readonly endsAt: Date;
  /** When it ends without another request. */
  readonly idleEndsAt: Date;
  /** Of a guardian: the session of the single sign-on that this one belongs to. */
  readonly providerUid?: string;
}

/** A session of the single sign-on, which a guardian's belongs to. */
export interface ProviderSession {
  readonly accountId: string;
  readonly uid: string;
  /** Until it ends in any case. */
  readonly lifeSeconds: number;
}

/** One refusal for all reasons: nobody learns which accounts exist. */
export type SignInAnswer =
  { readonly kind: 'signed-in'; readonly token: string; readonly session: SignedIn } | { readonly kind: 'refused' };

/** `token` is the new one of the session. */
export type PasswordAnswer =
  { readonly kind: 'changed'; readonly token: string } | { readonly kind: 'refused'; readonly code: PasswordRefusal };

type SessionFacts = 'role' | 'schoolId' | 'sessionId' | 'secondFactor' | 'endsAt' | 'idleEndsAt';
type Person = Omit<SignedIn, SessionFacts>;

/** An account that somebody wants to sign in to, whether it exists or not. */
export interface NamedAccount {
  readonly login: Login | undefined;
  /** Where its failures are counted: its school, `city`, or the school that was named. */
  readonly place: string;
}

/** Where failures of city staff are counted, whichever school's page they come from. */
const CITY = 'city';
/** Roles that see or change the data of many families. */
const NEEDS_SECOND_FACTOR: ReadonlySet<Role> = new Set(['registrar', 'director', 'auditor', 'administrator']);

/** Browser sessions: an opaque token in a cookie, a row in PostgreSQL. All methods @throws DatabaseUnavailable. */
export class SessionService {
  private readonly logins: Logins;
  private readonly factors: SecondFactors;
  /** Every request of somebody who is signed in asks. */
  private readonly findSession: (token: string) => Promise<store.SeenSession | null>;

  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
    private readonly config: Pick<Config, 'indexKey' | 'secondFactor'>,
  ) {
    this.factors = new SecondFactors(db, personalData);
    this.logins = new Logins(db, config);
    this.findSession = batchedLookUp((tokens) => store.findSessions(db, tokens));
  }

  /** @param schoolId absent: city staff from a page without a school */
  async find(schoolId: string | undefined, account: string): Promise<NamedAccount> {
    const login = await this.logins.find(schoolId, account);
    return { login, place: login ? (login.home ?? CITY) : (schoolId ?? CITY) };
  }

  async signIn({ login }: NamedAccount, schoolId: string, password: string, browser: string): Promise<SignInAnswer> {
    if (!(await this.logins.verify(login, password)) || !login) return { kind: 'refused' };
    const { kind, principalId, version } = login;
    const person = await this.personOf(kind, principalId, schoolId, version);
    const [role] = person?.roles ?? [];
    if (!person || !role) return { kind: 'refused' };
    const secondFactor = await this.secondFactorOf(person);
    const session = { kind, principalId, schoolId, role, version, browser, secondFactor };
    const token = await store.startSession(this.db, session);
    const signedIn = token === undefined ? null : await this.current(token);
    return token !== undefined && signedIn ? { kind: 'signed-in', token, session: signedIn } : { kind: 'refused' };
  }

  /** Null when the session is over, or its owner has no rights any more. Rights are those of now. */
  async current(token: string, keepsAlive = true): Promise<SignedIn | null> {
    const found = await this.findSession(token);
    if (!found) return null;
    if (found.stale && keepsAlive) await store.keepAlive(this.db, token);
    const { schoolId, providerUid, sessionId, secondFactor, endsAt, idleEndsAt } = found;
    const person = await this.ownerOf(found);
    const role = person?.roles.find((one) => one === found.role) ?? person?.roles[0];
    if (!person || !role) return null;
    return {
      ...person,
      role,
      schoolId,
      sessionId,
      secondFactor,
      endsAt,
      idleEndsAt,
      ...(found.kind === 'guardian' && providerUid && { providerUid }),
    };
  }

  /** A session here for whoever is signed in at the single sign-on; null where the account must not sign in. */
  async join({ accountId, uid, lifeSeconds }: ProviderSession, browser = ''): Promise<SignInAnswer> {
    const { rows } = await this.db.query<GuardianRow>(guardianOf('$1'), [accountId]);
    const person = await this.guardian(accountId, rows[0]);
    if (!person) return { kind: 'refused' };
    const row = { kind: 'guardian', principalId: accountId, schoolId: '', role: 'guardian' } as const;
    const token = await store.startSession(this.db, {
      ...row,
      providerUid: uid,
      lifeSeconds,
      secondFactor: 'none',
      version: 0,
      browser,
    });
    const session = token === undefined ? null : await this.current(token);
    return token !== undefined && session ? { kind: 'signed-in', token, session } : { kind: 'refused' };
  }

  async signOut(token: string): Promise<void> {
    await store.endSession(this.db, token);
  }

  /** All other sessions of the account end. Null when this session is over. */
  async changePassword(token: string, currentPassword: string, newPassword: string): Promise<PasswordAnswer | null> {
    const session = await this.current(token);
    if (!session) return null;
    // The password of an e-mail account is not one of the logins.
    if (session.kind === 'guardian') return { kind: 'refused', code: 'wrong-password' };
    const login = await this.logins.get(session.kind, session.principalId);
    if (!login) return null;
    if (!(await this.logins.verify(login, currentPassword))) return { kind: 'refused', code: 'wrong-password' };
    if (normal(newPassword) === normal(currentPassword)) return { kind: 'refused', code: 'password-unchanged' };
    const code = await this.whyNot(login, namesOf(session), newPassword);
    if (code) return { kind: 'refused', code };
    const passwordHash = await hashPassword(newPassword);
    return this.db.transaction(async (tx) => {
      const version = await this.logins.replace(tx, login, passwordHash);
      if (version === undefined) return { kind: 'refused', code: 'wrong-password' };
      await store.endOtherSessions(tx, session.principalId, token);
      const renewed = await store.renewSession(tx, token, { version });
      return renewed === undefined ? null : { kind: 'changed', token: renewed };
    });
  }

  /** Asks for the code of the second factor. @returns the new token; undefined for a wrong code, null where the session is over */
  async passSecondFactor(token: string, code: string): Promise<string | undefined | null> {
    const session = await this.current(token);
    if (!session) return null;
    if (session.secondFactor !== 'needed' || !(await this.factors.passes(session.principalId, code))) return undefined;
    return (await store.renewSession(this.db, token, { secondFactor: 'passed' })) ?? null;
  }

  /** Marks the session after a factor was set up, or removed. @returns the new token; undefined where the session is over */
  renew(token: string, secondFactor: store.SecondFactorState): Promise<string | undefined> {
    return store.renewSession(this.db, token, { secondFactor });
  }

  sessionsOf(principalId: string, token: string): Promise<readonly store.OwnSession[]> {
    return store.sessionsOf(this.db, principalId, token);
  }

  endSession(principalId: string, sessionId: string): Promise<boolean> {
    return store.endSessionById(this.db, principalId, sessionId);
  }

  endOtherSessions(principalId: string, token: string): Promise<void> {
    return store.endOtherSessions(this.db, principalId, token);
  }

  /** Whether the password is that of the signed-in person. */
  async isPassword(session: SignedIn, password: string): Promise<boolean> {
    if (session.kind === 'guardian') return false;
    return this.logins.verify(await this.logins.get(session.kind, session.principalId), password);
  }

  /** @returns the new token of the session; null when it is over or the role is not the person's */
  async selectRole(
    token: string,
    role: string,
  ): Promise<{ readonly token: string; readonly session: SignedIn } | null> {
    const session = await this.current(token);
    const chosen = session?.roles.find((one) => one === role);
    if (!session || !chosen) return null;
    const renewed = await store.renewSession(this.db, token, { role: chosen });
    return renewed === undefined ? null : { token: renewed, session: { ...session, role: chosen } };
  }

  /** Sets a password by a link: every session ends. @returns why not; undefined when it is set */
  async resetPassword(
    kind: 'parent' | 'staff',
    principalId: string,
    newPassword: string,
    /** Uses the link up in the same transaction; false where it was used meanwhile. */
    useLink: (tx: SqlQuery) => Promise<boolean>,
  ): Promise<PasswordRefusal | undefined> {
    const login = await this.logins.get(kind, principalId);
    if (!login) return 'wrong-password';
    const person = await this.personOf(kind, principalId, login.home ?? '', login.version);
    const code = await this.whyNot(login, person ? namesOf(person) : [], newPassword);
    if (code) return code;
    const passwordHash = await hashPassword(newPassword);
    return this.db.transaction(async (tx) => {
      if (!(await useLink(tx))) return 'wrong-password';
      if ((await this.logins.replace(tx, login, passwordHash)) === undefined) return 'wrong-password';
      await store.endAllSessions(tx, principalId);
      return undefined;
    });
  }

  private async whyNot(
    login: Login,
    names: readonly string[],
    newPassword: string,
  ): Promise<PasswordRefusal | undefined> {
    const isIdNumber = (text: string) => this.logins.isIdNumber(login, text);
    const known = [...names, ...(await this.namesAround(login))];
    const code = whyNotPassword({ kind: login.kind, newPassword, names: known, isIdNumber });
    return code ?? ((await this.logins.wasUsed(login, newPassword)) ? 'password-unchanged' : undefined);
  }

  /** The name of the person, and code and name of the school: a new password must not contain them. */
  private async namesAround({ kind, principalId, home }: Login): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ schoolId: string; school: string }>(
      'select school_id as "schoolId", name as school from schools where school_id = $1',
      [home],
    );
    const name = await nameOf(this.db, this.personalData, kind, principalId, home);
    return [...rows.flatMap(({ schoolId, school }) => [schoolId, school]), ...name];
  }

  private async secondFactorOf(person: Person): Promise<store.SecondFactorState> {
    if (person.kind !== 'staff' || this.config.secondFactor === 'off') return 'none';
    if (await this.factors.isSetUp(person.principalId)) return 'needed';
    const isDue = this.config.secondFactor === 'required' && person.roles.some((role) => NEEDS_SECOND_FACTOR.has(role));
    return isDue ? 'to-be-set-up' : 'none';
  }

  private async personOf(
    kind: 'parent' | 'staff',
    principalId: string,
    schoolId: string,
    version: number,
  ): Promise<Person | null> {
    if (kind === 'parent') {
      const { rows } = await this.db.query<ParentRow>(parentOf('$1', '$2'), [principalId, version]);
      return this.parent(principalId, rows[0]);
    }
    const { rows } = await this.db.query<StaffRow>(staffOf('$1', '$2', '$3'), [principalId, schoolId, version]);
    return staff(principalId, rows[0]);
  }

  private async ownerOf(found: store.SeenSession): Promise<Person | null> {
    if (found.kind === 'parent') return this.parent(found.principalId, found.owner);
    return found.kind === 'staff'
      ? staff(found.principalId, found.owner)
      : this.guardian(found.principalId, found.owner);
  }

  /** Null also for a person who was erased. */
  private async guardian(accountId: string, row: GuardianRow | null | undefined): Promise<Person | null> {
    if (!row) return null;
    const context = { stream: `account-${accountId}`, subject: accountId, field: 'email' };
    const [account] = await this.personalData.openWhatIsLeft([{ sealed: row.email, context }]);
    if (!account) return null;
    return { principalId: accountId, account, kind: 'guardian', roles: ['guardian'], mustChangePassword: false };
  }

  /** Null also for a pupil who was erased. */
  private async parent(loginId: string, row: ParentRow | null | undefined): Promise<Person | null> {
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
}

function staff(staffId: string, row: StaffRow | null | undefined): Person | null {
  if (!row) return null;
  const { account, mustChange: mustChangePassword, classIds } = row;
  const roles = STAFF_ROLES.filter((role) => row.roles.includes(role));
  return { principalId: staffId, account, kind: 'staff', roles, staffId, classIds, mustChangePassword };
}

/** A parent's account is `P` and the number on every school bag. */
function namesOf({ kind, account }: Pick<SignedIn, 'kind' | 'account'>): readonly string[] {
  return kind === 'parent' ? [account, account.slice(1)] : [account];
}
