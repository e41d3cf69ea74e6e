/** The service's side of the single sign-on: openid-client with every check on, and jose for what it does not check. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { BoundedMap } from './bounded-map.js';
import type { Settings } from './settings.js';

export interface Child {
  readonly id: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly relation: string;
}

export interface Person {
  readonly name: string | null;
  readonly email: string | null;
  readonly children: readonly Child[];
}

export interface SignedInHere {
  readonly sub: string;
  readonly sid: string | undefined;
  readonly idToken: string;
  tokens: { readonly access: string; readonly refresh: string | undefined; readonly until: number };
  /** One at a time: two refreshes at once would end the whole family of tokens. */
  refreshing: Promise<void> | undefined;
}

interface Begun {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

const SCOPE = 'openid profile children';
/** An access token is renewed so long before it ends. */
const EARLY_MS = 30_000;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The person is not signed in any more. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut';
}

export class SignOn {
  private configuration: Promise<client.Configuration> | undefined;
  private readonly seenTokens = new BoundedMap<true>(10_000, 2 * 60_000);

  constructor(private readonly settings: Settings) {}

  /** Where to send the browser, and what to keep for its return. */
  async begin(language: string): Promise<{ readonly address: string; readonly begun: Begun }> {
    const configuration = await this.configured();
    const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${this.settings.origin}/callback`,
      scope: SCOPE,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ui_locales: language,
    });
    return { address: address.href, begun: { verifier, state, nonce } };
  }

  /** @throws what openid-client finds wrong with the answer */
  async finish(path: string, { verifier, state, nonce }: Begun): Promise<SignedInHere> {
    const tokens = await client.authorizationCodeGrant(await this.configured(), new URL(path, this.settings.origin), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims || tokens.id_token === undefined) throw new Error('an ID token was expected');
    const { sub } = claims;
    const sid = typeof claims['sid'] === 'string' ? claims['sid'] : undefined;
    return { sub, sid, idToken: tokens.id_token, tokens: held(tokens), refreshing: undefined };
  }

  /** @throws SignedOut where the sign-on does not answer for the person any more */
  async personOf(here: SignedInHere): Promise<Person> {
    try {
      await this.freshen(here);
      const info = await client.fetchUserInfo(await this.configured(), here.tokens.access, here.sub);
      return { name: textOf(info['name']), email: textOf(info['email']), children: childrenOf(info['children']) };
    } catch (error) {
      if (isRefusal(error)) throw new SignedOut('the tokens are not good any more');
      throw error;
    }
  }

  /** Where the browser goes to sign out of everything. */
  async signOutAddress({ idToken }: SignedInHere): Promise<string> {
    return client.buildEndSessionUrl(await this.configured(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: `${this.settings.origin}/`,
    }).href;
  }

  /** Whom a logout token is about. @throws where it is not a logout token of ours, or came before */
  async readLogoutToken(
    token: string,
  ): Promise<{ readonly sid: string | undefined; readonly sub: string | undefined }> {
    const configuration = await this.configured();
    const { jwks_uri: keys = '' } = configuration.serverMetadata();
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), {
      issuer: this.settings.issuer,
      audience: this.settings.clientId,
      typ: 'logout+jwt',
      maxTokenAge: '2m',
      requiredClaims: ['jti', 'events', 'iat', 'exp'],
    });
    const events = payload['events'];
    const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events && !('nonce' in payload);
    const { jti = '', sub } = payload;
    if (!isLogout || this.seenTokens.get(jti)) throw new Error('no logout token, or one that came before');
    this.seenTokens.set(jti, true);
    return { sid: textOf(payload['sid']) ?? undefined, sub };
  }

  private async freshen(here: SignedInHere): Promise<void> {
    const { refresh, until } = here.tokens;
    if (until - EARLY_MS > Date.now() || refresh === undefined) return;
    here.refreshing ??= this.refresh(here, refresh).finally(() => (here.refreshing = undefined));
    await here.refreshing;
  }

  private async refresh(here: SignedInHere, refreshToken: string): Promise<void> {
    here.tokens = held(await client.refreshTokenGrant(await this.configured(), refreshToken));
  }

  /** Asked once; again where it did not answer. */
  private configured(): Promise<client.Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }

  private discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const address = new URL(issuer);
    // Plain http is for the demonstration on one machine.
    const execute = address.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    // Without it an ID token from the token endpoint is believed by its way alone, not by its signature.
    return client.discovery(address, clientId, undefined, client.ClientSecretPost(clientSecret), {
      execute: [...execute, client.enableNonRepudiationChecks],
      timeout: 10,
    });
  }
}

function held(tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers): SignedInHere['tokens'] {
  return {
    access: tokens.access_token,
    refresh: tokens.refresh_token,
    until: Date.now() + (tokens.expiresIn() ?? 0) * 1000,
  };
}

function isRefusal(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) return error.error === 'invalid_grant' || error.status === 401;
  return error instanceof client.WWWAuthenticateChallengeError;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function childrenOf(value: unknown): readonly Child[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: Readonly<Record<string, unknown>>) => ({
    id: String(one['id']),
    schoolId: String(one['school_id']),
    classId: String(one['class_id']),
    relation: String(one['relation']),
  }));
}
