import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { LogLevel } from '../../../config/config.js';
import { withinRequest } from '../../../logging/request-scope.js';

const ids = new WeakMap<Request, string>();

/**
 * Gives every request an id of ours (never the caller's) and tells it in the header `X-Request-Id` and in every line of the log.
 * @param level at `debug` there are lines that do not name their request themselves. Only then it is handed on beside them:
 *   Node 20 makes each promise of the process pay for that.
 */
export function assignRequestId(level: LogLevel): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const requestId = httpRequestIdOf(request);
    response.setHeader('X-Request-Id', requestId);
    if (level === 'debug') withinRequest(requestId, next);
    else next();
  };
}

/** As a URN, which is what RFC 9457 expects of `instance`. */
export function httpRequestIdOf(request: Request): string {
  const known = ids.get(request);
  if (known !== undefined) return known;
  const id = `urn:uuid:${randomUUID()}`;
  ids.set(request, id);
  return id;
}
