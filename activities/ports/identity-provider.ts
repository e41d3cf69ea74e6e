import type { AccountOutcome } from '../../domain/binding/commands.js';

export interface NewAccount {
  readonly accountId: string;
  readonly personRef: string;
  /** In clear, in memory only: becomes the sign-in name. */
  readonly email: string;
  /** The last six characters of the ID number; must be changed at the first sign-in. */
  readonly firstPassword: string;
}

/** Who keeps SSO accounts. */
export interface IdentityProvider {
  /**
   * Idempotent by `accountId`. A person who has an account already is linked to it; an address that belongs to another
   * person is `email-taken`. @throws when the provider cannot be reached; the caller tries again.
   */
  create(account: NewAccount): Promise<Exclude<AccountOutcome, { kind: 'failed' }>>;
}
