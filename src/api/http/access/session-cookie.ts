import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';

export const SESSION_COOKIE = 'session';

/** Undefined when there is none. */
export function readSessionCookie(request: Request): string | undefined {
  const token = parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE];
  return token === '' ? undefined : token;
}

/** Lives as long as the browser is open; the server ends it sooner. */
export function setSessionCookie(request: Request, response: Response, token: string): void {
  response.cookie(SESSION_COOKIE, token, options(request));
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(SESSION_COOKIE, options(request));
}

/** `Secure` wherever the request came by HTTPS; on a laptop's plain 127.0.0.1 a browser would drop such a cookie. */
function options(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: request.secure };
}
