import type { AccountOutcome } from '../../domain/binding/commands.js';

export interface NewAccount {
  readonly accountId: string;
  readonly personRef: string;
  /** In clear, in memory only: becomes the sign-in name. */
  readonly email: string;
  /** The last six characters of the ID number; must be changed at the first sign-in. */
  readonly firstPassword: string;
}

/** The applicant was put out before the account was there. */
export interface AccountDisabled {
  readonly kind: 'failed';
  readonly reason: 'disabled';
}

/** Who keeps SSO accounts. */
export interface IdentityProvider {
  /**
   * Idempotent by `accountId`. A person who has an account already is linked to it; an address that belongs to another
   * person is `email-taken`. @throws when the provider cannot be reached; the caller tries again.
   */
  create(account: NewAccount): Promise<Exclude<AccountOutcome, { kind: 'failed' }> | AccountDisabled>;

  /**
   * Idempotent: the account is there and opens nothing, or it will never be created. An account under another id, which
   * the person had before, is left alone. @throws when the provider cannot be reached; the caller tries again.
   */
  disable(accountId: string): Promise<void>;
}
