/** The outside world of a test: values that open to something, and accounts in a map. */
import type { IdentityProvider, NewAccount } from '../../activities/ports/identity-provider.js';
import type { PersonalData } from '../../activities/ports/personal-data.js';

/** `sealed-email-father` opens to an address; every ID number is the guide's. */
export const fakePersonalData: PersonalData = {
  open: (sealed, { field }) => Promise.resolve(field === 'idNumber' ? 'A111111113' : `${sealed}@example.org`),
};

export class FakeIdentityProvider implements IdentityProvider {
  readonly accounts = new Map<string, NewAccount>();
  readonly disabled = new Set<string>();
  /** Every call, also a repeated one. */
  calls = 0;
  /** Calls that fail before one succeeds. */
  failures = 0;
  /** What else a call comes to; absent: an account. */
  outcome: Awaited<ReturnType<IdentityProvider['create']>> | undefined;

  create(account: NewAccount): ReturnType<IdentityProvider['create']> {
    this.calls += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error(`no line to the provider for ${account.email}`));
    }
    if (this.disabled.has(account.accountId)) return Promise.resolve({ kind: 'failed', reason: 'disabled' });
    if (this.outcome !== undefined) return Promise.resolve(this.outcome);
    this.accounts.set(account.accountId, account);
    return Promise.resolve({ kind: 'created', accountId: account.accountId });
  }

  release({ accountId }: Parameters<IdentityProvider['release']>[0]): ReturnType<IdentityProvider['release']> {
    this.disabled.add(accountId);
    this.accounts.delete(accountId);
    return Promise.resolve({ disabled: true });
  }
}
