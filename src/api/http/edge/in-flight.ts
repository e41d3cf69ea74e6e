import type { NextFunction, Request, Response } from 'express';
import { HttpProblem, sendProblem } from '../problems/problem.js';

/**
 * Answers 503 at once when this process has enough in hand: a queue of clicks whose senders have long gone would only keep
 * the next ones waiting too. Health is always answered, or a busy process would be taken for a dead one; streams of events stay
 * open for minutes and have a bound of their own.
 * @param most 0: no bound
 */
export function boundInFlight(most: number): (request: Request, response: Response, next: NextFunction) => void {
  let inFlight = 0;
  return (request, response, next) => {
    if (most === 0 || isBoundless(request.path)) return next();
    if (inFlight >= most) return sendProblem(request, response, new HttpProblem('too-busy', { retryAfterSeconds: 1 }));
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    next();
  };
}

function isBoundless(path: string): boolean {
  return path.startsWith('/health/') || path.toLowerCase() === '/api/v1/events';
}
