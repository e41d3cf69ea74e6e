import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidConfiguration, loadConfig } from '../../src/config/config.js';

const key = () => randomBytes(32).toString('base64');
const complete = {
  DATABASE_URL: 'postgres://binding:s3cure@127.0.0.1:5432/binding',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  MASTER_KEY: key(),
  INDEX_KEY: key(),
  SSO_PEPPER: key(),
  PUBLIC_URL: 'https://parents.example.org',
  OIDC_COOKIE_KEYS: `${key()},${key()}`,
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has a default for everything that is not a secret or an address', () => {
    expect(loadConfig(complete)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      dataDir: '.data',
      temporalNamespace: 'default',
      policyVersion: '1',
      demoData: true,
      stopSeconds: 14,
      logLevel: 'log',
      trustedProxies: [],
      limits: {
        requestsInFlight: 200,
        readsPerSource: 12_000,
        writesPerSource: 3_000,
        writesPerAccount: 240,
        failedSignInsPerSource: 200,
        failedSignInsPerAccount: 5,
        signInsPerSource: 1_200,
      },
    });
    expect(loadConfig(complete)).not.toHaveProperty('eventStoreDbUrl');
  });

  it('takes addresses and networks as proxies', () => {
    const { trustedProxies } = loadConfig({ ...complete, TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32' });
    expect(trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
  });

  it.each(['proxy.example.org', '10.0.0.0/33', '10.0.0.0/8,', '2001:db8::/129', '0.0.0.0/0', '::/0'])(
    'takes no %s as a proxy',
    (value) => {
      expect(problemsOf({ ...complete, TRUSTED_PROXIES: value })).toEqual([
        expect.stringContaining('TRUSTED_PROXIES must'),
      ]);
    },
  );

  it.each(['-1', '1.5', 'many'])('takes no %s as a limit, and 0 as none', (value) => {
    expect(problemsOf({ ...complete, WRITES_PER_ACCOUNT: value })).toHaveLength(1);
    expect(loadConfig({ ...complete, WRITES_PER_ACCOUNT: '0' }).limits.writesPerAccount).toBe(0);
  });

  it('asks for the own address and cookie keys but of `npm start`, and for https', () => {
    const { PUBLIC_URL: _address, OIDC_COOKIE_KEYS: _keys, ...without } = complete;
    expect(problemsOf(without)).toEqual(['PUBLIC_URL is missing', 'OIDC_COOKIE_KEYS is missing']);
    expect(problemsOf({ ...complete, PUBLIC_URL: 'http://parents.example.org' })).toEqual(['PUBLIC_URL must be https']);
    expect(loadConfig({ ...without, EMBEDDED: 'on' }).backchannelOrigins).toEqual(['http://127.0.0.1:3001']);
  });

  it.each(['parents.example.org', 'https://parents.example.org/sso', 'https://a@b.example.org', 'ftp://a'])(
    'takes no %s as the own address',
    (value) => {
      expect(problemsOf({ ...complete, PUBLIC_URL: value })).toEqual([expect.stringContaining('PUBLIC_URL must')]);
    },
  );

  it.each(['599', '-1'])('takes no %s as the bound of the sign-in pages, and 0 as none', (value) => {
    expect(problemsOf({ ...complete, SIGN_INS_PER_SOURCE: value })).toHaveLength(1);
    expect(loadConfig({ ...complete, SIGN_INS_PER_SOURCE: '0' }).limits.signInsPerSource).toBe(0);
  });

  it('lists everything that is wrong at once', () => {
    expect(problemsOf({ PORT: 'http', POLICY: '7', LOG_LEVEL: 'loud', EVENTSTOREDB_URL: 'http://a' })).toHaveLength(11);
  });

  it.each(['MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER'])('refuses a placeholder, a short and a constant %s', (name) => {
    for (const value of [
      'change-me',
      randomBytes(31).toString('base64'),
      Buffer.alloc(32).toString('base64'),
      Buffer.from('change-me-change-me-change-me-32').toString('base64'),
    ])
      expect(problemsOf({ ...complete, [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('calls a placeholder what it is', () => {
    expect(problemsOf({ ...complete, MASTER_KEY: 'change-me' })).toEqual([
      expect.stringContaining('MASTER_KEY is still a placeholder'),
    ]);
  });

  it('refuses one secret for two purposes, and a placeholder as a password', () => {
    expect(problemsOf({ ...complete, INDEX_KEY: complete.MASTER_KEY })).toHaveLength(1);
    expect(problemsOf({ ...complete, DATABASE_URL: 'postgres://binding:change-me@db/binding' })).toHaveLength(1);
  });

  it('refuses the scheme of KurrentDB, which the client does not know, and says what to write', () => {
    expect(problemsOf({ ...complete, EVENTSTOREDB_URL: 'kurrentdb://db:2113?tls=false' })).toEqual([
      'EVENTSTOREDB_URL must start with esdb:// or esdb+discover:// (for KurrentDB too: the client knows no other)',
    ]);
  });

  it('never shows a submitted value', () => {
    const text = problemsOf({ ...complete, MASTER_KEY: 'hunter22', DATABASE_URL: 'mysql://root:hunter22@db' }).join();
    expect(text).not.toContain('hunter22');
  });

  describe('from files', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'config-'));
      writeFileSync(join(folder, 'master'), `${complete.MASTER_KEY}\n`);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('takes a secret from the file that its variable names', () => {
      const { MASTER_KEY, ...others } = complete;
      const config = loadConfig({ ...others, MASTER_KEY_FILE: join(folder, 'master') });
      expect(config.masterKey).toEqual(Buffer.from(MASTER_KEY, 'base64'));
    });

    it('says so when the file is not there, or when both are given', () => {
      const { MASTER_KEY, ...others } = complete;
      expect(problemsOf({ ...others, MASTER_KEY_FILE: join(folder, 'none') })).toEqual([
        expect.stringContaining('MASTER_KEY_FILE'),
      ]);
      expect(problemsOf({ ...others, MASTER_KEY, MASTER_KEY_FILE: join(folder, 'master') })).toHaveLength(1);
    });
  });
});
