/** The keys that sign ID tokens and logout tokens: of each algorithm one signs, one is published to come next. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { JWK } from 'oidc-provider';
import type { SqlDatabase, SqlQuery } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';

export const ALGORITHMS = ['RS256', 'ES256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export type KeyState = 'signing' | 'next' | 'retired';

/** A service may keep an ID token for its sign-out, and the key that signed it must be known then. */
export const RETIRED_DAYS = 90;

/** Woken when keys have changed; every API process listens. */
export const KEYS_CHANGED = 'oidc_keys_changed';

/** Any number that no other program uses on the same database: 'oidc' in ASCII. */
const LOCK = 0x6f696463;

export interface KeyRow {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly state: KeyState;
  /** RFC 3339. */
  readonly since: string;
}

export interface KeyParts {
  readonly db: SqlDatabase;
  readonly personalData: PersonalDataService;
}

const LISTED = `select kid, alg, state, to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
  from oidc_keys where state <> 'retired' or since > now() - interval '${RETIRED_DAYS} days'
  order by array_position(array['signing', 'next', 'retired'], state), alg desc, since desc`;

export async function listKeys(db: SqlQuery): Promise<readonly KeyRow[]> {
  return (await db.query<KeyRow>(LISTED)).rows;
}

/** The whole set with the private parts, in the order in which the library looks for one that fits: those that sign first. */
export async function loadKeys({ db, personalData }: KeyParts): Promise<readonly JWK[]> {
  const { rows } = await db.query<{ kid: string; jwk: Buffer }>(LISTED.replace('select kid', 'select jwk, kid'));
  return Promise.all(
    rows.map(
      async ({ kid, jwk }) => JSON.parse((await personalData.openBytes(jwk, contextOf(kid))).toString('utf8')) as JWK,
    ),
  );
}

/** At the first start: a signing key and the next one, for each algorithm. Safe to call from several processes at once. */
export async function ensureKeys(parts: KeyParts): Promise<void> {
  const { rows } = await parts.db.query<{ count: number }>(
    `select count(*)::int as count from oidc_keys where state <> 'retired'`,
  );
  if (rows[0]?.count === ALGORITHMS.length * 2) return;
  await changing(parts.db, async (tx) => {
    for (const alg of ALGORITHMS)
      for (const state of ['signing', 'next'] as const) await addUnlessThere(tx, parts.personalData, alg, state);
  });
}

/** The next key signs from now on, the one that signed is retired, and another next one is published. */
export async function rotateKeys({ db, personalData }: KeyParts): Promise<readonly KeyRow[]> {
  await ensureKeys({ db, personalData });
  await changing(db, async (tx) => {
    await tx.query(`update oidc_keys set state = 'retired', since = now() where state = 'signing'`);
    await tx.query(`update oidc_keys set state = 'signing', since = now() where state = 'next'`);
    for (const alg of ALGORITHMS) await addUnlessThere(tx, personalData, alg, 'next');
    await tx.query(`delete from oidc_keys where state = 'retired' and since < now() - interval '${RETIRED_DAYS} days'`);
    await tx.query(`select pg_notify('${KEYS_CHANGED}', '')`);
  });
  return listKeys(db);
}

function changing(db: SqlDatabase, work: (tx: SqlQuery) => Promise<void>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await work(tx);
  });
}

async function addUnlessThere(
  tx: SqlQuery,
  personalData: PersonalDataService,
  alg: Algorithm,
  state: KeyState,
): Promise<void> {
  const { rowCount } = await tx.query('select 1 from oidc_keys where alg = $1 and state = $2', [alg, state]);
  if (rowCount > 0) return;
  const kid = randomUUID();
  const jwk = Buffer.from(JSON.stringify(newKey(alg, kid)), 'utf8');
  await tx.query('insert into oidc_keys (kid, alg, jwk, state) values ($1, $2, $3, $4)', [
    kid,
    alg,
    await personalData.sealBytes(jwk, contextOf(kid)),
    state,
  ]);
}

function newKey(alg: Algorithm, kid: string): object {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

function contextOf(kid: string): { readonly stream: string; readonly subject: string; readonly field: string } {
  return { stream: 'oidc', subject: 'oidc-keys', field: kid };
}
