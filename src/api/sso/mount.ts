/** The provider at `/oidc` and its pages at `/sso`, before any body is read: the library reads its own. */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { errors } from 'oidc-provider';
import { DatabaseUnavailable } from '../../../eventstore/sql.js';
import type { OidcService } from '../../people/sso/oidc-provider/oidc-service.js';
import { readForm } from './form.js';
import { LOOK } from './look.js';
import { LOOK_ADDRESS } from './layout.js';
import { LANGUAGE_COOKIE, languageAsked } from './page-language.js';
import { PROVIDER_PAGES } from './provider-pages.js';
import { Steps, type StepParts } from './steps.js';

/** Where RFC 8414 looks for an issuer that has a path. */
const METADATA_BY_RFC_8414 = '/.well-known/oauth-authorization-server/oidc';
const DISCOVERY = '/.well-known/openid-configuration';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function mountSso(oidc: OidcService, parts: StepParts): RequestHandler {
  const steps = new Steps(parts);
  return (request, response, next) => {
    const place = placeOf(request);
    if (place === undefined) return next();
    if (!oidc.provider) return notYet(response);
    pin(request, oidc.origin);
    secure(response);
    const answering =
      'endpoint' in place ? endpoint(oidc, request, response, place.endpoint) : page(oidc, steps, request, response);
    answering.catch((error: unknown) => wentWrong(error, request, response, next));
  };
}

function placeOf({ path, url }: Request): { readonly endpoint: string } | { readonly page: true } | undefined {
  if (path === METADATA_BY_RFC_8414) return { endpoint: DISCOVERY };
  if (path === '/oidc' || path.startsWith('/oidc/')) return { endpoint: url.slice('/oidc'.length) || '/' };
  return path === '/sso' || path.startsWith('/sso/') ? { page: true } : undefined;
}

async function endpoint(oidc: OidcService, request: Request, response: Response, url: string): Promise<void> {
  request.url = url;
  // By what stands before `url` in it the library knows where it is mounted.
  request.originalUrl = `/oidc${url}`;
  await oidc.handle(request, response);
}

async function page(oidc: OidcService, steps: Steps, request: Request, response: Response): Promise<void> {
  const { provider } = oidc;
  const [, uid, back] = /^\/sso\/([A-Za-z0-9_-]{1,100})(\/back)?$/.exec(request.path) ?? [];
  if (request.path === LOOK_ADDRESS && isRead(request)) return look(response);
  if (!provider || uid === undefined) return notFound(request, response);
  request.params = { uid };
  keepLanguage(request, response);
  if (isRead(request)) return back ? steps.leave(provider, request, response) : steps.show(provider, request, response);
  if (request.method !== 'POST' || back) return notFound(request, response, 405);
  if (isForeign(request, oidc.origin)) return notFound(request, response, 403);
  const form = await readForm(request);
  if ('refused' in form) return notFound(request, response, form.refused === 'too-large' ? 413 : 415);
  return steps.take(provider, request, response, form.fields);
}

/**
 * The library makes every address from the request's Host. What it believes in place of it is written here, so that nobody
 * else's name gets into discovery, redirects or cookies.
 */
function pin(request: Request, origin: string): void {
  const { protocol, host } = new URL(origin);
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  request.headers['x-forwarded-host'] = host;
}

function secure(response: Response): void {
  response.setHeader('Content-Security-Policy', POLICY);
  // With no-referrer a browser sends `Origin: null` with a form.
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'no-store');
}

function keepLanguage(request: Request, response: Response): void {
  const language = languageAsked(request);
  if (language === undefined) return;
  response.cookie(LANGUAGE_COOKIE, language, { httpOnly: true, sameSite: 'lax', path: '/' });
}

/** The cookie of the step is not sent from elsewhere; a browser says so a second time. */
function isForeign({ headers }: Request, origin: string): boolean {
  return headers.origin !== undefined && headers.origin !== origin;
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function look(response: Response): void {
  response.setHeader('Cache-Control', 'public, max-age=3600');
  response.type('css').send(LOOK);
}

function notFound(request: Request, response: Response, status = 404): void {
  response
    .status(status)
    .type('html')
    .send(PROVIDER_PAGES.error(request, { code: 'not_found', description: '' }));
}

function notYet(response: Response): void {
  response.setHeader('Retry-After', '1');
  response.status(503).json({ error: 'temporarily_unavailable' });
}

function wentWrong(error: unknown, request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) return void response.end();
  const code = error instanceof errors.OIDCProviderError ? error.error : 'server_error';
  if (error instanceof DatabaseUnavailable || code === 'temporarily_unavailable') {
    response.setHeader('Retry-After', '2');
    response
      .status(503)
      .type('html')
      .send(PROVIDER_PAGES.error(request, { code: 'temporarily_unavailable', description: '' }));
  } else if (error instanceof errors.OIDCProviderError) {
    response
      .status(400)
      .type('html')
      .send(PROVIDER_PAGES.error(request, { code, description: '' }));
  } else next(error);
}
