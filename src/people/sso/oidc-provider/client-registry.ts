/** The services that may ask for a sign-in: rows of oidc_clients. Every function @throws DatabaseUnavailable. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import type { SqlDatabase, SqlQuery } from '../../../../eventstore/sql.js';
import { CLIENT_ID, type ClientRegistration } from './client-rules.js';
import type { Scope } from './scopes.js';
import type { Algorithm } from './signing-keys.js';

export interface ClientRow {
  readonly clientId: string;
  readonly sector: string;
  readonly secretHash: string;
  /** Valid until the next rotation. */
  readonly formerSecretHash: string | null;
  readonly name: string;
  readonly nameEn: string;
  readonly purpose: string;
  readonly purposeEn: string;
  readonly scopes: readonly Scope[];
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly homeUri: string | null;
  readonly idTokenAlg: Algorithm;
  readonly requestsPerMinute: number;
}

const ROW = `select client_id as "clientId", sector, secret_hash as "secretHash",
  former_secret_hash as "formerSecretHash", name, name_en as "nameEn", purpose, purpose_en as "purposeEn", scopes,
  redirect_uris as "redirectUris", post_logout_redirect_uris as "postLogoutRedirectUris",
  backchannel_logout_uri as "backchannelLogoutUri", home_uri as "homeUri", id_token_alg as "idTokenAlg",
  requests_per_minute as "requestsPerMinute" from oidc_clients`;

export async function findClient(db: SqlQuery, clientId: string): Promise<ClientRow | undefined> {
  // PostgreSQL has no text with a NUL in it, and no client is called otherwise.
  if (!CLIENT_ID.test(clientId)) return undefined;
  return (await db.query<ClientRow>(`${ROW} where client_id = $1`, [clientId], 'oidc-client')).rows[0];
}

export async function listClients(db: SqlQuery): Promise<readonly ClientRow[]> {
  return (await db.query<ClientRow>(`${ROW} order by client_id`)).rows;
}

/** 256 random bits: against those no slow hash is needed. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** @returns false where there is a client of that id already */
export async function addClient(db: SqlQuery, client: ClientRegistration, secret: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into oidc_clients (client_id, sector, secret_hash, name, name_en, purpose, purpose_en, scopes, redirect_uris,
       post_logout_redirect_uris, backchannel_logout_uri, home_uri, id_token_alg, requests_per_minute)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, 'RS256'), coalesce($14, 6000))
     on conflict do nothing`,
    [client.id, client.sector, hashOfSecret(secret), ...valuesOf(client)],
  );
  return rowCount === 1;
}

/** Everything but the secret and the sector. @returns false where the sector would change, or there is no such client */
export async function updateClient(db: SqlQuery, client: ClientRegistration): Promise<boolean> {
  const { rowCount } = await db.query(
    `update oidc_clients set name = $3, name_en = $4, purpose = $5, purpose_en = $6, scopes = $7, redirect_uris = $8,
       post_logout_redirect_uris = $9, backchannel_logout_uri = $10, home_uri = $11,
       id_token_alg = coalesce($12, id_token_alg), requests_per_minute = coalesce($13, requests_per_minute)
     where client_id = $1 and sector = $2`,
    [client.id, client.sector, ...valuesOf(client)],
  );
  return rowCount === 1;
}

function valuesOf(client: ClientRegistration): readonly unknown[] {
  const { name, nameEn, purpose, purposeEn, scopes, redirectUris, postLogoutRedirectUris } = client;
  const { backchannelLogoutUri = null, homeUri = null, idTokenAlg = null, requestsPerMinute = null } = client;
  const words = [name, nameEn, purpose, purposeEn];
  const addresses = [redirectUris, postLogoutRedirectUris, backchannelLogoutUri, homeUri];
  return [...words, scopes, ...addresses, idTokenAlg, requestsPerMinute];
}

/** The secret before stays valid until the next rotation. @returns false where there is no such client */
export async function rotateSecret(db: SqlQuery, clientId: string, secret: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update oidc_clients set former_secret_hash = secret_hash, secret_hash = $2 where client_id = $1',
    [clientId, hashOfSecret(secret)],
  );
  return rowCount === 1;
}

/** One secret and no other: of a service that is started with the product. */
export async function setSecret(db: SqlQuery, clientId: string, secret: string): Promise<void> {
  await db.query('update oidc_clients set former_secret_hash = null, secret_hash = $2 where client_id = $1', [
    clientId,
    hashOfSecret(secret),
  ]);
}

/** With everything that it holds. @returns false where there is no such client */
export async function removeClient(db: SqlDatabase, clientId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { rowCount } = await tx.query('delete from oidc_clients where client_id = $1', [clientId]);
    await tx.query('delete from oidc_state where client_id = $1', [clientId]);
    await tx.query('delete from sso_consents where client_id = $1', [clientId]);
    await tx.query('delete from oidc_logout_calls where client_id = $1', [clientId]);
    return rowCount === 1;
  });
}

export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('base64url');
}

/** @param stored one or two hashes with a dot between them, as `metadataOf` hands them to the library */
export function isSecret(stored: string, secret: string): boolean {
  const hash = Buffer.from(hashOfSecret(secret), 'utf8');
  const matches = stored.split('.').map((one) => {
    const known = Buffer.from(one, 'utf8');
    return known.length === hash.length && timingSafeEqual(known, hash);
  });
  return matches.includes(true);
}

/** Two redirect hosts make the library ask for this address; nothing is ever fetched from it. */
const SECTOR_ADDRESS = 'https://sector.invalid/';

/** The client as the library knows it. */
export function metadataOf(row: ClientRow): ClientMetadata {
  return {
    client_id: row.clientId,
    client_secret: [row.secretHash, ...(row.formerSecretHash === null ? [] : [row.formerSecretHash])].join('.'),
    client_name: row.name,
    redirect_uris: [...row.redirectUris],
    post_logout_redirect_uris: [...row.postLogoutRedirectUris],
    ...(row.backchannelLogoutUri !== null && {
      backchannel_logout_uri: row.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
    scope: row.scopes.join(' '),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    subject_type: 'pairwise',
    sector_identifier_uri: SECTOR_ADDRESS,
    id_token_signed_response_alg: row.idTokenAlg,
    sector: row.sector,
    requests_per_minute: row.requestsPerMinute,
  };
}
