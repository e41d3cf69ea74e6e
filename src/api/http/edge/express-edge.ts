/** What stands before Nest: request id, security headers, limits, Origin, body. Each refuses with problem+json. */
import { IncomingMessage, ServerResponse, type OutgoingHttpHeader } from 'node:http';
import { Socket } from 'node:net';
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
import { assignRequestId } from '../answers/request-id.js';

/** 64 kB: the largest body of this API is an application for two. */
const BODY_LIMIT = 64 * 1024;

export function useExpressEdge(
  app: NestExpressApplication,
  { trustedProxies, limits, logLevel }: Pick<Config, 'trustedProxies' | 'limits' | 'logLevel'>,
  requestLimits: RequestLimits,
  pages?: RequestHandler,
): void {
  app.disable('x-powered-by');
  // Our ETag is the revision of a case; express would add a hash of the body to everything else.
  app.disable('etag');
  // Anybody can send X-Forwarded-For and X-Forwarded-Proto: only what these add to them is believed.
  app.set('trust proxy', [...trustedProxies]);
  app.use(assignRequestId(logLevel), answerHeaders());
  // Before the bound of requests in hand: a busy process can still show a page that says so.
  if (pages) app.use(pages);
  app.use(boundInFlight(limits.requestsInFlight), limitSource(requestLimits));
  app.use(refuseForeignOrigin, requireType);
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: false, type: isReadable });
  app.use(refuseUnreadableBody);
}

function answerHeaders(): RequestHandler {
  const strict = securityHeaders("'self'");
  // Swagger UI has inline styles.
  const documentation = securityHeaders("'self'", "'unsafe-inline'");
  return (request, response, next) => {
    const security = isDocumentation(request) ? documentation : strict;
    for (const [name, value] of security) response.setHeader(name, value);
    if (isApi(request)) {
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Language', languageOf(request));
      response.vary('Accept-Language');
    }
    next();
  };
}

/** The same for every answer, so that helmet is asked once. */
function securityHeaders(...styles: readonly string[]): readonly (readonly [string, OutgoingHttpHeader])[] {
  const sample = new ServerResponse(new IncomingMessage(new Socket()));
  helmetOfOurs(styles)(sample.req, sample, () => undefined);
  return Object.entries(sample.getHeaders()).map(([name, value = '']) => [name, value]);
}

/** Everything comes from ourselves, but pictures that a page has made itself (a chosen photo, a captcha). */
function helmetOfOurs(styles: readonly string[]): ReturnType<typeof helmet> {
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

function requireType(request: Request, response: Response, next: NextFunction): void {
  const empty =
    request.headers['transfer-encoding'] === undefined && Number(request.headers['content-length'] ?? 0) === 0;
  if (empty || !hasBody(request.method) || takesFile(request) || request.is('json')) next();
  else sendProblem(request, response, new HttpProblem('unsupported-media-type'));
}

function isReadable(message: IncomingMessage): boolean {
  const request = message as Request;
  return hasBody(request.method) && !takesFile(request) && request.is('json') !== false;
}

/** The one route that takes a file; it reads it, and looks at its type, once it knows from whom. */
function takesFile(request: Request): boolean {
  return (
    request.method === 'POST' && /^\/api\/v1\/bindings\/[^/]+\/applicants\/[^/]+\/evidence\/?$/i.test(request.path)
  );
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

function isDocumentation({ path }: Request): boolean {
  return path === '/api/docs' || path.startsWith('/api/docs/');
}

function isApi(request: Request): boolean {
  return request.path === '/api' || request.path.startsWith('/api/');
}
