/**
 * The one way in which sessions end: the product's, the provider's, what was issued in them, and word of it to the services.
 * 登出, a service's sign-out, a changed password and a disabled account all come here. Every function @throws DatabaseUnavailable.
 */
import type { SqlQuery } from '../../../../eventstore/sql.js';
import { addLogoutCalls, type NewLogoutCall } from './logout-calls.js';
import { openSessionPayload, type StateParts } from './state-adapter.js';
import { deleteGrants } from './state-rows.js';

interface OpenedSession {
  readonly uid: string;
  readonly authorizations: readonly Authorization[];
}

interface Authorization extends NewLogoutCall {
  readonly grantId: string | undefined;
}

/** Ends one browser's session. Nothing happens where it is over. */
export async function endProviderSession(parts: StateParts, uid: string): Promise<void> {
  const found = await openSessions(parts, 'uid = $1', [uid]);
  await parts.db.transaction(async (tx) => {
    await tx.query('delete from sessions where provider_uid = $1', [uid]);
    await endOf(tx, found);
  });
}

/** Ends everything of an account but, where one is named, the sign-in of the browser at hand. */
export async function endAccount(parts: StateParts, accountId: string, exceptUid?: string): Promise<void> {
  const values = [accountId, exceptUid ?? null];
  const found = await openSessions(parts, 'account_id = $1 and uid is distinct from $2', values);
  await parts.db.transaction(async (tx) => {
    await tx.query(
      `delete from sessions where kind = 'guardian' and principal_id = $1 and provider_uid is distinct from $2`,
      values,
    );
    await endOf(tx, found);
    await tx.query('delete from oidc_state where account_id = $1 and uid is distinct from $2', values);
  });
}

/** Ends what one service holds of an account: tokens, grants, and its sign-in. The person stays signed in. */
export async function endService(parts: StateParts, accountId: string, clientId: string): Promise<void> {
  const found = await openSessions(parts, 'account_id = $1', [accountId]);
  const told = found.flatMap(({ authorizations }) => authorizations.filter((one) => one.clientId === clientId));
  await parts.db.transaction(async (tx) => {
    await tx.query('delete from oidc_state where account_id = $1 and client_id = $2', [accountId, clientId]);
    await addLogoutCalls(tx, told);
  });
}

async function endOf(tx: SqlQuery, found: readonly OpenedSession[]): Promise<void> {
  if (found.length === 0) return;
  // Of two that end the same session at once, the one that removes the row tells the services.
  const { rows } = await tx.query<{ uid: string }>('delete from oidc_state where uid = any($1) returning uid', [
    found.map(({ uid }) => uid),
  ]);
  const ended = found.filter(({ uid }) => rows.some((row) => row.uid === uid));
  const authorizations = ended.flatMap((session) => session.authorizations);
  await deleteGrants(
    tx,
    authorizations.flatMap(({ grantId }) => grantId ?? []),
  );
  await addLogoutCalls(tx, authorizations);
}

async function openSessions(
  parts: StateParts,
  where: string,
  values: readonly unknown[],
): Promise<readonly OpenedSession[]> {
  const { rows } = await parts.db.query<{ uid: string; payload: Buffer }>(
    `select uid, payload from oidc_state where model = 'Session' and ${where}`,
    values,
  );
  return Promise.all(rows.map(async ({ uid, payload }) => ({ uid, authorizations: await opened(parts, payload) })));
}

async function opened(parts: StateParts, payload: Buffer): Promise<readonly Authorization[]> {
  const { accountId, authorizations } = await openSessionPayload(parts, payload);
  if (accountId === undefined) return [];
  return Object.entries(authorizations ?? {}).map(([clientId, { sid, grantId }]) => ({
    clientId,
    accountId,
    sid: sid ?? null,
    grantId,
  }));
}
