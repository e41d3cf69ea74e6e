import type { SqlQuery } from '../../../eventstore/sql.js';
import { newToken, tokenHash } from './opaque-secrets.js';
import { guardianOf, parentOf, staffOf, type GuardianRow, type ParentRow, type StaffRow } from './session-owners.js';

/** A session ends after this much silence, and after this much time in any case. */
export const IDLE_MINUTES = 30;
export const ABSOLUTE_HOURS = 12;

const ALIVE = `expires_at > now() and last_seen_at > now() - interval '${IDLE_MINUTES} minutes'`;

export interface SessionRow {
  readonly kind: 'parent' | 'staff' | 'guardian';
  readonly principalId: string;
  /** The school's page on which the person signed in. */
  readonly schoolId: string;
  readonly role: string;
  /** Of a guardian: the session of the single sign-on that it belongs to, and ends with. */
  readonly providerUid?: string;
  /** Until it ends in any case, in seconds; absent: 12 hours. */
  readonly lifeSeconds?: number;
  readonly secondFactor: SecondFactorState;
}

/** `needed`: a code is asked for before anything else; `to-be-set-up`: an authenticator must be set up first. */
export type SecondFactorState = 'none' | 'needed' | 'to-be-set-up' | 'passed';

export interface NewSession extends SessionRow {
  /** Of the credentials that were checked. */
  readonly version: number;
  /** Name and system of the browser. */
  readonly browser: string;
}

/**
 * Starts a session, unless the credentials have changed since they were checked.
 * @returns the token: 256 random bits in base64url. Only its SHA-256 is stored, so a stolen table opens no session.
 */
export async function startSession(db: SqlQuery, session: NewSession): Promise<string | undefined> {
  await db.query(`delete from sessions where not (${ALIVE})`);
  const token = newToken();
  const { rowCount } = await db.query(
    `insert into sessions (token_hash, kind, principal_id, school_id, role, provider_uid, expires_at, second_factor, version, browser)
     select $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second', $8, $9, $10
     where $2 = 'guardian'
       or exists (select 1 from parent_logins where login_id = $3 and version = $9 and ended_at is null)
       or exists (select 1 from staff_logins where staff_id = $3 and version = $9 and ended_at is null)`,
    [
      tokenHash(token),
      session.kind,
      session.principalId,
      session.schoolId,
      session.role,
      session.providerUid ?? null,
      session.lifeSeconds ?? ABSOLUTE_HOURS * 3600,
      session.secondFactor,
      session.version,
      session.browser,
    ],
  );
  return rowCount === 1 ? token : undefined;
}

/** A session that is alive; its owner is null where the roster or the staff does not have them any more. */
export type SeenSession = SessionRow & {
  readonly stale: boolean;
  readonly sessionId: string;
  readonly endsAt: Date;
  /** When it ends without another request. */
  readonly idleEndsAt: Date;
} & (
    | { readonly kind: 'parent'; readonly owner: ParentRow | null }
    | { readonly kind: 'staff'; readonly owner: StaffRow | null }
    | { readonly kind: 'guardian'; readonly owner: GuardianRow | null }
  );

/** Finds the sessions that are alive, in the order of their tokens. */
export async function findSessions(db: SqlQuery, tokens: readonly string[]): Promise<readonly (SeenSession | null)[]> {
  const hashes = tokens.map(tokenHash);
  const { rows } = await db.query<SeenSession & { hash: string }>(FIND, [hashes], 'sessions');
  return hashes.map((hash) => rows.find((row) => row.hash === hash.toString('hex')) ?? null);
}

const FIND = `
  select encode(token_hash, 'hex') as hash, kind, principal_id as "principalId", school_id as "schoolId", role,
    provider_uid as "providerUid", session_id as "sessionId", second_factor as "secondFactor",
    expires_at as "endsAt", least(expires_at, last_seen_at + interval '${IDLE_MINUTES} minutes') as "idleEndsAt",
    last_seen_at < now() - interval '1 minute' as stale,
    case kind
      when 'parent' then (select to_json(p) from (${parentOf('sessions.principal_id', 'sessions.version')}) p)
      when 'guardian' then (select to_json(p) from (${guardianOf('sessions.principal_id')}) p)
      else (select to_json(p) from (${staffOf('sessions.principal_id', 'sessions.school_id', 'sessions.version')}) p)
    end as owner
  from sessions where token_hash = any($1) and ${ALIVE}`;

/** Once a minute is enough for a limit of half an hour, and spares most reads a write. */
export async function keepAlive(db: SqlQuery, token: string): Promise<void> {
  await db.query('update sessions set last_seen_at = now() where token_hash = $1', [tokenHash(token)]);
}

/** What changes when a session gets a new token. */
export interface Renewal {
  readonly role?: string;
  readonly secondFactor?: SecondFactorState;
  /** Of changed credentials. */
  readonly version?: number;
}

/** Gives the session a new token, so that one that was overheard before ends. @returns undefined where the session is over */
export async function renewSession(db: SqlQuery, token: string, renewal: Renewal): Promise<string | undefined> {
  const next = newToken();
  const { rowCount } = await db.query(
    `update sessions set token_hash = $2, role = coalesce($3, role), second_factor = coalesce($4, second_factor),
       version = coalesce($5, version), last_seen_at = now()
     where token_hash = $1`,
    [tokenHash(token), tokenHash(next), renewal.role ?? null, renewal.secondFactor ?? null, renewal.version ?? null],
  );
  return rowCount === 1 ? next : undefined;
}

export interface OwnSession {
  readonly id: string;
  readonly browser: string;
  readonly since: Date;
  readonly lastSeen: Date;
  readonly here: boolean;
}

/** The sessions of a person that are alive, the newest first; at most 100. */
export async function sessionsOf(db: SqlQuery, principalId: string, token: string): Promise<readonly OwnSession[]> {
  const { rows } = await db.query<OwnSession>(
    `select session_id as id, browser, created_at as since, last_seen_at as "lastSeen", token_hash = $2 as here
     from sessions where principal_id = $1 and ${ALIVE} order by created_at desc limit 100`,
    [principalId, tokenHash(token)],
  );
  return rows;
}

/** @returns whether there was such a session of this person */
export async function endSessionById(db: SqlQuery, principalId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from sessions where principal_id = $1 and session_id = $2', [
    principalId,
    id,
  ]);
  return rowCount === 1;
}

export async function endAllSessions(db: SqlQuery, principalId: string): Promise<void> {
  await db.query('delete from sessions where principal_id = $1', [principalId]);
}

export async function endSession(db: SqlQuery, token: string): Promise<void> {
  await db.query('delete from sessions where token_hash = $1', [tokenHash(token)]);
}

export async function endOtherSessions(db: SqlQuery, principalId: string, token: string): Promise<void> {
  await db.query('delete from sessions where principal_id = $1 and token_hash <> $2', [principalId, tokenHash(token)]);
}
