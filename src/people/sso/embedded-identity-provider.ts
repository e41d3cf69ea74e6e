import { createHmac } from 'node:crypto';
import type { IdentityProvider, NewAccount } from '../../../activities/ports/identity-provider.js';
import type { SealContext } from '../../../activities/ports/personal-data.js';
import { hmacIndex, normalEmail } from '../privacy/references.js';
import { createPersonalData } from '../privacy/personal-data.js';
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { hashPassword, normal } from '../accounts/passwords.js';

type Outcome = Awaited<ReturnType<IdentityProvider['create']>>;

/** Keeps SSO accounts in the product's own database; an outside provider would stand behind the same port. */
export function createEmbeddedIdentityProvider(
  db: SqlQuery & Pick<SqlDatabase, 'transaction'>,
  config: Pick<Config, 'masterKey' | 'indexKey' | 'ssoPepper'>,
): IdentityProvider {
  const personalData = createPersonalData(db, config);

  return {
    async create(account) {
      const emailIndex = ssoEmailIndex(config.indexKey, account.email);
      // Asked first only to spare the hash when an attempt is repeated; the transaction decides.
      if (await isDisabled(db, account)) return DISABLED;
      const verifier = (await whoHas(db, account, emailIndex))
        ? undefined
        : await hashPassword(peppered(config.ssoPepper, account.firstPassword));
      const email = await personalData.seal(account.email, emailContext(account.accountId));
      return db.transaction(async (tx) => {
        await oneAtATime(tx, account.accountId);
        if (await isDisabled(tx, account)) return DISABLED;
        if (verifier !== undefined) {
          await tx.query(
            `insert into sso_accounts (account_id, person_ref, email_index, email, verifier, must_change_password)
             values ($1, $2, $3, $4, $5, true) on conflict do nothing`,
            [account.accountId, account.personRef, emailIndex, email, verifier],
          );
        }
        const found = await whoHas(tx, account, emailIndex);
        if (!found) throw new Error('an account was neither made nor found');
        if ('accountId' in found) await hold(tx, found.accountId, account);
        return found;
      });
    },

    async release({ accountId, requestId, applicantId, attempt }) {
      return db.transaction(async (tx) => {
        await oneAtATime(tx, accountId);
        await tx.query(
          `insert into sso_disabled_accounts (account_id, attempt) values ($1, $2)
           on conflict (account_id) do update set attempt = greatest(sso_disabled_accounts.attempt, excluded.attempt)`,
          [accountId, attempt],
        );
        const { rows } = await tx.query<{ account_id: string }>(
          'delete from sso_account_holders where request_id = $1 and applicant_id = $2 returning account_id',
          [requestId, applicantId],
        );
        let disabled = true;
        for (const held of new Set([accountId, ...rows.map((row) => row.account_id)]))
          if (!(await removeUnheld(tx, held))) disabled = false;
        return { disabled };
      });
    },
  };
}

const DISABLED = { kind: 'failed', reason: 'disabled' } as const;

/** Creating and releasing of one account: each sees what the other has done. */
async function oneAtATime(tx: SqlQuery, accountId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [accountId]);
}

async function isDisabled(db: SqlQuery, { accountId, attempt }: NewAccount): Promise<boolean> {
  const sql = 'select 1 from sso_disabled_accounts where account_id = $1 and attempt >= $2';
  return (await db.query(sql, [accountId, attempt])).rows.length > 0;
}

/** @throws Error where the account has been removed in the meantime: the caller tries again. */
async function hold(tx: SqlQuery, accountId: string, { requestId, applicantId }: NewAccount): Promise<void> {
  if (!(await locked(tx, accountId))) throw new Error('the account was removed a moment ago');
  await tx.query(
    `insert into sso_account_holders (request_id, applicant_id, account_id) values ($1, $2, $3)
     on conflict (request_id, applicant_id) do update set account_id = excluded.account_id`,
    [requestId, applicantId, accountId],
  );
}

/** The person may get an account by another application. @returns false where another applicant still holds it */
async function removeUnheld(tx: SqlQuery, accountId: string): Promise<boolean> {
  await locked(tx, accountId);
  const { rows } = await tx.query('select 1 from sso_account_holders where account_id = $1 limit 1', [accountId]);
  if (rows.length > 0) return false;
  await tx.query('delete from sso_accounts where account_id = $1', [accountId]);
  return true;
}

async function locked(tx: SqlQuery, accountId: string): Promise<boolean> {
  return (await tx.query('select 1 from sso_accounts where account_id = $1 for update', [accountId])).rows.length > 0;
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
