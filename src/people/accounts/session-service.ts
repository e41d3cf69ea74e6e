import { STAFF_ROLES, type Role } from '../../../domain/binding/vocabulary.js';
import type { SqlDatabase } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { batchedLookUp } from '../../adapters/postgres/batched-look-up.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { pupilContext } from '../roster/roster-place.js';
import { Logins } from './logins.js';
import { whyNotPassword, type PasswordRefusal } from './password-policy.js';
import { hashPassword } from './passwords.js';
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

export type PasswordAnswer =
  { readonly kind: 'changed' } | { readonly kind: 'refused'; readonly code: PasswordRefusal };

type Person = Omit<SignedIn, 'role' | 'schoolId'>;

/** Browser sessions: an opaque token in a cookie, a row in PostgreSQL. All methods @throws DatabaseUnavailable. */
export class SessionService {
  private readonly logins: Logins;
  /** Every request of somebody who is signed in asks. */
  private readonly find: (token: string) => Promise<store.SeenSession | null>;

  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
    config: Pick<Config, 'indexKey'>,
  ) {
    this.logins = new Logins(db, config);
    this.find = batchedLookUp((tokens) => store.findSessions(db, tokens));
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
  async current(token: string, keepsAlive = true): Promise<SignedIn | null> {
    const found = await this.find(token);
    if (!found) return null;
    if (found.stale && keepsAlive) await store.keepAlive(this.db, token);
    const { schoolId, providerUid } = found;
    const person = await this.ownerOf(found);
    const role = person?.roles.find((one) => one === found.role) ?? person?.roles[0];
    if (!person || !role) return null;
    return { ...person, role, schoolId, ...(found.kind === 'guardian' && providerUid && { providerUid }) };
  }

  /** A session here for whoever is signed in at the single sign-on; null where the account must not sign in. */
  async join({ accountId, uid, lifeSeconds }: ProviderSession): Promise<SignInAnswer> {
    const { rows } = await this.db.query<GuardianRow>(guardianOf('$1'), [accountId]);
    const person = await this.guardian(accountId, rows[0]);
    if (!person) return { kind: 'refused' };
    const row = { kind: 'guardian', principalId: accountId, schoolId: '', role: 'guardian' } as const;
    const token = await store.startSession(this.db, { ...row, providerUid: uid, lifeSeconds });
    return { kind: 'signed-in', token, session: { ...person, role: 'guardian', schoolId: '', providerUid: uid } };
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

  private async personOf(kind: 'parent' | 'staff', principalId: string, schoolId: string): Promise<Person | null> {
    if (kind === 'parent') {
      const { rows } = await this.db.query<ParentRow>(parentOf('$1'), [principalId]);
      return this.parent(principalId, rows[0]);
    }
    const { rows } = await this.db.query<StaffRow>(staffOf('$1', '$2'), [principalId, schoolId]);
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
function namesOf({ kind, account }: SignedIn): readonly string[] {
  return kind === 'parent' ? [account, account.slice(1)] : [account];
}
