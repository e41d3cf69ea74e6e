/** Services that are to be told of a sign-out: a row before the call, tried again for two minutes. */
import type { SqlQuery } from '../../../../eventstore/sql.js';

/** A logout token is good for so long (OpenID Connect Back-Channel Logout 1.0, 2.4). */
export const WINDOW_SECONDS = 120;
/** Woken when a row was added; every API process listens. */
export const CALLS_ADDED = 'oidc_logout_calls_added';

export interface LogoutCall {
  readonly callId: string;
  readonly clientId: string;
  readonly accountId: string;
  readonly sid: string | null;
  readonly attempts: number;
}

export type NewLogoutCall = Pick<LogoutCall, 'clientId' | 'accountId' | 'sid'>;

/** Only for clients that have an address for it. */
export async function addLogoutCalls(db: SqlQuery, calls: readonly NewLogoutCall[]): Promise<void> {
  if (calls.length === 0) return;
  const { rowCount } = await db.query(
    `insert into oidc_logout_calls (client_id, account_id, sid)
     select client_id, account_id, sid from unnest($1::text[], $2::text[], $3::text[]) as n (client_id, account_id, sid)
       join oidc_clients using (client_id) where backchannel_logout_uri is not null`,
    [calls.map(({ clientId }) => clientId), calls.map(({ accountId }) => accountId), calls.map(({ sid }) => sid)],
  );
  if (rowCount > 0) await db.query(`select pg_notify('${CALLS_ADDED}', '')`);
}

/** Takes what is due, for this process alone: another looks again only when the time for this try is over. */
export async function takeDueCalls(db: SqlQuery, most: number): Promise<readonly LogoutCall[]> {
  const { rows } = await db.query<LogoutCall>(
    `update oidc_logout_calls set attempts = attempts + 1,
       next_at = now() + least(power(2, attempts), 20) * interval '1 second' + interval '3 seconds'
     where call_id in (select call_id from oidc_logout_calls where given_up_at is null and next_at <= now()
       order by next_at limit $1 for update skip locked)
     returning call_id as "callId", client_id as "clientId", account_id as "accountId", sid, attempts`,
    [most],
  );
  return rows;
}

export async function callDone(db: SqlQuery, callId: string): Promise<void> {
  await db.query('delete from oidc_logout_calls where call_id = $1', [callId]);
}

/** What was not heard in its time is kept a day for the operator, and tried no more. */
export async function giveUpOld(db: SqlQuery): Promise<number> {
  await db.query(`delete from oidc_logout_calls where given_up_at < now() - interval '1 day'`);
  const { rowCount } = await db.query(
    `update oidc_logout_calls set given_up_at = now()
     where given_up_at is null and created_at < now() - interval '${WINDOW_SECONDS} seconds'`,
  );
  return rowCount;
}
