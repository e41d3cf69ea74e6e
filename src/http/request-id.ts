import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { withinRequest } from '../logging/request-scope.js';

const ids = new WeakMap<Request, string>();

/** Gives every request an id of ours (never the caller's) and tells it in the header `X-Request-Id` and in every line of the log. */
export function assignRequestId(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request);
  response.setHeader('X-Request-Id', requestId);
  withinRequest(requestId, next);
}

/** As a URN, which is what RFC 9457 expects of `instance`. */
export function requestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const id = `urn:uuid:${randomUUID()}`;
  ids.set(request, id);
  return id;
}
