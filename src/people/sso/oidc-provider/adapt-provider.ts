/** Where the library's own ways are not ours: secrets are hashes, sessions end by one function, redirects end in a page. */
import { errors, Provider, type KoaContextWithOIDC } from 'oidc-provider';
import { ClientRates } from './client-rates.js';
import { isSecret } from './client-registry.js';
import { noteUse } from './consents.js';
import { endProviderSession } from './end-sessions.js';
import { addLogoutCalls } from './logout-calls.js';
import type { ProviderParts } from './provider-parts.js';
import { orUnavailable } from './state-adapter.js';

/** What @types/oidc-provider does not know of a client. */
interface ClientMethods {
  clientId: string;
  clientSecret?: string;
  /** Of ours, so that it keeps the name that it is registered under. */
  requests_per_minute?: unknown;
  compareClientSecret(secret: string): boolean;
  backchannelLogout(accountId: string, sid: string | undefined): Promise<void>;
}

interface SessionMethods {
  uid: string;
  destroyed?: boolean;
  destroy(): Promise<void>;
}

/** The call that tells a service of a sign-out, as the library makes it. @throws why it was not heard */
export type TellService = (clientId: string, accountId: string, sid: string | null) => Promise<void>;

const tellers = new WeakMap<Provider, TellService>();

/** Of a provider that `adaptProvider` has seen. */
export function tellerOf(provider: Provider): TellService {
  const tell = tellers.get(provider);
  if (!tell) throw new Error('that provider was not adapted');
  return tell;
}

export function adaptProvider(provider: Provider, parts: ProviderParts, publicUrl: string): void {
  provider.use((ctx, next) => answer(parts, publicUrl, ctx as unknown as KoaContextWithOIDC, next));
  adaptClients(provider, parts);
  adaptSessions(provider, parts);
  hear(provider, parts);
}

function adaptClients(provider: Provider, { db }: ProviderParts): void {
  const client = provider.Client.prototype as unknown as ClientMethods;
  const rates = new ClientRates();
  const tell = client.backchannelLogout;
  tellers.set(provider, async (clientId, accountId, sid) => {
    const told = (await provider.Client.find(clientId)) as ClientMethods | undefined;
    if (told) await tell.call(told, accountId, sid ?? undefined);
  });
  client.compareClientSecret = function (secret) {
    if (!isSecret(this.clientSecret ?? '', secret)) return false;
    if (rates.take(this.clientId, Number(this.requests_per_minute))) return true;
    const tooMany = new errors.TemporarilyUnavailable('too many requests of this client');
    throw Object.assign(tooMany, { status: 429, statusCode: 429 });
  };
  // Both ways are for every client: a service uses the one that its library knows.
  Object.defineProperty(client, 'clientAuthMethod', {
    get: () =>
      Provider.ctx?.get('authorization').toLowerCase().startsWith('basic ') === false
        ? 'client_secret_post'
        : 'client_secret_basic',
  });
  // Rows that are sent by themselves, and again: the library would make the person wait, try once, and forget.
  client.backchannelLogout = async function (accountId, sid) {
    // Where everything ends, the end of the session tells all services.
    if (Provider.ctx?.oidc.params?.['logout'] !== undefined) return;
    await addLogoutCalls(db, [{ clientId: this.clientId, accountId, sid: sid ?? null }]);
  };
}

function adaptSessions(provider: Provider, parts: ProviderParts): void {
  const session = provider.Session.prototype as unknown as SessionMethods;
  session.destroy = async function () {
    await orUnavailable(() => endProviderSession(parts, this.uid));
    this.destroyed = true;
  };
}

/** Routes that end a chain which a form of ours began. */
const AFTER_A_FORM: readonly string[] = ['resume', 'end_session_confirm'];
const PUBLIC_S = 300;

async function answer(
  { pages }: ProviderParts,
  publicUrl: string,
  ctx: KoaContextWithOIDC,
  next: () => Promise<unknown>,
): Promise<void> {
  await next();
  const route = routeOf(ctx);
  if (route === undefined) return;
  if (route === 'jwks' || route === 'discovery') ctx.set('Cache-Control', `public, max-age=${PUBLIC_S}`);
  // The library names what it could do; each client is registered for the query alone.
  if (route === 'discovery') (ctx.body as { response_modes_supported?: unknown }).response_modes_supported = ['query'];
  if (route === 'end_session' && ctx.status === 200) leaveAtOnce(ctx);
  if (route === 'resume' && ctx.status === 200) {
    const { secret, clientId } = stateOf(ctx);
    if (secret !== undefined)
      ctx.body = pages.otherPerson(ctx.req, {
        action: ctx.oidc.urlFor('end_session_confirm'),
        xsrf: secret,
        clientId,
      });
  }
  const address = ctx.response.get('location');
  if (!AFTER_A_FORM.includes(route) || address === '' || new URL(address, publicUrl).origin === publicUrl) return;
  ctx.remove('location');
  ctx.status = 200;
  ctx.type = 'html';
  ctx.body = pages.between(ctx.req, address);
}

/** With nobody signed in the library shows a form that a script posts. There is nothing to ask, so that it goes on. */
function leaveAtOnce(ctx: KoaContextWithOIDC): void {
  if (ctx.oidc.session?.accountId !== undefined) return;
  const { postLogoutRedirectUri, state } = stateOf(ctx);
  const address = URL.parse(postLogoutRedirectUri ?? '') ?? new URL(ctx.oidc.urlFor('end_session_success'));
  if (postLogoutRedirectUri !== undefined && state !== undefined) address.searchParams.set('state', state);
  ctx.status = 303;
  ctx.redirect(address.href);
}

interface LeavingState {
  readonly secret?: string;
  readonly clientId?: string;
  readonly state?: string;
  readonly postLogoutRedirectUri?: string;
}

function stateOf(ctx: KoaContextWithOIDC): LeavingState {
  return (ctx.oidc.session?.state ?? {}) as LeavingState;
}

/** Undefined where no route was met: then there is no `oidc`. */
function routeOf(ctx: KoaContextWithOIDC): string | undefined {
  return (ctx as { readonly oidc?: { readonly route?: string } }).oidc?.route;
}

/** By name and code: what the library hands over besides may quote what was sent. */
function hear(provider: Provider, { db, tell }: ProviderParts): void {
  provider.on('server_error', (_ctx, error) => tell('an endpoint failed', codeOf(error)));
  provider.on('authorization.success', ({ oidc }) => {
    const { account, client } = oidc;
    if (account && client) noteUse(db, account.accountId, client.clientId).catch(() => undefined);
  });
}

function codeOf(error: unknown): Readonly<Record<string, string>> {
  return {
    error: error instanceof Error ? error.name : 'unknown',
    code: error instanceof errors.OIDCProviderError ? error.error : 'none',
  };
}
