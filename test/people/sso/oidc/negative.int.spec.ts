/** What the provider refuses, and how: each row of the table of what was seen. The titles name the requirement of ASVS 5.0 where there is one. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashOfSecret } from '../../../../src/people/sso/oidc-provider/client-registry.js';
import { Browser } from './browser.js';
import { House, PASSWORD } from './house.js';
import { codeIn, Service, type Tokens } from './service.js';

const EMAIL = 'parent@example.org';
let house: House;
let fees: Service;
let library: Service;
let narrow: Service;
/** Signed in at `fees` and `library`, with consent. */
const browser = new Browser();

beforeAll(async () => {
  house = await House.start();
  await house.account(EMAIL);
  fees = await house.service('fees');
  library = await house.service('library');
  narrow = await house.service('narrow', { scope: 'openid' });
  for (const service of [fees, library]) await service.tokensOf(browser, EMAIL, PASSWORD);
}, 60_000);

afterAll(() => house.stop());

/** Silent: the browser is signed in, and the consent was given. */
async function code(service: Service = fees): Promise<{ code: string; verifier: string }> {
  const { url, verifier } = service.asks();
  return { code: codeIn((await browser.open(url)).url), verifier };
}

async function tokens(service: Service = fees): Promise<Tokens> {
  const { code: value, verifier } = await code(service);
  return (await service.redeems(value, verifier)).body as Tokens;
}

describe('the token endpoint', () => {
  it('takes a code once, and ends all that it gave when it comes again (10.4.2)', async () => {
    const { code: value, verifier } = await code();
    const first = await fees.redeems(value, verifier);
    expect(first.status).toBe(200);
    const { access_token, refresh_token } = first.body as Tokens;
    expect((await fees.userinfo(access_token)).status).toBe(200);
    expect(await fees.redeems(value, verifier)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await fees.userinfo(access_token)).status).toBe(401);
    expect(await fees.refreshes(refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    // The person need not do anything: the consent is kept.
    expect((await tokens()).access_token).toEqual(expect.any(String));
  });

  it('takes no code with a wrong verifier, address or client, and then the right one (10.4.5, 10.4.6)', async () => {
    const { code: value, verifier } = await code();
    const refused = { status: 400, body: { error: 'invalid_grant', error_description: 'grant request is invalid' } };
    const other = createHash('sha256').update('x').digest('hex');
    expect(await fees.redeems(value, other)).toMatchObject(refused);
    expect(await fees.redeems(value, verifier, { code_verifier: undefined })).toMatchObject(refused);
    expect(
      await fees.redeems(value, verifier, { redirect_uri: 'https://service.fees.example.org/other' }),
    ).toMatchObject(refused);
    expect(await library.redeems(value, verifier)).toMatchObject(refused);
    expect(await fees.redeems(value, verifier, { redirect_uri: undefined })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect((await fees.redeems(value, verifier)).status).toBe(200);
  });

  it('takes no code after a minute (10.4.3)', async () => {
    const { code: value, verifier } = await code();
    await house.db.query(
      `update oidc_state set expires_at = now() - interval '1 second' where model = 'AuthorizationCode'`,
    );
    expect(await fees.redeems(value, verifier)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('rotates refresh tokens, and ends the family when an old one comes (10.4.8)', async () => {
    const { refresh_token: first } = await tokens();
    const second = (await fees.refreshes(first)).body as Tokens;
    expect(second.refresh_token).not.toBe(first);
    expect(await fees.refreshes(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await fees.refreshes(second.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await fees.userinfo(second.access_token)).status).toBe(401);
  });

  it('gives a refresh token no more scope, and no other client anything for it', async () => {
    const { refresh_token } = await tokens();
    expect(
      await fees.refreshes(refresh_token, { scope: 'openid email profile children offline_access' }),
    ).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await library.refreshes(refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await fees.refreshes(refresh_token)).status).toBe(200);
  });

  it.each([
    ['a wrong secret', (s: Service) => new Service(s.issuer, s.clientId, 'wrong', s.redirectUri)],
    [
      'the stored hash as the secret',
      (s: Service) => new Service(s.issuer, s.clientId, hashOfSecret(s.clientSecret), s.redirectUri),
    ],
    ['an unknown client', (s: Service) => new Service(s.issuer, 'nobody', s.clientSecret, s.redirectUri)],
    ['no secret', (s: Service) => new Service(s.issuer, s.clientId, '', s.redirectUri)],
  ])('knows no client by %s (10.4.10)', async (_how, change) => {
    const { status, body } = await change(fees).redeems('x', 'y'.repeat(43));
    expect([
      [400, 'invalid_request'],
      [401, 'invalid_client'],
    ]).toContainEqual([status, body.error]);
  });

  it('knows a client by Basic or by fields of the form, not by both', async () => {
    const asked = await code();
    const fields = {
      grant_type: 'authorization_code',
      code: asked.code,
      code_verifier: asked.verifier,
      redirect_uri: fees.redirectUri,
    };
    const own = { client_id: fees.clientId, client_secret: fees.clientSecret };
    expect(await fees.token({ ...fields, ...own })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const answer = await fetch(`${fees.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, ...own }),
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
  ])('knows no grant %s (10.4.4)', async (grant_type) => {
    expect(await fees.token({ grant_type, username: EMAIL, password: PASSWORD })).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
  });

  it('takes forms only, short ones, and none of a page', async () => {
    const authorization = `Basic ${Buffer.from(`fees:${fees.clientSecret}`).toString('base64')}`;
    const post = (body: string, headers: Record<string, string>) =>
      fetch(`${fees.issuer}/token`, { method: 'POST', body, headers: { authorization, ...headers } });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('{}', { 'content-type': 'application/json' })).status).toBe(400);
    expect(
      (await post(`grant_type=refresh_token&refresh_token=${'x'.repeat(100_000)}`, form)).status,
    ).toBeGreaterThanOrEqual(400);
    expect(
      (await post('grant_type=refresh_token&refresh_token=x', { ...form, origin: 'https://evil.example' })).status,
    ).toBe(400);
  });
});

describe('the authorization endpoint', () => {
  it.each([
    ['one that is not registered', { redirect_uri: 'https://evil.example/callback' }],
    ['one with a query', { redirect_uri: 'https://service.fees.example.org/callback?x=1' }],
    ['one with a slash at the end', { redirect_uri: 'https://service.fees.example.org/callback/' }],
    ['another port', { redirect_uri: 'https://service.fees.example.org:444/callback' }],
    ['another case', { redirect_uri: 'https://service.fees.example.org/Callback' }],
    ['none', { redirect_uri: undefined }],
    ['an unknown client', { client_id: 'nobody' }],
    ['a client with a NUL', { client_id: 'fees\0' }],
  ])('shows a page, and redirects nowhere, for %s (10.4.1)', async (_what, change) => {
    const page = await browser.send(fees.asks(change).url);
    expect(page.status).toBe(400);
    expect(page.headers.get('location')).toBeNull();
    expect(page.text).toContain('<title>');
  });

  it('redirects nowhere for an address that comes twice', async () => {
    const page = await browser.send(`${fees.asks().url}&redirect_uri=${encodeURIComponent(fees.redirectUri)}`);
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
  });

  it.each([
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['the method plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge_method: undefined }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'nonsense' }, 'invalid_request'],
    ['the prompt select_account', { prompt: 'select_account' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: 'abc' }, 'invalid_request'],
    ['a forged hint', { id_token_hint: 'eyJhbGciOiJub25lIn0.e30.' }, 'invalid_request'],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['a request by address', { request_uri: 'https://service.fees.example.org/request' }, 'request_uri_not_supported'],
    ['a registration', { registration: '{}' }, 'registration_not_supported'],
  ])('sends %s back with its state and our name (10.4.6)', async (_what, change, error) => {
    const { url, state } = fees.asks(change);
    const page = await browser.send(url);
    expect(page.status).toBe(303);
    const back = new URL(page.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe(fees.redirectUri);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state, iss: house.issuer });
  });

  it('answers a scope that the client does not have with invalid_scope', async () => {
    const page = await browser.send(narrow.asks({ scope: 'openid email' }).url);
    expect(new URL(page.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_scope');
  });

  it.each(['token', 'id_token', 'code id_token'])('knows no response type %s (10.4.4)', async (response_type) => {
    const page = await browser.send(fees.asks({ response_type }).url);
    expect(`${page.headers.get('location') ?? ''}${page.text}`).toMatch(/unsupported_response_type|invalid_request/);
    expect(page.headers.get('location') ?? '').not.toMatch(/(access_token|code)=/);
  });

  it('answers in the query only (10.4.12)', async () => {
    for (const response_mode of ['form_post', 'fragment']) {
      const page = await browser.send(fees.asks({ response_mode }).url);
      expect(`${page.headers.get('location') ?? ''}${page.text}`).toContain('invalid_request');
    }
  });

  it('asks nobody for prompt=none, and says login_required', async () => {
    const page = await new Browser().send(fees.asks({ prompt: 'none' }).url);
    expect(page.status).toBe(303);
    expect(new URL(page.headers.get('location') ?? '').searchParams.get('error')).toBe('login_required');
  });

  it('takes no POST', async () => {
    const { url } = fees.asks();
    const page = await browser.send(`${house.issuer}/auth`, { method: 'POST', body: new URL(url).searchParams });
    expect(page.status).toBe(404);
  });
});

describe('the other endpoints', () => {
  it('tells userinfo for an access token in the header only', async () => {
    const { access_token, id_token, refresh_token } = await tokens();
    for (const wrong of [refresh_token, id_token, 'random']) {
      const answer = await fees.userinfo(wrong);
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_token' }]);
    }
    expect((await fetch(`${house.issuer}/userinfo?access_token=${access_token}`)).status).toBe(400);
    expect((await fees.userinfo(access_token)).status).toBe(200);
  });

  it('revokes a token for its own client only', async () => {
    const { access_token } = await tokens();
    expect((await library.post('/token/revocation', { token: access_token })).status).toBe(400);
    expect((await fees.userinfo(access_token)).status).toBe(200);
    expect((await fees.post('/token/revocation', { token: access_token })).status).toBe(200);
    expect((await fees.userinfo(access_token)).status).toBe(401);
  });

  it('offers neither introspection nor registration (10.4.7)', async () => {
    for (const path of ['/token/introspection', '/reg', '/request', '/device/auth'])
      expect((await fees.post(path, { token: 'x' })).status).toBe(404);
  });

  it('shows a page for a sign-out to an unknown address, or with a hint that is not right (10.6.1)', async () => {
    const { id_token } = await tokens();
    const { id_token: foreign } = await tokens(library);
    const wrong = [
      { id_token_hint: id_token, post_logout_redirect_uri: 'https://evil.example/' },
      { id_token_hint: `${id_token.slice(0, -4)}AAAA` },
      { id_token_hint: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${id_token.split('.')[1]}.` },
      { id_token_hint: foreign, client_id: 'fees' },
    ];
    for (const parameters of wrong) {
      const page = await browser.send(
        `${house.issuer}/session/end?${new URLSearchParams(parameters as Record<string, string>)}`,
      );
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('signs nobody out without the secret of the page (10.6.2)', async () => {
    await browser.send(`${house.issuer}/session/end`);
    const page = await browser.send(`${house.issuer}/session/end/confirm`, {
      method: 'POST',
      body: new URLSearchParams({ logout: 'yes' }),
    });
    expect(page.status).toBe(400);
    expect(await tokens()).toBeDefined();
  });
});

describe('a step of a sign-in', () => {
  it('is worth nothing in another browser, nor once it is over', async () => {
    const own = new Browser();
    const page = await own.open(fees.asks().url);
    const stranger = new Browser();
    expect((await stranger.send(page.url)).status).toBe(400);
    const uid = new URL(page.url).pathname.split('/').at(-1) ?? '';
    stranger.cookies = [{ name: 'sso_step', value: uid, host: '127.0.0.1', path: `/sso/${uid}` }];
    expect((await stranger.send(page.url)).status).toBe(400);
    stranger.cookies = [
      { name: 'sso_resume', value: uid, host: '127.0.0.1', path: `/oidc/auth/${uid}` },
      { name: 'sso_resume.sig', value: 'AAAA', host: '127.0.0.1', path: `/oidc/auth/${uid}` },
    ];
    expect((await stranger.send(`${house.issuer}/auth/${uid}`)).status).toBe(400);
    expect((await own.send(`${house.issuer}/auth/${uid}`)).status).not.toBe(500);
    await own.submit(await own.open(fees.asks().url), { email: EMAIL, password: PASSWORD });
    expect((await own.send(page.url)).status).toBe(400);
  });

  it('takes nothing from a page of another origin, nor what is no form', async () => {
    const own = new Browser();
    const page = await own.open(fees.asks().url);
    const body = new URLSearchParams({ email: EMAIL, password: PASSWORD });
    expect(
      (await own.send(page.url, { method: 'POST', body, headers: { origin: 'https://evil.example' } })).status,
    ).toBe(403);
    expect(
      (await own.send(page.url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(415);
    expect(
      (
        await own.send(page.url, {
          method: 'POST',
          body: `email=${'x'.repeat(20_000)}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(413);
    expect((await own.send(page.url, { method: 'PUT', body })).status).toBe(405);
  });

  it('says one thing for an unknown address, a wrong password, one not activated, disabled or locked', async () => {
    const [disabled, locked] = [await house.account('disabled@example.org'), await house.account('locked@example.org')];
    await house.db.query('update sso_accounts set disabled_at = now() where account_id = $1', [disabled]);
    const fresh = await house.account('fresh@example.org');
    await house.db.query('update sso_accounts set activated_at = null where account_id = $1', [fresh]);
    expect(locked).toBeDefined();
    const own = new Browser();
    const answers = new Set<string>();
    const tries = [
      ['unknown@example.org', PASSWORD],
      [EMAIL, 'wrong-password'],
      ['disabled@example.org', PASSWORD],
      ['fresh@example.org', PASSWORD],
      ...Array.from({ length: 6 }, () => ['locked@example.org', 'wrong-password'] as const),
      // The right one, but there were too many wrong ones.
      ['locked@example.org', PASSWORD],
    ] as const;
    for (const [email, password] of tries) {
      const page = await own.submit(await own.open(fees.asks().url), { email, password });
      expect(page.status).toBe(401);
      answers.add(page.text.replaceAll(email, 'E').replaceAll(/\/sso\/[\w-]+/g, '/sso/U'));
    }
    expect(answers.size).toBe(1);
  });

  it('goes back to the service without a sign-in, and with a refusal, by a page in between', async () => {
    const own = new Browser();
    const page = await own.open(fees.asks().url);
    const back = await own.open(`${page.url}/back`);
    expect(new URL(back.url).searchParams.get('error')).toBe('access_denied');
    const other = await house.service('curious');
    const consent = await browser.open(other.asks().url);
    expect(consent.text).toContain('name="answer"');
    const refused = await browser.submit(consent, {}, 1);
    expect(new URL(refused.url).searchParams.get('error')).toBe('access_denied');
    expect(other.clientId).toBe('curious');
  });
});

describe('the addresses that the provider tells', () => {
  it('are ours, whatever Host and X-Forwarded-Host say (10.4.11)', async () => {
    const { request } = await import('node:http');
    const { port } = new URL(house.url);
    const discovery = await new Promise<string>((resolve, reject) => {
      request(
        {
          host: '127.0.0.1',
          port,
          path: '/oidc/.well-known/openid-configuration',
          headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
        },
        (response) => {
          let text = '';
          response.on('data', (part: Buffer) => (text += String(part)));
          response.on('end', () => resolve(text));
        },
      )
        .on('error', reject)
        .end();
    });
    expect(discovery).not.toContain('evil');
    expect(JSON.parse(discovery)).toMatchObject({
      issuer: house.issuer,
      response_modes_supported: ['query'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'email', 'profile', 'children'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
    });
    const byRfc8414 = await fetch(`${house.url}/.well-known/oauth-authorization-server/oidc`);
    expect(await byRfc8414.json()).toEqual(JSON.parse(discovery));
    expect((await fetch(`${house.issuer}/jwks`)).headers.get('cache-control')).toContain('public');
  });
});
