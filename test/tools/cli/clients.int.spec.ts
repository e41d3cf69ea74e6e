import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { findClient, isSecret, metadataOf } from '../../../src/people/sso/oidc-provider/client-registry.js';
import { takeClientsFile } from '../../../src/people/sso/oidc-provider/clients-file.js';
import { migrateAll } from '../../../src/processes/schema/schema.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { cli } from './cli.js';
import { configured } from './configured.js';

let database: TestDatabase;
let db: Database;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { max: 2 });
  await migrateAll(db);
  env = configured(database.url);
}, 60_000);

afterAll(async () => {
  await db.close();
  await database.drop();
});

const WORDS = ['--name', '圖書館', '--name-en', 'Library', '--purpose', '借閱', '--purpose-en', 'Lending'];
const LIBRARY = ['clients', 'add', '--id', 'library', ...WORDS, '--sector', 'library', '--scope', 'openid children'];
const CALLBACK = 'https://library.example.org/callback';

describe('cli clients', () => {
  it('adds a service, shows its secret once, and keeps the hash alone', async () => {
    const { code, out } = await cli(
      env,
      ...LIBRARY,
      '--redirect-uri',
      CALLBACK,
      '--redirect-uri',
      `${CALLBACK}2`,
      '--json',
    );
    expect(code).toBe(0);
    const { clientId, clientSecret } = JSON.parse(out) as { clientId: string; clientSecret: string };
    const row = await findClient(db, clientId);
    expect(row?.redirectUris).toEqual([CALLBACK, `${CALLBACK}2`]);
    expect(JSON.stringify(row)).not.toContain(clientSecret);
    expect((await cli(env, 'clients', 'list')).out).toMatch(/^library /m);
    const rotated = JSON.parse((await cli(env, 'clients', 'rotate-secret', 'library', '--json')).out) as {
      clientSecret: string;
    };
    const after = await findClient(db, 'library');
    const stored = String(after && metadataOf(after).client_secret);
    expect([isSecret(stored, clientSecret), isSecret(stored, rotated.clientSecret)]).toEqual([true, true]);
  });

  it('refuses what is unsafe or there already with exit code 1, and removes with --yes only', async () => {
    for (const address of ['http://library.example.org/callback', 'https://a:b@library.example.org/']) {
      const said = await cli(env, ...LIBRARY.with(3, 'other'), '--redirect-uri', address);
      expect([said.code, said.err]).toEqual([1, expect.stringContaining('a redirect address must')]);
    }
    expect((await cli(env, ...LIBRARY, '--redirect-uri', CALLBACK)).err).toContain('already');
    const production = {
      ...env,
      EMBEDDED: 'off',
      PUBLIC_URL: 'https://p.example.org',
      OIDC_COOKIE_KEYS: env['MASTER_KEY'],
    };
    expect((await cli(production, ...LIBRARY.with(3, 'o'), '--redirect-uri', 'http://127.0.0.1:1/')).code).toBe(1);
    expect((await cli(production, 'accounts', 'activate', 'T99-X', '--password-stdin')).err).toContain('npm start');
    expect((await cli(env, 'clients', 'remove', 'library')).code).toBe(1);
    expect((await cli(env, 'clients', 'remove', 'library', '--yes')).code).toBe(0);
    expect((await cli(env, 'clients', 'remove', 'library', '--yes')).code).toBe(1);
  });

  it('lists keys of every state, and rotates them', async () => {
    const rotated = JSON.parse((await cli(env, 'oidc-keys', 'rotate', '--json')).out) as { state: string }[];
    expect(rotated.map(({ state }) => state)).toEqual(['signing', 'signing', 'next', 'next', 'retired', 'retired']);
    expect((await cli(env, 'oidc-keys', 'list')).out).toContain('retired');
  });
});

describe('OIDC_CLIENTS_FILE', () => {
  it('adds and updates services, and refuses a changed sector before anything is changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clients-'));
    const file = join(folder, 'clients.json');
    const entry = {
      id: 'museum',
      name: '館',
      nameEn: 'Museum',
      purpose: '入館',
      purposeEn: 'Entry',
      sector: 'museum',
      scope: 'openid',
      redirectUri: [CALLBACK],
    };
    const take = (...entries: object[]) => {
      writeFileSync(file, JSON.stringify(entries));
      return takeClientsFile(db, { oidcClientsFile: file, embedded: false });
    };
    try {
      await take({ ...entry, clientSecret: 's'.repeat(40) });
      await take({ ...entry, 'redirect-uri': `${CALLBACK}2`, redirectUri: undefined });
      expect(await findClient(db, 'museum')).toMatchObject({ redirectUris: [`${CALLBACK}2`] });
      await expect(take({ ...entry, id: 'new' }, { ...entry, sector: 'elsewhere' })).rejects.toThrow('never changes');
      await expect(take({ ...entry, redirectUri: ['http://a/'] })).rejects.toThrow('must be https');
      await expect(take({ ...entry, secret: 'x' })).rejects.toThrow('OIDC_CLIENTS_FILE');
      expect(await findClient(db, 'new')).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
