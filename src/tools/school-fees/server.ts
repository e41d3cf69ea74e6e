/** 校園繳費: a small service of another office, to try the single sign-on with. Plain pages, no script. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseCookie } from 'cookie';
import { LOOK } from '../../api/sso/look.js';
import { readForm } from '../../api/sso/form.js';
import { BoundedMap } from './bounded-map.js';
import { billsPage, failedPage, onToPage, welcomePage, type Language } from './pages.js';
import type { Settings } from './settings.js';
import { SignedOut, SignOn, type SignedInHere } from './sign-on.js';

const SESSION = 'school_fees';
const BEGUN = 'school_fees_sign_in';
const LANGUAGE = 'school_fees_language';
const HALF_A_DAY_MS = 12 * 60 * 60_000;
const TEN_MINUTES_MS = 10 * 60_000;
const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

type Begun = Awaited<ReturnType<SignOn['begin']>>['begun'];

export class SchoolFees {
  private readonly sessions = new BoundedMap<SignedInHere>(10_000, HALF_A_DAY_MS);
  private readonly begun = new BoundedMap<Begun>(10_000, TEN_MINUTES_MS);
  private readonly signOn: SignOn;
  private readonly server: Server;

  constructor(private readonly settings: Settings) {
    this.signOn = new SignOn(settings);
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(() => send(response, 503, failedPage(languageOf(request), true)));
    });
    this.server.requestTimeout = 30_000;
  }

  /** @throws the error of the socket, e.g. EADDRINUSE */
  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.settings.port, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.settings.origin);
    keepLanguage(response, searchParams.get('lang'));
    switch (`${request.method === 'HEAD' ? 'GET' : request.method} ${pathname}`) {
      case 'GET /':
        return this.first(request, response);
      case 'GET /sign-in':
        return this.begin(request, response);
      case 'GET /callback':
        return this.finish(request, response);
      case 'POST /sign-out':
        return this.signOut(request, response);
      case 'POST /backchannel-logout':
        return this.hear(request, response);
      case 'GET /look.css':
        response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(LOOK);
        return;
      default:
        return send(response, 404, failedPage(languageOf(request), false));
    }
  }

  private async first(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const language = languageOf(request);
    const key = cookiesOf(request)[SESSION];
    const here = this.sessions.get(key);
    if (!here) return send(response, 200, welcomePage(language, key !== undefined));
    try {
      send(response, 200, billsPage(language, await this.signOn.personOf(here)));
    } catch (error) {
      if (!(error instanceof SignedOut)) throw error;
      this.sessions.delete(key ?? '');
      send(response, 200, welcomePage(language, true));
    }
  }

  private async begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { address, begun } = await this.signOn.begin(languageOf(request));
    setCookie(response, BEGUN, this.keep(this.begun, begun));
    response.writeHead(303, { location: address }).end();
  }

  private async finish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = this.begun.take(cookiesOf(request)[BEGUN]);
    try {
      if (!begun) throw new Error('nothing was begun in this browser');
      const here = await this.signOn.finish(request.url ?? '/', begun);
      this.sessions.delete(cookiesOf(request)[SESSION] ?? '');
      setCookie(response, SESSION, this.keep(this.sessions, here));
    } catch {
      return send(response, 400, failedPage(languageOf(request), false));
    }
    response.writeHead(303, { location: '/' }).end();
  }

  /** Out of here at once, and on to the sign-on, which asks about the rest. */
  private async signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.settings.origin) return send(response, 403, failedPage('zh-TW', false));
    const key = cookiesOf(request)[SESSION];
    const here = this.sessions.take(key);
    if (!here) return void response.writeHead(303, { location: '/' }).end();
    send(response, 200, onToPage(languageOf(request), await this.signOn.signOutAddress(here)));
  }

  /** Back-channel logout: the sign-on says that a session is over. */
  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await readForm(request);
    response.setHeader('cache-control', 'no-store');
    try {
      const token = 'fields' in form ? form.fields.get('logout_token') : null;
      const { sid, sub } = await this.signOn.readLogoutToken(token ?? '');
      for (const [key, one] of this.sessions.all())
        if (sid === undefined ? one.sub === sub : one.sid === sid) this.sessions.delete(key);
      response.writeHead(200).end();
    } catch {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}');
    }
  }

  /** A new name each time: nobody can have known it before. */
  private keep<Value>(map: BoundedMap<Value>, value: Value): string {
    const key = randomBytes(32).toString('base64url');
    map.set(key, value);
    return key;
  }
}

function languageOf(request: IncomingMessage): Language {
  const asked = new URL(request.url ?? '/', 'http://any').searchParams.get('lang') ?? cookiesOf(request)[LANGUAGE];
  if (asked === 'en' || asked === 'zh-TW') return asked;
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-TW';
}

function keepLanguage(response: ServerResponse, asked: string | null): void {
  if (asked === 'en' || asked === 'zh-TW') setCookie(response, LANGUAGE, asked);
}

function cookiesOf({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return parseCookie(headers.cookie ?? '');
}

function setCookie(response: ServerResponse, name: string, value: string): void {
  response.appendHeader('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax`);
}

function send(response: ServerResponse, status: number, page: string): void {
  if (response.headersSent) return void response.end();
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .end(page);
}
