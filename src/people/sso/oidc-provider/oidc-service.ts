/** The provider of this process: built at the start, and again whenever the keys have changed. */
import { Unopenable } from '../../../../activities/ports/personal-data.js';
import { DatabaseUnavailable } from '../../../../eventstore/sql.js';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import type { Config } from '../../../config/config.js';
import { nameOfError } from '../../../logging/name-of-error.js';
import { tellerOf } from './adapt-provider.js';
import { buildProvider } from './build-provider.js';
import { endProviderSession } from './end-sessions.js';
import { sessionLife } from './lives.js';
import { CALLS_ADDED } from './logout-calls.js';
import type { ProviderParts } from './provider-parts.js';
import { ensureKeys, KEYS_CHANGED, loadKeys } from './signing-keys.js';
import { clearExpiredState } from './state-rows.js';
import { tellServices } from './tell-services.js';

/** Who is signed in at a browser. */
export interface BrowserSession {
  readonly accountId: string;
  /** Names the session for as long as it lives. */
  readonly uid: string;
  /** Until it ends in any case. */
  readonly lifeSeconds: number;
}

/** Keys are looked at by the clock, too: a notification may be lost. */
const LOOK_AT_KEYS_MS = 60_000;
const START_AGAIN_MS = 2_000;
const CLEAR_MS = 60_000;
/** A call that failed is due again after some seconds. */
const LOOK_AT_CALLS_MS = 2_000;

type ServiceParts = Omit<ProviderParts, 'config'> & {
  readonly config: Pick<Config, 'indexKey' | 'oidcCookieKeys' | 'backchannelOrigins'>;
};

export class OidcService {
  private built: { readonly provider: Provider; readonly handle: ReturnType<Provider['callback']> } | undefined;
  private publicUrl = '';
  private readonly stopping = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private telling: Promise<void> = Promise.resolve();
  private rounds = 0;
  private reloading: Promise<void> = Promise.resolve();
  private readonly parts: ProviderParts;

  /** @param adjust what differs for the conformance suite; only its own command sets it */
  constructor(
    parts: ServiceParts,
    private readonly adjust?: (configuration: Configuration) => Configuration,
  ) {
    const { oidcCookieKeys } = parts.config;
    // Without keys of the operator's, cookies hold for as long as this process lives (embedded mode only).
    const keys = oidcCookieKeys.length > 0 ? oidcCookieKeys : [randomBytes(32)];
    this.parts = { ...parts, config: { ...parts.config, oidcCookieKeys: keys } };
  }

  /**
   * Starts, and tries again every two seconds while the database does not answer or MASTER_KEY is another one: the rest of
   * the API answers meanwhile, and its health names what is wrong.
   * @param publicUrl our own origin, as people reach us
   * @param prepare what must be in the tables first
   * @throws what `prepare` finds wrong
   */
  async start(publicUrl: string, prepare: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.publicUrl = publicUrl;
    try {
      await prepare();
      await this.begin();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable || error instanceof Unopenable)) throw error;
      this.trouble('the start of the provider', error);
      const again = setTimeout(() => void this.start(publicUrl, prepare).catch(() => undefined), START_AGAIN_MS);
      again.unref();
      this.timers.push(again);
    }
  }

  private async begin(): Promise<void> {
    const { db } = this.parts;
    if (this.stopping.signal.aborted) return;
    await ensureKeys(this.parts);
    await this.reload();
    const { signal } = this.stopping;
    const keysChanged = () => void this.reload().catch((error: unknown) => this.trouble('the keys', error));
    const callsAdded = () => this.tell();
    await db.listen(KEYS_CHANGED, keysChanged, signal);
    await db.listen(CALLS_ADDED, callsAdded, signal);
    this.every(LOOK_AT_KEYS_MS, keysChanged);
    this.every(LOOK_AT_CALLS_MS, callsAdded);
    this.every(
      CLEAR_MS,
      () => void clearExpiredState(db).catch((error: unknown) => this.trouble('what has expired', error)),
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([this.telling, this.reloading.catch(() => undefined)]);
  }

  /** Null until `start` is done. */
  get provider(): Provider | null {
    return this.built?.provider ?? null;
  }

  /** The origin in whose name the provider speaks. */
  get origin(): string {
    return this.publicUrl;
  }

  /** Answers a request to an endpoint of the provider; `request.url` is the path below `/oidc`. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.built?.handle(request, response);
  }

  /** Who is signed in at the browser that sends the request; undefined for nobody. @throws what the database does */
  async sessionAt(request: IncomingMessage, response: ServerResponse): Promise<BrowserSession | undefined> {
    const { provider } = this;
    if (!provider || !hasCookie(request, provider.cookieName('session'))) return undefined;
    const { accountId, uid, loginTs } = await provider.Session.get(provider.createContext(request, response));
    if (accountId === undefined || !(await this.parts.accounts.isUsable(accountId))) return undefined;
    return { accountId, uid, lifeSeconds: sessionLife(loginTs, nowSeconds()) };
  }

  /** Signs an account in at this browser, as a sign-in for a service does; whoever was signed in before is signed out. */
  async signIn(request: IncomingMessage, response: ServerResponse, accountId: string): Promise<BrowserSession> {
    const { provider } = this;
    if (!provider) throw new Error('the provider was not started');
    const before = await this.sessionAt(request, response);
    if (before) await this.end(before.uid);
    const context = provider.createContext(request, response);
    const session = new provider.Session();
    const { uid, jti } = session as unknown as { readonly uid: string; readonly jti: string };
    session.loginAccount({ accountId, amr: ['pwd'], transient: true, loginTs: nowSeconds() });
    await session.save(sessionLife(nowSeconds(), nowSeconds()));
    const secure = this.publicUrl.startsWith('https:');
    context.cookies.secure = secure;
    context.cookies.set(provider.cookieName('session'), jti, {
      httpOnly: true,
      sameSite: 'lax',
      signed: true,
      path: '/',
      secure,
    });
    return { accountId, uid, lifeSeconds: sessionLife(nowSeconds(), nowSeconds()) };
  }

  /** Ends the session at the provider and at the product, and tells the services. */
  end(uid: string): Promise<void> {
    return endProviderSession(this.parts, uid);
  }

  /** Reads the keys again, and takes them. One after the other, so that the last keys win. */
  reload(): Promise<void> {
    const next = this.reloading
      .catch(() => undefined)
      .then(async () => {
        const keys = await loadKeys(this.parts);
        const known = this.built && keysOf(this.built.provider);
        const names = keys.map(({ kid }) => kid).join();
        if (known === names) return;
        const provider = buildProvider(this.parts, { publicUrl: this.publicUrl, keys, adjust: this.adjust });
        keyNames.set(provider, names);
        this.built = { provider, handle: provider.callback() };
      });
    this.reloading = next;
    return next;
  }

  /** One round at a time; a call added meanwhile is found in the next. */
  private tell(): void {
    const { provider } = this;
    // One goes on, one waits: a third would find nothing more.
    if (!provider || this.rounds > 1 || this.stopping.signal.aborted) return;
    this.rounds += 1;
    this.telling = this.telling
      .then(() => tellServices(this.parts, tellerOf(provider), this.stopping.signal))
      .catch((error: unknown) => this.trouble('calls to services', error))
      .finally(() => (this.rounds -= 1));
  }

  private every(ms: number, work: () => void): void {
    this.timers.push(setInterval(work, ms).unref());
  }

  private trouble(what: string, error: unknown): void {
    if (!this.stopping.signal.aborted) this.parts.tell(`could not look after ${what}`, { error: nameOfError(error) });
  }
}

const keyNames = new WeakMap<Provider, string>();

function keysOf(provider: Provider): string | undefined {
  return keyNames.get(provider);
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function hasCookie({ headers }: IncomingMessage, name: string): boolean {
  return (headers.cookie ?? '').includes(`${name}=`);
}
