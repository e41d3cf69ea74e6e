import type { Request, Response } from 'express';
import { SessionService, type SignedIn } from '../../../people/accounts/session-service.js';
import { OidcService } from '../../../people/sso/oidc-provider/oidc-service.js';
import { readSessionCookie, setSessionCookie } from './session-cookie.js';

/** Who is signed in at the browser that sends a request: here, or at the single sign-on, which is the same. */
export class BrowserSession {
  constructor(
    private readonly sessions: SessionService,
    private readonly oidc: OidcService,
  ) {}

  /** Null for nobody. A session lives on by what somebody does, not by a page that only looks again. Where somebody signed in for a service, the answer sets a cookie of ours. @throws DatabaseUnavailable */
  async at(request: Request, response: Response, keepsAlive = true): Promise<SignedIn | null> {
    const token = readSessionCookie(request);
    const session = token === undefined ? null : await this.sessions.current(token, keepsAlive);
    if (session) return session;
    const elsewhere = await this.oidc.sessionAt(request, response);
    const joined = elsewhere && (await this.sessions.join(elsewhere));
    if (joined?.kind !== 'signed-in') return null;
    setSessionCookie(request, response, joined.token);
    return joined.session;
  }
}
