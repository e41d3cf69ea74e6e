/** What runs before Nest: request id, security headers, limits, Origin, body. Each refuses with problem+json. docs/request-way.md shows the order. */
import type { IncomingMessage } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Config } from '../../../config/config.js';
import type { RequestLimits } from './request-limits.js';
import { boundInFlight } from './in-flight.js';
import { languageOf } from '../answers/language.js';
import { hasBody, isWrite } from './methods.js';
import { HttpProblem, sendProblem } from '../problems/problem.js';
import { limitSource } from './rate-limit.js';
import type { RouteTable } from '../docs/route-table.js';
import { assignRequestId } from '../answers/http-request-id.js';

/** 64 kB: the largest body of this API is an application for two. */
const BODY_LIMIT = 64 * 1024;

export function useExpressEdge(
  app: NestExpressApplication,
  { trustedProxies, limits, logLevel }: Pick<Config, 'trustedProxies' | 'limits' | 'logLevel'>,
  edge: { readonly limits: RequestLimits; readonly routes: RouteTable; readonly sso: RequestHandler },
  pages?: RequestHandler,
): void {
  app.disable('x-powered-by');
  // Our ETag is the revision of a case; express would add a hash of the body to everything else.
  app.disable('etag');
  // Anybody can send X-Forwarded-For and X-Forwarded-Proto: only what these add to them is believed.
  app.set('trust proxy', [...trustedProxies]);
  app.use(assignRequestId(logLevel), securityHeaders("'self'"), answerHeaders);
  // Swagger UI has inline styles.
  app.use('/api/docs', securityHeaders("'self'", "'unsafe-inline'"));
  // Before the bound of requests in hand: a busy process can still show a page that says so.
  if (pages) app.use(pages);
  app.use(boundInFlight(limits.requestsInFlight), limitSource(edge.limits));
  // The single sign-on reads its own bodies, and other origins may well send people to it.
  app.use(edge.sso);
  const takesFile = ({ method, path }: Request): boolean => edge.routes.takesFile(method, path);
  app.use(refuseForeignOrigin, requireType(takesFile));
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: false, type: isReadable(takesFile) });
  app.use(refuseUnreadableBody);
}

function answerHeaders(request: Request, response: Response, next: NextFunction): void {
  if (isApi(request)) {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Language', languageOf(request));
    response.vary('Accept-Language');
  }
  next();
}

/** Everything comes from ourselves, but pictures that a page has made itself (a chosen photo, a captcha). */
function securityHeaders(...styles: readonly string[]): RequestHandler {
  return helmet({
    referrerPolicy: { policy: 'same-origin' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: [...styles],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

/** Cookies alone do not say that our own page sent the request (ASVS 5.0, 3.5.1). A client without Origin is no browser. */
function refuseForeignOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.headers.origin;
  const foreign = origin !== undefined && origin !== `${request.protocol}://${request.headers.host}`;
  if (foreign && isWrite(request.method) && isApi(request))
    sendProblem(request, response, new HttpProblem('foreign-origin'));
  else next();
}

/** A route that takes a file checks its type itself, once it knows who sends it. */
function requireType(takesFile: (request: Request) => boolean): RequestHandler {
  return (request, response, next) => {
    const empty =
      request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0;
    if (empty || !hasBody(request.method) || request.is('json') || takesFile(request)) next();
    else sendProblem(request, response, new HttpProblem('unsupported-media-type'));
  };
}

function isReadable(takesFile: (request: Request) => boolean): (message: IncomingMessage) => boolean {
  return (message) => {
    const request = message as Request;
    // A DELETE may say why; of any other type its content is left aside.
    const wanted = hasBody(request.method) ? request.is('json') !== false : request.is('json') === 'json';
    return wanted && isWrite(request.method) && !takesFile(request);
  };
}

/** Express knows an error handler by its four parameters. */
function refuseUnreadableBody(error: unknown, request: Request, response: Response, _next: NextFunction): void {
  sendProblem(request, response, new HttpProblem(codeOf(error)));
}

function codeOf(error: unknown): 'body-too-large' | 'unsupported-media-type' | 'malformed-json' {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 400;
  if (status === 413) return 'body-too-large';
  return status === 415 ? 'unsupported-media-type' : 'malformed-json';
}

function isApi(request: Request): boolean {
  return request.path === '/api' || request.path.startsWith('/api/');
}
