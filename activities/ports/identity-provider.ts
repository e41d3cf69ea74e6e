import type { AccountOutcome } from '../../domain/binding/commands.js';

/** For whom an account is asked for: an attempt of an applicant of a request. Several may come to hold one account. */
export interface AccountHolder {
  readonly requestId: string;
  readonly applicantId: string;
  readonly attempt: number;
}

export interface NewAccount extends AccountHolder {
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
   * The applicant was put out and holds no account any more, neither this one nor one of the person's own that was linked.
   * An account that has no other holder is disabled; an attempt up to this one that comes later creates none. Idempotent.
   * @returns whether nothing is left to sign in with. @throws when the provider cannot be reached; the caller tries again.
   */
  release(account: AccountHolder & { readonly accountId: string }): Promise<{ readonly disabled: boolean }>;
}
