import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { StreamGone, Unavailable } from '../../../../eventstore/port.js';
import { DatabaseUnavailable } from '../../../../eventstore/sql.js';
import { EngineUnavailable, OutcomeUnknown } from '../../../adapters/temporal/binding-gateway.js';
import { RosterBusy } from '../../../people/roster/stream/school-streams.js';
import { framesOf } from '../../../logging/frames-of.js';
import { RouteTable } from '../docs/route-table.js';
import { HttpProblem, sendProblem } from './problem.js';
import { httpRequestIdOf } from '../answers/http-request-id.js';

/** Turns whatever was thrown into problem+json. What it did not expect is logged without its message, which could name a person. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (isUnknownRoute(thrown)) return answerUnknownRoute(this.routes, request, response);
    const problem = problemOf(thrown);
    if (problem.code === 'internal-error') this.report(thrown, request);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(request, response, problem);
  }

  private report(thrown: unknown, request: Request): void {
    const error = thrown instanceof Error ? { error: thrown.name, frames: framesOf(thrown) } : { error: typeof thrown };
    this.logger.error('a request failed', { requestId: httpRequestIdOf(request), ...error });
  }
}

export function problemOf(thrown: unknown): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  if (thrown instanceof EngineUnavailable) return new HttpProblem('engine-unavailable', { retryAfterSeconds: 2 });
  if (thrown instanceof OutcomeUnknown) return new HttpProblem('outcome-unknown', { retryAfterSeconds: 2 });
  if (thrown instanceof DatabaseUnavailable) return new HttpProblem('database-unavailable', { retryAfterSeconds: 2 });
  if (thrown instanceof RosterBusy) return new HttpProblem('roster-busy', { retryAfterSeconds: 2 });
  // A stream that an operator deleted: the log tells of it, and nothing can be said of the case until it is put right.
  if (thrown instanceof Unavailable || thrown instanceof StreamGone)
    return new HttpProblem('log-unavailable', { retryAfterSeconds: 2 });
  // Nest throws these for an address it does not know and for a path it cannot decode.
  if (isUnknownRoute(thrown)) return new HttpProblem('not-found');
  return new HttpProblem('internal-error');
}

function isUnknownRoute(thrown: unknown): boolean {
  return thrown instanceof HttpException && thrown.getStatus() < 500;
}

/** 405 where the address exists with another method, the methods where that is the question, else 404. */
function answerUnknownRoute(routes: RouteTable, request: Request, response: Response): void {
  const methods = routes.methodsOf(request.path);
  if (methods.length === 0 || methods.includes(request.method))
    return sendProblem(request, response, new HttpProblem('not-found'));
  response.setHeader('Allow', methods.join(', '));
  if (request.method === 'OPTIONS') response.status(204).end();
  else sendProblem(request, response, new HttpProblem('method-not-allowed'));
}
