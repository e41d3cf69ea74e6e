/** The certified library, configured as the contract says. Nothing of the protocol is written by hand here. */
import Keygrip from 'keygrip';
import { Provider, type Configuration, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import { callAllowed } from './allowed-origins.js';
import { claimsOf } from './claims.js';
import { findClient, metadataOf } from './client-registry.js';
import { adaptProvider } from './adapt-provider.js';
import { CODE_S, HALF_A_DAY_S, sessionLife, STEP_S, TOKEN_S } from './lives.js';
import { pairwiseSubject } from './pairwise.js';
import { existingGrant, promptPolicy } from './policy.js';
import type { ProviderParts } from './provider-parts.js';
import { CLAIMS, SCOPES } from './scopes.js';
import { ALGORITHMS } from './signing-keys.js';
import { orUnavailable, stateAdapter } from './state-adapter.js';

export interface ProviderOptions {
  /** Of our own origin, without a slash at the end. The issuer is `/oidc` below it. */
  readonly publicUrl: string;
  readonly keys: readonly JWK[];
  /** What differs for the conformance suite; only its own command sets it. */
  readonly adjust?: ((configuration: Configuration) => Configuration) | undefined;
}

export function buildProvider(parts: ProviderParts, options: ProviderOptions): Provider {
  const adjust = options.adjust ?? ((configuration) => configuration);
  const provider = new Provider(`${options.publicUrl}/oidc`, adjust(configurationOf(parts, options)));
  // Host and scheme of a request are those that the mount writes, whoever sent it: ours.
  provider.proxy = true;
  adaptProvider(provider, parts, options.publicUrl);
  return provider;
}

function configurationOf(parts: ProviderParts, { publicUrl, keys }: ProviderOptions): Configuration {
  const { db, config, pages } = parts;
  return {
    adapter: (model) =>
      model === 'Client'
        ? { ...stateAdapter(parts, model), find: (id) => orUnavailable(() => clientOf(parts, id)) }
        : stateAdapter(parts, model),
    jwks: { keys: [...keys] },
    cookies: cookiesOf(publicUrl, config.oidcCookieKeys),
    scopes: [...SCOPES],
    claims: Object.fromEntries(Object.entries(CLAIMS).map(([scope, claims]) => [scope, [...claims]])),
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, accountId, client) =>
      pairwiseSubject(config.indexKey, String(client['sector']), accountId),
    sectorIdentifierUriValidate: () => false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientBasedCORS: () => false,
    clientDefaults: { subject_type: 'pairwise', grant_types: ['authorization_code', 'refresh_token'] },
    extraClientMetadata: { properties: ['sector', 'requests_per_minute'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    acceptQueryParamAccessTokens: false,
    enabledJWA: { idTokenSigningAlgValues: [...ALGORITHMS] },
    findAccount: (ctx, accountId) => orUnavailable(() => accountOf(parts, ctx, accountId)),
    loadExistingGrant: (ctx) => orUnavailable(() => existingGrant({ db }, ctx)),
    issueRefreshToken: (_ctx, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
    rotateRefreshToken: true,
    expiresWithSession: () => Promise.resolve(true),
    interactions: {
      policy: promptPolicy(),
      url: (_ctx, { uid }) => `${publicUrl}/sso/${uid}`,
    },
    features: featuresOf(parts),
    discovery: { ui_locales_supported: ['zh-TW', 'en'] },
    routes: { userinfo: '/userinfo' },
    ttl: {
      AuthorizationCode: CODE_S,
      AccessToken: TOKEN_S,
      IdToken: TOKEN_S,
      Interaction: STEP_S,
      Grant: HALF_A_DAY_S,
      RefreshToken: HALF_A_DAY_S,
      Session: (_ctx, { loginTs }) => sessionLife(loginTs, Math.floor(Date.now() / 1000)),
    },
    renderError(ctx, { error, error_description: description = '' }) {
      ctx.type = 'html';
      ctx.body = pages.error(ctx.req, { code: error, description });
    },
    fetch: callAllowed(config.backchannelOrigins),
  };
}

async function clientOf({ db }: ProviderParts, id: string) {
  const row = await findClient(db, id);
  return row && metadataOf(row);
}

async function accountOf(parts: ProviderParts, ctx: KoaContextWithOIDC, accountId: string) {
  if (!(await parts.accounts.isUsable(accountId))) return undefined;
  return {
    accountId,
    // The library leaves out afterwards what the person has refused.
    claims: (_use: string, scope: string) =>
      orUnavailable(() => claimsOf(parts, accountId, String(ctx.oidc.client?.['sector']), scope.split(' '))),
  };
}

function featuresOf({ pages }: ProviderParts): NonNullable<Configuration['features']> {
  const off = { enabled: false };
  return {
    // On by default, and they would silently replace our own pages.
    devInteractions: off,
    pushedAuthorizationRequests: off,
    resourceIndicators: off,
    dPoP: off,
    claimsParameter: off,
    introspection: off,
    revocation: { enabled: true },
    userinfo: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx) {
        const state = ctx.oidc.session?.state as { readonly secret?: string } | undefined;
        ctx.body = pages.signOut(ctx.req, {
          action: ctx.oidc.urlFor('end_session_confirm'),
          xsrf: state?.secret ?? '',
          clientId: ctx.oidc.client?.clientId,
        });
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = pages.signedOut(ctx.req);
      },
    },
  };
}

/** Prefixes keep another application of the same domain from setting them; without https a browser would drop such cookies. */
function cookiesOf(publicUrl: string, keys: readonly Buffer[]): NonNullable<Configuration['cookies']> {
  const secure = publicUrl.startsWith('https:');
  const common = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    names: {
      session: secure ? '__Host-sso' : 'sso',
      interaction: secure ? '__Secure-sso_step' : 'sso_step',
      resume: secure ? '__Secure-sso_resume' : 'sso_resume',
    },
    long: { ...common, path: '/' },
    short: common,
    // Without it cookies are signed by SHA-1. The first key signs; the others are still believed.
    keys: new Keygrip(
      keys.map((key) => key.toString('base64')),
      'sha256',
    ) as unknown as string[],
  };
}
