/** What happens at the same moment, and what changes while people are signed in. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endAccount, endService } from '../../../../src/people/sso/oidc-provider/end-sessions.js';
import { rotateKeys } from '../../../../src/people/sso/oidc-provider/signing-keys.js';
import { startApiRole, type RunningApi } from '../../../../src/processes/api.js';
import { Browser } from './browser.js';
import { House, PASSWORD } from './house.js';
import { claimsIn, codeIn, Service, type Tokens } from './service.js';

const EMAIL = 'parent@example.org';
let house: House;
let second: RunningApi;
let listener: Server;
let fees: Service;
let library: Service;
let accountId: string;
/** Logout tokens that came to `/fees` and `/library`. */
let told: { readonly path: string; readonly token: string }[] = [];
/** Calls to answer with 500 before one is heard. */
let deaf = 0;

beforeAll(async () => {
  listener = createServer((request, response) => {
    void text(request).then((body) => {
      if (deaf > 0) {
        deaf -= 1;
        return response.writeHead(500).end();
      }
      told.push({ path: request.url ?? '', token: new URLSearchParams(body).get('logout_token') ?? '' });
      return response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  house = await House.start({ backchannelOrigins: [origin] });
  // Of the same installation: the same issuer, whichever process answers.
  second = await startApiRole({ ...house.config, publicUrl: house.url });
  accountId = await house.account(EMAIL);
  fees = await house.service('fees', { backchannelLogoutUri: `${origin}/fees` });
  library = await house.service('library', { backchannelLogoutUri: `${origin}/library` });
}, 90_000);

afterAll(async () => {
  await second.stop();
  await house.stop();
  listener.close();
});

async function keysAt(url: string): Promise<readonly { readonly kid: string; readonly d?: string }[]> {
  const { keys } = (await (await fetch(`${url}/oidc/jwks`)).json()) as { keys: { kid: string; d?: string }[] };
  return keys;
}

function kidOf(token: string): string {
  return (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as { kid: string }).kid;
}

async function subOf(service: Service): Promise<unknown> {
  return claimsIn((await service.tokensOf(new Browser(), EMAIL, PASSWORD)).id_token)['sub'];
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function code(browser: Browser, service = fees): Promise<{ value: string; verifier: string }> {
  const page = await service.signsIn(browser, EMAIL, PASSWORD);
  return { value: codeIn(page.url), verifier: page.verifier };
}

describe('requests at the same moment', () => {
  it.each([2, 6])('give a code away once: %i at once', async (many) => {
    const browser = new Browser();
    const { value, verifier } = await code(browser);
    const answers = await Promise.all(Array.from({ length: many }, () => fees.redeems(value, verifier)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(many - given.length);
    for (const { body } of given) {
      const { access_token, refresh_token } = body as Tokens;
      expect((await fees.userinfo(access_token)).status).toBe(401);
      expect((await fees.refreshes(refresh_token)).status).toBe(400);
    }
  });

  it.each([2, 6])('rotate a refresh token once, and end its family: %i at once', async (many) => {
    const { refresh_token } = await fees.tokensOf(new Browser(), EMAIL, PASSWORD);
    const answers = await Promise.all(Array.from({ length: many }, () => fees.refreshes(refresh_token)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { body } of given) {
      expect((await fees.userinfo((body as Tokens).access_token)).status).toBe(401);
      expect((await fees.refreshes((body as Tokens).refresh_token)).status).toBe(400);
    }
  });

  it('leave a browser signed in whose two tabs finish together', async () => {
    for (let round = 0; round < 6; round += 1) {
      const browser = new Browser();
      const pages = [await browser.open(fees.asks().url), await browser.open(library.asks().url)];
      const ends = await Promise.all(
        pages.map(async (page) => {
          const next = await browser.submit(page, { email: EMAIL, password: PASSWORD });
          return next.text.includes('name="answer"') ? browser.submit(next, {}) : next;
        }),
      );
      for (const { status } of ends) expect(status).not.toBe(500);
      // Whichever of the two answers came last, its cookie is good.
      const silent = await browser.open(fees.asks({ prompt: 'none' }).url);
      expect(new URL(silent.url).searchParams.get('error')).toBeNull();
      expect((await browser.send(`${house.url}/api/v1/session`)).text).toContain(EMAIL);
    }
  }, 60_000);
});

describe('an account that is disabled while it is signed in', () => {
  it('is asked to sign in, and everything that it holds is refused', async () => {
    const id = await house.account('leaving@example.org');
    const browser = new Browser();
    const tokens = await fees.tokensOf(browser, 'leaving@example.org', PASSWORD);
    const page = await fees.signsIn(browser, 'leaving@example.org', PASSWORD);
    await house.db.query('update sso_accounts set disabled_at = now() where account_id = $1', [id]);
    expect((await fees.userinfo(tokens.access_token)).status).toBe(401);
    expect((await fees.refreshes(tokens.refresh_token)).status).toBe(400);
    expect((await fees.redeems(codeIn(page.url), page.verifier)).status).toBe(400);
    const next = await browser.open(fees.asks().url);
    expect([next.status, next.text.includes('name="password"')]).toEqual([200, true]);
    const silent = await browser.open(fees.asks({ prompt: 'none' }).url);
    expect(new URL(silent.url).searchParams.get('error')).toBe('login_required');
    expect((await browser.send(`${house.url}/api/v1/session`)).text).toContain('"account":null');
  });
});

describe('keys', () => {
  it('change in every process without a restart, and the old one still proves a hint', async () => {
    const browser = new Browser();
    const before = await fees.tokensOf(browser, EMAIL, PASSWORD);
    const { value, verifier } = await code(browser);
    const next = (await rotateKeys(house)).find(({ alg, state }) => alg === 'RS256' && state === 'signing')?.kid ?? '';
    // Published before it signs: a service that has the old set cached knows it.
    for (const url of [house.url, second.url]) {
      await until(async () => (await keysAt(url)).length === 6, `six keys at ${url}`);
      expect((await keysAt(url)).every((key) => key.d === undefined)).toBe(true);
    }
    const after = (await fees.redeems(value, verifier)).body as Tokens;
    expect(kidOf(after.id_token)).toBe(next);
    expect(kidOf(before.id_token)).not.toBe(next);
    expect((await fees.refreshes(before.refresh_token)).status).toBe(200);
    await jwtVerify(before.id_token, createRemoteJWKSet(new URL(`${house.issuer}/jwks`)), {
      issuer: house.issuer,
      audience: 'fees',
    });
    const page = await browser.send(`${house.issuer}/session/end?id_token_hint=${before.id_token}`);
    expect(page.status).toBe(200);
  });

  it('signs by ES256 for a client that wants it', async () => {
    const modern = await house.service('modern', { idTokenAlg: 'ES256' });
    const { id_token } = await modern.tokensOf(new Browser(), EMAIL, PASSWORD);
    const { protectedHeader } = await jwtVerify(id_token, createRemoteJWKSet(new URL(`${house.issuer}/jwks`)));
    expect(protectedHeader.alg).toBe('ES256');
  });
});

describe('the session of the product and that of the single sign-on', () => {
  it('begin together: signed in for a service, signed in here', async () => {
    const browser = new Browser();
    await fees.tokensOf(browser, EMAIL, PASSWORD);
    const here = await browser.send(`${house.url}/api/v1/session`);
    expect(JSON.parse(here.text)).toMatchObject({
      account: EMAIL,
      kind: 'guardian',
      schoolId: null,
      role: { code: 'guardian' },
    });
  });

  it('begin together the other way, and end together, with word to the services', async () => {
    const browser = new Browser();
    const signedIn = await browser.send(`${house.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schoolId: 'T99', account: EMAIL, password: PASSWORD }),
    });
    expect(signedIn.status).toBe(201);
    const page = await browser.open(fees.asks({ prompt: 'none' }).url);
    expect(new URL(page.url).searchParams.get('error')).toBeNull();
    const asked = fees.asks();
    const tokens = (await fees.redeems(codeIn((await browser.open(asked.url)).url), asked.verifier)).body as Tokens;
    expect(claimsIn(tokens.id_token)).toMatchObject({ amr: ['pwd'], auth_time: expect.any(Number) });
    told = [];
    expect((await browser.send(`${house.url}/api/v1/session`, { method: 'DELETE' })).status).toBe(204);
    expect((await fees.userinfo(tokens.access_token)).status).toBe(401);
    expect((await fees.refreshes(tokens.refresh_token)).status).toBe(400);
    const silent = await browser.open(fees.asks({ prompt: 'none' }).url);
    expect(new URL(silent.url).searchParams.get('error')).toBe('login_required');
    await until(() => told.length === 1, 'one logout token');
    const { payload, protectedHeader } = await jwtVerify(
      told[0]?.token ?? '',
      createRemoteJWKSet(new URL(`${house.issuer}/jwks`)),
      {
        issuer: house.issuer,
        audience: 'fees',
      },
    );
    expect(protectedHeader.typ).toBe('logout+jwt');
    const { sub, sid } = claimsIn(tokens.id_token);
    expect(payload).toMatchObject({ sub, sid });
  });

  it('end by a service that signs out, at all services once each, also where one is deaf for a while', async () => {
    const browser = new Browser();
    const [first] = [await fees.tokensOf(browser, EMAIL, PASSWORD), await library.tokensOf(browser, EMAIL, PASSWORD)];
    await browser.send(`${house.url}/api/v1/session`);
    told = [];
    deaf = 2;
    const end = `${house.issuer}/session/end?${new URLSearchParams({ id_token_hint: first.id_token, post_logout_redirect_uri: 'https://service.fees.example.org/', state: 's' })}`;
    const page = await browser.open(end);
    expect(page.text).toContain('autofocus');
    const out = await browser.submit(page, {});
    expect(out.url).toBe('https://service.fees.example.org/?state=s');
    // A page of ours stands in between: form-action counts for the whole chain.
    expect(out.text).toContain('http-equiv="refresh"');
    expect((await browser.send(`${house.url}/api/v1/session`)).text).toContain('"account":null');
    expect((await fees.userinfo(first.access_token)).status).toBe(401);
    await until(() => told.length === 2, 'both are told');
    expect(told.map(({ path }) => path).toSorted()).toEqual(['/fees', '/library']);
    // With nobody signed in there is nothing to ask.
    expect((await browser.open(end)).url).toBe('https://service.fees.example.org/?state=s');
  }, 40_000);

  it('give up on a service that does not hear for two minutes, and tell nobody else later', async () => {
    const browser = new Browser();
    await fees.tokensOf(browser, EMAIL, PASSWORD);
    await browser.send(`${house.url}/api/v1/session`);
    told = [];
    deaf = 1000;
    await browser.send(`${house.url}/api/v1/session`, { method: 'DELETE' });
    await house.db.query(`update oidc_logout_calls set created_at = created_at - interval '3 minutes'`);
    await until(
      async () => (await house.db.query('select 1 from oidc_logout_calls where given_up_at is not null')).rowCount > 0,
      'given up',
    );
    deaf = 0;
    expect(told).toEqual([]);
    await house.db.query('delete from oidc_logout_calls');
  }, 30_000);

  it('end for an account everywhere but here, and for one service alone', async () => {
    const [here, there] = [new Browser(), new Browser()];
    const [kept, gone] = [await fees.tokensOf(here, EMAIL, PASSWORD), await fees.tokensOf(there, EMAIL, PASSWORD)];
    const { rows } = await house.db.query<{ uid: string }>(
      `select uid from oidc_state where model = 'Session' and account_id = $1`,
      [accountId],
    );
    expect(rows.length).toBeGreaterThanOrEqual(2);
    await endService(house, accountId, 'fees');
    for (const tokens of [kept, gone]) expect((await fees.userinfo(tokens.access_token)).status).toBe(401);
    expect(new URL((await here.open(fees.asks({ prompt: 'none' }).url)).url).searchParams.get('error')).toBeNull();
    await here.send(`${house.url}/api/v1/session`);
    const own = await house.db.query<{ uid: string }>(
      'select provider_uid as uid from sessions where principal_id = $1 order by created_at desc limit 1',
      [accountId],
    );
    await endAccount(house, accountId, own.rows[0]?.uid);
    expect((await here.send(`${house.url}/api/v1/session`)).text).toContain(EMAIL);
    expect(new URL((await there.open(fees.asks({ prompt: 'none' }).url)).url).searchParams.get('error')).toBe(
      'login_required',
    );
  });
});

describe('the consent', () => {
  it('is asked once, box by box, for all browsers, and again for what is new', async () => {
    const email = 'careful@example.org';
    await house.account(email);
    const shop = await house.service('shop');
    const browser = new Browser();
    let page = await browser.open(shop.asks({ scope: 'openid email profile' }).url);
    page = await browser.submit(page, { email, password: PASSWORD });
    expect(page.text).not.toContain('value="children"');
    const asked = shop.asks({ scope: 'openid email profile' });
    const end = await browser.submit(page, { scope: ['profile'] });
    expect(codeIn(end.url)).toBeDefined();
    const other = new Browser();
    page = await other.open(asked.url);
    const silent = await other.submit(page, { email, password: PASSWORD });
    const tokens = (await shop.redeems(codeIn(silent.url), asked.verifier)).body as Tokens;
    expect(await (await shop.userinfo(tokens.access_token)).json()).toEqual({
      sub: claimsIn(tokens.id_token)['sub'],
      locale: 'zh-TW',
    });
    const more = await other.open(shop.asks().url);
    expect([...more.text.matchAll(/name="scope" value="(\w+)"/g)].map(([, scope]) => scope)).toEqual(['children']);
  });
});

describe('names of people', () => {
  it('differ by sector, are the same inside one, and stay when addresses are added', async () => {
    const [a, b] = [
      await house.service('a1', { sector: 'one' }),
      await house.service('a2', {
        sector: 'one',
        redirectUri: ['https://service.a2.example.org/callback', 'https://service.elsewhere.example.org/callback'],
      }),
    ];
    const [one, same, other] = [await subOf(a), await subOf(b), await subOf(fees)];
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(one).not.toBe(accountId);
    await house.db.query(
      `update oidc_clients set redirect_uris = array['https://service.new.example.org/x'] || redirect_uris where client_id = 'a1'`,
    );
    expect(await subOf(a)).toBe(one);
  });
});

describe('the state in the database', () => {
  it('holds no code, token, cookie or hint in the clear', async () => {
    const browser = new Browser();
    const { url, verifier } = fees.asks({ login_hint: 'needle-in-the-hay@example.org', nonce: 'needle-nonce' });
    let page = await browser.open(url);
    const step = browser.cookie('sso_step') ?? '';
    expect(page.text).toContain('needle-in-the-hay');
    page = await browser.submit(page, { email: EMAIL, password: PASSWORD });
    const value = codeIn(page.url);
    const { access_token, refresh_token } = (await fees.redeems(value, verifier)).body as Tokens;
    const secrets = [
      value,
      access_token,
      refresh_token,
      browser.cookie('sso') ?? '',
      step,
      'needle-in-the-hay',
      'needle-nonce',
      fees.clientSecret,
    ];
    await house.db.query('checkpoint');
    const { rows } = await house.db.query<{ path: string }>(
      `select current_setting('data_directory') || '/' || pg_relation_filepath(c.oid) as path from pg_class c where relkind in ('r', 'i', 't') and relname not like 'pg\\_%'`,
    );
    const { readFileSync, existsSync, readdirSync } = await import('node:fs');
    const folder =
      (await house.db.query<{ folder: string }>(`select current_setting('data_directory') as folder`)).rows[0]
        ?.folder ?? '';
    const files = [
      ...rows.map(({ path }) => path),
      ...readdirSync(`${folder}/pg_wal`)
        .filter((name) => /^[0-9A-F]{24}$/.test(name))
        .map((name) => `${folder}/pg_wal/${name}`),
    ];
    for (const file of files.filter((one) => existsSync(one))) {
      const bytes = readFileSync(file);
      for (const secret of secrets) expect([file, secret.length > 5 && bytes.includes(secret)]).toEqual([file, false]);
    }
  });
});
