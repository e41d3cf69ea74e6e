import { createHmac } from 'node:crypto';
import type { IdentityProvider, NewAccount } from '../../../activities/ports/identity-provider.js';
import type { SealContext } from '../../../activities/ports/personal-data.js';
import { hmacIndex, normalEmail } from '../privacy/references.js';
import { createPersonalData } from '../privacy/personal-data.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { hashPassword, normal } from '../accounts/passwords.js';

type Outcome = Awaited<ReturnType<IdentityProvider['create']>>;

/** Keeps SSO accounts in the product's own database; an outside provider would stand behind the same port. */
export function createEmbeddedIdentityProvider(
  db: SqlQuery,
  config: Pick<Config, 'masterKey' | 'indexKey' | 'ssoPepper'>,
): IdentityProvider {
  const personalData = createPersonalData(db, config);

  return {
    async create(account) {
      const emailIndex = ssoEmailIndex(config.indexKey, account.email);
      // Asked first only to spare the hash when an attempt is repeated; the constraints below decide.
      if (await isDisabled(db, account.accountId)) return DISABLED;
      const before = await whoHas(db, account, emailIndex);
      if (before) return before;
      await db.query(
        `insert into sso_accounts (account_id, person_ref, email_index, email, verifier, must_change_password)
         values ($1, $2, $3, $4, $5, true) on conflict do nothing`,
        [
          account.accountId,
          account.personRef,
          emailIndex,
          await personalData.seal(account.email, emailContext(account.accountId)),
          await hashPassword(peppered(config.ssoPepper, account.firstPassword)),
        ],
      );
      const after = await whoHas(db, account, emailIndex);
      // Looked up once more: whoever disables notes it first and removes the row then, so one of us sees the other.
      if (after?.kind === 'created' && (await isDisabled(db, account.accountId))) {
        await remove(db, account.accountId);
        return DISABLED;
      }
      if (!after) throw new Error('an account was neither made nor found');
      return after;
    },

    async disable(accountId) {
      await db.query('insert into sso_disabled_accounts (account_id) values ($1) on conflict do nothing', [accountId]);
      await remove(db, accountId);
    },
  };
}

const DISABLED = { kind: 'failed', reason: 'disabled' } as const;

async function isDisabled(db: SqlQuery, accountId: string): Promise<boolean> {
  const { rows } = await db.query('select 1 from sso_disabled_accounts where account_id = $1', [accountId]);
  return rows.length > 0;
}

/** Nobody was told of it yet, so nothing is lost; the person may get an account by another application. */
async function remove(db: SqlQuery, accountId: string): Promise<void> {
  await db.query('delete from sso_accounts where account_id = $1', [accountId]);
}

/** Whose account stands in the way, if any: the same one, another of the same person, or another person's address. */
async function whoHas(db: SqlQuery, account: NewAccount, emailIndex: Buffer): Promise<Outcome | undefined> {
  const { rows } = await db.query<{ account_id: string; person_ref: string }>(
    'select account_id, person_ref from sso_accounts where account_id = $1 or person_ref = $2 or email_index = $3',
    [account.accountId, account.personRef, emailIndex],
  );
  const own = rows.find((row) => row.account_id === account.accountId);
  if (own) return { kind: 'created', accountId: own.account_id };
  const samePerson = rows.find((row) => row.person_ref === account.personRef);
  if (samePerson) return { kind: 'linked', accountId: samePerson.account_id };
  return rows.length > 0 ? { kind: 'email-taken' } : undefined;
}

/**
 * The first password is six digits: a hash alone would be reversed in minutes. The pepper is
 * not in the database, so a stolen table is of no use.
 */
export function peppered(pepper: Buffer, password: string): string {
  return createHmac('sha256', pepper).update(normal(password), 'utf8').digest('base64');
}

export function ssoEmailIndex(indexKey: Buffer, email: string): Buffer {
  return hmacIndex(indexKey, 'sso-email', normalEmail(email));
}

export function emailContext(accountId: string): SealContext {
  return { stream: `account-${accountId}`, subject: accountId, field: 'email' };
}
