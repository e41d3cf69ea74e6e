/** What a person allowed a service to be told, once for all browsers. Every function @throws DatabaseUnavailable. */
import type { SqlQuery } from '../../../../eventstore/sql.js';

export interface Consent {
  readonly clientId: string;
  readonly granted: readonly string[];
  /** Asked for and left out by the person. */
  readonly refused: readonly string[];
  readonly consentedAt: Date;
  readonly lastAt: Date;
}

const ROW = `select client_id as "clientId", granted, refused, consented_at as "consentedAt", last_at as "lastAt"
  from sso_consents`;

export async function findConsent(db: SqlQuery, accountId: string, clientId: string): Promise<Consent | undefined> {
  const { rows } = await db.query<Consent>(`${ROW} where account_id = $1 and client_id = $2`, [accountId, clientId]);
  return rows[0];
}

export async function consentsOf(db: SqlQuery, accountId: string): Promise<readonly Consent[]> {
  return (await db.query<Consent>(`${ROW} where account_id = $1 order by last_at desc, client_id`, [accountId])).rows;
}

/** Adds to what was answered before; the last answer about a scope counts. */
export async function keepConsent(
  db: SqlQuery,
  accountId: string,
  clientId: string,
  { granted, refused }: { readonly granted: readonly string[]; readonly refused: readonly string[] },
): Promise<void> {
  await db.query(
    `insert into sso_consents as held (account_id, client_id, granted, refused) values ($1, $2, $3, $4)
     on conflict (account_id, client_id) do update set
       granted = array(select distinct unnest(held.granted || excluded.granted) except select unnest(excluded.refused)),
       refused = array(select distinct unnest(held.refused || excluded.refused) except select unnest(excluded.granted)),
       consented_at = now(), last_at = now()`,
    [accountId, clientId, granted, refused],
  );
}

export async function noteUse(db: SqlQuery, accountId: string, clientId: string): Promise<void> {
  await db.query('update sso_consents set last_at = now() where account_id = $1 and client_id = $2', [
    accountId,
    clientId,
  ]);
}

/** @returns false where there was none */
export async function dropConsent(db: SqlQuery, accountId: string, clientId: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from sso_consents where account_id = $1 and client_id = $2', [
    accountId,
    clientId,
  ]);
  return rowCount === 1;
}
