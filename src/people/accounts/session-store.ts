import { createHash, randomBytes } from 'node:crypto';
import type { SqlQuery } from '../../../eventstore/sql.js';
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
}

/** @returns the token: 256 random bits in base64url. Only its SHA-256 is stored, so a stolen table opens no session. */
export async function startSession(db: SqlQuery, session: SessionRow): Promise<string> {
  await db.query(`delete from sessions where not (${ALIVE})`);
  const token = randomBytes(32).toString('base64url');
  await db.query(
    `insert into sessions (token_hash, kind, principal_id, school_id, role, provider_uid, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')`,
    [
      hashed(token),
      session.kind,
      session.principalId,
      session.schoolId,
      session.role,
      session.providerUid ?? null,
      session.lifeSeconds ?? ABSOLUTE_HOURS * 3600,
    ],
  );
  return token;
}

/** A session that is alive; its owner is null where the roster or the staff does not have them any more. */
export type SeenSession = SessionRow & { readonly stale: boolean } & (
    | { readonly kind: 'parent'; readonly owner: ParentRow | null }
    | { readonly kind: 'staff'; readonly owner: StaffRow | null }
    | { readonly kind: 'guardian'; readonly owner: GuardianRow | null }
  );

/** Finds the sessions that are alive, in the order of their tokens. */
export async function findSessions(db: SqlQuery, tokens: readonly string[]): Promise<readonly (SeenSession | null)[]> {
  const hashes = tokens.map(hashed);
  const { rows } = await db.query<SeenSession & { hash: string }>(FIND, [hashes], 'sessions');
  return hashes.map((hash) => rows.find((row) => row.hash === hash.toString('hex')) ?? null);
}

const FIND = `
  select encode(token_hash, 'hex') as hash, kind, principal_id as "principalId", school_id as "schoolId", role,
    provider_uid as "providerUid",
    last_seen_at < now() - interval '1 minute' as stale,
    case kind
      when 'parent' then (select to_json(p) from (${parentOf('sessions.principal_id')}) p)
      when 'guardian' then (select to_json(p) from (${guardianOf('sessions.principal_id')}) p)
      else (select to_json(p) from (${staffOf('sessions.principal_id', 'sessions.school_id')}) p)
    end as owner
  from sessions where token_hash = any($1) and ${ALIVE}`;

/** Once a minute is enough for a limit of half an hour, and spares most reads a write. */
export async function keepAlive(db: SqlQuery, token: string): Promise<void> {
  await db.query('update sessions set last_seen_at = now() where token_hash = $1', [hashed(token)]);
}

export async function setSessionRole(db: SqlQuery, token: string, role: string): Promise<void> {
  await db.query('update sessions set role = $2 where token_hash = $1', [hashed(token), role]);
}

export async function endSession(db: SqlQuery, token: string): Promise<void> {
  await db.query('delete from sessions where token_hash = $1', [hashed(token)]);
}

export async function endOtherSessions(db: SqlQuery, principalId: string, token: string): Promise<void> {
  await db.query('delete from sessions where principal_id = $1 and token_hash <> $2', [principalId, hashed(token)]);
}

function hashed(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
