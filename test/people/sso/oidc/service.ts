/** A relying service as the tests play it: by hand, so that it can also do what a library never would. */
import { createHash, randomBytes } from 'node:crypto';
import type { Browser, Page } from './browser.js';

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Partial<Tokens> & { readonly error?: string; readonly error_description?: string };
}

export interface Asked {
  readonly url: string;
  readonly verifier: string;
  readonly state: string;
}

export class Service {
  constructor(
    /** Of the provider, with `/oidc`. */
    readonly issuer: string,
    readonly clientId: string,
    readonly clientSecret: string,
    readonly redirectUri: string,
  ) {}

  /** An address of the authorization endpoint. A parameter that is undefined is left out. */
  asks(change: Readonly<Record<string, string | undefined>> = {}): Asked {
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(8).toString('hex');
    const parameters = {
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: 'openid email profile children',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state,
      nonce: 'nonce-of-the-tests',
      ...change,
    };
    const url = new URL(`${this.issuer}/auth`);
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
    return { url: url.href, verifier, state };
  }

  /** The way of a person through the pages, to the address that the service gets. */
  async signsIn(
    browser: Browser,
    email: string,
    password: string,
    change: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Page & { readonly verifier: string }> {
    const { url, verifier } = this.asks(change);
    let page = await browser.open(url);
    if (page.text.includes('name="password"')) page = await browser.submit(page, { email, password });
    if (page.text.includes('name="answer"')) page = await browser.submit(page, {});
    return { ...page, verifier };
  }

  async tokensOf(
    browser: Browser,
    email: string,
    password: string,
    change: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Tokens> {
    const page = await this.signsIn(browser, email, password, change);
    const { status, body } = await this.redeems(codeIn(page.url), page.verifier);
    if (status !== 200) throw new Error(`no tokens: ${status} ${JSON.stringify(body)}`);
    return body as Tokens;
  }

  redeems(
    code: string,
    verifier: string,
    change: Readonly<Record<string, string | undefined>> = {},
  ): Promise<TokenAnswer> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: this.redirectUri,
      ...change,
    });
  }

  refreshes(refreshToken: string, change: Readonly<Record<string, string | undefined>> = {}): Promise<TokenAnswer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...change });
  }

  async token(
    parameters: Readonly<Record<string, string | undefined>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TokenAnswer> {
    const answer = await this.post('/token', parameters, headers);
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as TokenAnswer['body'] };
  }

  post(
    path: string,
    parameters: Readonly<Record<string, string | undefined>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(
      Object.entries(parameters).filter((one): one is [string, string] => one[1] !== undefined),
    );
    return fetch(`${this.issuer}${path}`, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: {
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(this.clientId)}:${encodeURIComponent(this.clientSecret)}`).toString('base64')}`,
        ...headers,
      },
    });
  }

  userinfo(accessToken: string): Promise<Response> {
    return fetch(`${this.issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
  }
}

export function codeIn(url: string): string {
  const code = new URL(url).searchParams.get('code');
  if (code === null) throw new Error(`no code in ${url}`);
  return code;
}

export function claimsIn(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
}
