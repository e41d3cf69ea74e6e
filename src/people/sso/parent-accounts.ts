/** The parent's account as a sign-in sees it. Every method @throws DatabaseUnavailable. */
import type { SqlDatabase } from '../../../eventstore/sql.js';
import { maskPersonName } from '../../../domain/identity/person-name.js';
import { bindingStream } from '../../../workflows/names.js';
import { boundPupils, nameOfAccountHolder } from '../../../projections/student-binding/account-queries.js';
import type { Config } from '../../config/config.js';
import { hashPassword, verifyPassword } from '../accounts/passwords.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { emailContext, peppered, ssoEmailIndex } from './embedded-identity-provider.js';

export interface BoundChild {
  readonly studentId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly relation: string;
  /** RFC 3339: since when the link is in force. */
  readonly since: string;
}

/** One refusal for all reasons: nobody learns which accounts exist, nor what is the matter with one. */
export type AccountSignIn = { readonly kind: 'signed-in'; readonly accountId: string } | { readonly kind: 'refused' };

interface AccountRow {
  readonly accountId: string;
  readonly email: string;
  readonly verifier: string;
  readonly usable: boolean;
  readonly emailVerified: boolean;
}

export interface AccountEmail {
  readonly email: string;
  /** Whether a letter to it has come back to us. */
  readonly verified: boolean;
}

const ROW = `select account_id as "accountId", email, verifier,
  activated_at is not null and disabled_at is null as usable,
  email_verified_at is not null as "emailVerified" from sso_accounts`;

export class ParentAccounts {
  constructor(
    private readonly db: SqlDatabase,
    private readonly personalData: PersonalDataService,
    private readonly config: Pick<Config, 'indexKey' | 'ssoPepper'>,
  ) {}

  /** Takes as long for an address that has no account, and for one that must not sign in, as for any other. */
  async signIn(email: string, password: string): Promise<AccountSignIn> {
    const account = await this.byEmail(email);
    const matches = await verifyPassword(account?.verifier ?? null, peppered(this.config.ssoPepper, password));
    return account?.usable === true && matches ? { kind: 'signed-in', accountId: account.accountId } : REFUSED;
  }

  /** Whether the account may be signed in now. */
  async isUsable(accountId: string): Promise<boolean> {
    const { rows } = await this.db.query<AccountRow>(`${ROW} where account_id = $1`, [accountId], 'sso-account');
    return rows[0]?.usable ?? false;
  }

  /** In clear; null where the account is gone or erased. */
  async emailOf(accountId: string): Promise<AccountEmail | null> {
    const { rows } = await this.db.query<AccountRow>(`${ROW} where account_id = $1`, [accountId], 'sso-account');
    const [account] = rows;
    if (!account) return null;
    const [email] = await this.personalData.openWhatIsLeft([
      { sealed: account.email, context: emailContext(accountId) },
    ]);
    return email === null || email === undefined ? null : { email, verified: account.emailVerified };
  }

  /** 王OO; null where nobody is bound, or the person was erased. */
  async maskedNameOf(accountId: string): Promise<string | null> {
    const place = await nameOfAccountHolder(this.db, accountId);
    if (!place) return null;
    const context = { stream: bindingStream(place.requestId), subject: place.applicantId, field: 'name' };
    const [name] = await this.personalData.openWhatIsLeft([{ sealed: place.name, context }]);
    return name === null || name === undefined ? null : maskPersonName(name);
  }

  childrenOf(accountId: string): Promise<readonly BoundChild[]> {
    return boundPupils(this.db, accountId);
  }

  /** Makes an account usable with this password, as its first sign-in would. @returns false where there is none */
  async activate(accountId: string, password: string): Promise<boolean> {
    const verifier = await hashPassword(peppered(this.config.ssoPepper, password));
    const { rowCount } = await this.db.query(
      `update sso_accounts set verifier = $2, must_change_password = false, activated_at = coalesce(activated_at, now())
       where account_id = $1`,
      [accountId, verifier],
    );
    return rowCount === 1;
  }

  private async byEmail(email: string): Promise<AccountRow | undefined> {
    const index = ssoEmailIndex(this.config.indexKey, email);
    return (await this.db.query<AccountRow>(`${ROW} where email_index = $1`, [index])).rows[0];
  }
}

const REFUSED = { kind: 'refused' } as const;
