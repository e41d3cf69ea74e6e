/** Rows of oidc_state, without what is sealed in them. Every method @throws DatabaseUnavailable, SqlError. */
import type { SqlDatabase, SqlQuery } from '../../../../eventstore/sql.js';
import { identifierHash } from './identifier-hash.js';

/** The library's name of a kind of row, e.g. `AuthorizationCode`. */
export type StateModel = string;

export interface StateRow {
  readonly payload: Buffer;
  /** Seconds since 1970; null while it was not used. */
  readonly consumed: number | null;
}

export interface NewStateRow {
  readonly model: StateModel;
  readonly id: string;
  readonly payload: Buffer;
  readonly lifeSeconds: number;
  readonly grantId?: string | undefined;
  readonly uid?: string | undefined;
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
}

const FOUND = `select payload, extract(epoch from consumed_at)::float8 as consumed from oidc_state`;

export async function findState(db: SqlQuery, model: StateModel, id: string): Promise<StateRow | undefined> {
  const { rows } = await db.query<StateRow>(
    `${FOUND} where model = $1 and id = $2 and expires_at > now()`,
    [model, identifierHash(id)],
    'oidc-find',
  );
  return rows[0];
}

/** By the identifier that its cookie holds now, or held before: a tab that lost a race still has the one before. */
export async function findSession(db: SqlQuery, id: string): Promise<StateRow | undefined> {
  const { rows } = await db.query<StateRow>(
    `${FOUND} where model = 'Session' and (id = $1 or previous_id = $1) and expires_at > now() limit 1`,
    [identifierHash(id)],
    'oidc-find-session',
  );
  return rows[0];
}

/** By the name that a session keeps while its cookie changes. */
export async function findSessionByUid(db: SqlQuery, uid: string): Promise<StateRow | undefined> {
  const { rows } = await db.query<StateRow>(
    `${FOUND} where uid = $1 and model = 'Session' and expires_at > now()`,
    [uid],
    'oidc-find-uid',
  );
  return rows[0];
}

export async function saveState(db: SqlQuery, row: NewStateRow): Promise<void> {
  await db.query(
    `insert into oidc_state (model, id, payload, grant_id, account_id, client_id, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
     on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id,
       account_id = excluded.account_id, client_id = excluded.client_id, expires_at = excluded.expires_at`,
    [
      row.model,
      identifierHash(row.id),
      row.payload,
      row.grantId === undefined ? null : identifierHash(row.grantId),
      row.accountId ?? null,
      row.clientId ?? null,
      row.lifeSeconds,
    ],
    'oidc-save',
  );
}

/**
 * One row for a session however often its cookie changes: two tabs that finish at once both find it, and it is never missing
 * in between. The identifier before is kept only while the account stays the same, else a cookie from before the sign-in
 * would be signed in (session fixation).
 */
export async function saveSession(db: SqlQuery, row: NewStateRow & { readonly uid: string }): Promise<void> {
  await db.query(
    `insert into oidc_state as held (model, id, payload, uid, account_id, expires_at)
     values ('Session', $1, $2, $3, $4, now() + $5 * interval '1 second')
     on conflict (uid) where uid is not null do update set id = excluded.id, payload = excluded.payload,
       account_id = excluded.account_id, expires_at = excluded.expires_at,
       previous_id = case
         when held.account_id is distinct from excluded.account_id then null
         when held.id = excluded.id then held.previous_id
         else held.id end`,
    [identifierHash(row.id), row.payload, row.uid, row.accountId ?? null, row.lifeSeconds],
    'oidc-save-session',
  );
}

export async function deleteState(db: SqlQuery, model: StateModel, id: string): Promise<void> {
  await db.query('delete from oidc_state where model = $1 and id = $2', [model, identifierHash(id)], 'oidc-delete');
}

export async function deleteSession(db: SqlQuery, uid: string): Promise<void> {
  await db.query(`delete from oidc_state where uid = $1 and model = 'Session'`, [uid]);
}

/** What was issued under a grant, of one model or of all. The grant itself stays. */
export async function deleteIssued(db: SqlQuery, grantId: string, model?: StateModel): Promise<void> {
  await db.query(
    `delete from oidc_state where grant_id = $1 and ($2::text is null or model = $2)`,
    [identifierHash(grantId), model ?? null],
    'oidc-delete-issued',
  );
}

/** A grant and all that was issued under it. */
export async function deleteGrants(db: SqlQuery, grantIds: readonly string[]): Promise<void> {
  await db.query(`delete from oidc_state where grant_id = any($1) or (model = 'Grant' and id = any($1))`, [
    grantIds.map(identifierHash),
  ]);
}

/**
 * Uses a code or a refresh token up, once: of requests that come at the same moment one gets true. For all others the grant
 * ends with everything that was issued under it, also what the winner saves afterwards, since the grant is gone.
 */
export async function consumeState(db: SqlDatabase, model: StateModel, id: string): Promise<boolean> {
  const key = identifierHash(id);
  const { rowCount } = await db.query(
    `update oidc_state set consumed_at = now() where model = $1 and id = $2 and consumed_at is null`,
    [model, key],
    'oidc-consume',
  );
  if (rowCount === 1) return true;
  await db.query(
    `with used as (select grant_id from oidc_state where model = $1 and id = $2)
     delete from oidc_state using used
     where oidc_state.grant_id = used.grant_id or (oidc_state.model = 'Grant' and oidc_state.id = used.grant_id)`,
    [model, key],
  );
  return false;
}

const AT_ONCE = 5_000;

/** Clears what has expired, some at a time. @returns how many rows went */
export async function clearExpiredState(db: SqlQuery): Promise<number> {
  const { rowCount } = await db.query(
    `delete from oidc_state where ctid = any(array(
       select ctid from oidc_state where expires_at < now() - interval '1 minute' limit ${AT_ONCE}))`,
  );
  return rowCount;
}
