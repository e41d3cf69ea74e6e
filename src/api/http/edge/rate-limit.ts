/** Tells and enforces the limits of request-limits: headers as in draft-ietf-httpapi-ratelimit-headers-10, and 429. */
import type { NextFunction, Request, Response } from 'express';
import type { RequestLimits, Use } from './request-limits.js';
import { sourceOf } from './source.js';
import { isWrite } from './methods.js';
import { HttpProblem, sendProblem } from '../problems/problem.js';

/** Before any work: counts a request of whoever sends it. Health and the documentation are not counted. */
export function limitSource(limits: RequestLimits) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const kind = kindOf(request);
    if (kind === undefined) return next();
    const use = await limits.countOfSource(kind, sourceOf(request.ip));
    if (use) tellUse(response, use);
    if (use?.refused) sendProblem(request, response, tooMany(use));
    else next();
  };
}

/** A service is counted by its own name, as its one server asks for all its people. Its people are counted here. */
function kindOf({ path, method }: Request): 'reads' | 'writes' | 'sign-ins' | undefined {
  if (/^\/(?:sso|oidc\/(?:auth|session))(?:\/|$)/.test(path)) return 'sign-ins';
  if (!path.startsWith('/api/v1/')) return undefined;
  return isWrite(method) ? 'writes' : 'reads';
}

/** @throws HttpProblem too-many-requests */
export async function limitAccount(
  limits: RequestLimits,
  request: Request,
  response: Response,
  principalId: string,
): Promise<void> {
  if (!isWrite(request.method)) return;
  const use = await limits.countOfAccount(principalId);
  if (use) tellUse(response, use);
  if (use?.refused) throw tooMany(use);
}

/** One member for each limit that was looked at. */
function tellUse(response: Response, { policy, most, windowSeconds, left, resetSeconds }: Use): void {
  response.append('RateLimit-Policy', `"${policy}";q=${most};w=${windowSeconds}`);
  response.append('RateLimit', `"${policy}";r=${left};t=${resetSeconds}`);
}

function tooMany({ resetSeconds }: Use): HttpProblem {
  return new HttpProblem('too-many-requests', { retryAfterSeconds: resetSeconds });
}
