import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { signInSourceOf } from '../http/edge/source.js';
import { readSessionCookie, setSessionCookie } from '../http/access/session-cookie.js';
import { browserName } from './browser-name.js';
import { OidcService } from '../../people/sso/oidc-provider/oidc-service.js';
import { ParentAccounts } from '../../people/sso/parent-accounts.js';
import { SessionService, type SignedIn } from '../../people/accounts/session-service.js';
import { SignInLimits, type Attempt } from '../../people/accounts/sign-in-limits.js';

/** An account with an @ in it is a parent's own: no other kind has one. */
export function isEmail(account: string): boolean {
  return account.includes('@');
}

/** The same place in the count of failures as at `/sso`: whoever guesses at one door guesses at both. */
const NO_SCHOOL = 'sso';

export function guardianAttempt(source: string, email: string): Attempt {
  return { source, place: NO_SCHOOL, account: email };
}

/** The parent's own account at our own front door; its session and that of the single sign-on begin and end together. */
@Injectable()
export class GuardianSignIn {
  constructor(
    private readonly accounts: ParentAccounts,
    private readonly oidc: OidcService,
    private readonly sessions: SessionService,
    private readonly limits: SignInLimits,
  ) {}

  /** Undefined for every reason not to: no answer tells which accounts exist, nor that one is locked. */
  async signIn(request: Request, response: Response, email: string, password: string): Promise<SignedIn | undefined> {
    const counted = await this.limits.begin(guardianAttempt(signInSourceOf(request.ip), email));
    const locked = 'retryAfterSeconds' in counted;
    const answer = await this.accounts.signIn(locked ? '' : email, password);
    if (locked) return undefined;
    if (answer.kind === 'refused') {
      await counted.failed();
      return undefined;
    }
    await counted.succeeded();
    const before = readSessionCookie(request);
    if (before !== undefined) await this.signOut(before);
    const joined = await this.sessions.join(
      await this.oidc.signIn(request, response, answer.accountId),
      browserName(request.get('user-agent')),
    );
    if (joined.kind === 'refused') return undefined;
    setSessionCookie(request, response, joined.token);
    return joined.session;
  }

  /** 登出: nobody is signed in at this browser afterwards, neither here nor at the single sign-on. */
  async signOutHere(request: Request, response: Response): Promise<void> {
    const token = readSessionCookie(request);
    if (token !== undefined) await this.signOut(token);
    const elsewhere = await this.oidc.sessionAt(request, response);
    if (elsewhere) await this.oidc.end(elsewhere.uid);
  }

  /** Ends a session of ours, and the one of the single sign-on that it belongs to. */
  async signOut(token: string): Promise<void> {
    const session = await this.sessions.current(token);
    if (session?.providerUid !== undefined) await this.oidc.end(session.providerUid);
    await this.sessions.signOut(token);
  }
}
