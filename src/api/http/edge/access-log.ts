import type { NextFunction, Request, Response } from 'express';
import type { JsonLog } from '../../../logging/json-log.js';
import { httpRequestIdOf } from '../answers/http-request-id.js';

/** A line for each request, by its route rather than its address: that may name a case, a query what somebody looks for. */
export function accessLog(say: JsonLog): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const began = performance.now();
    response.once('finish', () => {
      const { path: route = 'none' } = (request.route ?? {}) as { path?: string };
      const ms = Math.round(performance.now() - began);
      say.debug('answered', {
        requestId: httpRequestIdOf(request),
        method: request.method,
        route,
        status: response.statusCode,
        ms,
      });
    });
    next();
  };
}
