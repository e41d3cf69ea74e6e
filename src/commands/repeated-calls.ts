import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { catchError, type Observable } from 'rxjs';
import { ROUTE_ACCESS, type RouteAccess } from '../http/access.js';
import type { Answer } from '../http/answer.js';
import { HttpProblem } from '../http/problem.js';
import { problemText } from '../http/problem-texts.js';
import { callOf } from '../http/signed-in.js';
import { CommandRows } from './command-rows.js';

/**
 * The same call again has the same answer, also when the edge would not let it through by now: its applicant was replaced
 * by a new 確認送出, its case has gone to another class. Asked only then, so that it costs nobody else a statement.
 */
@Injectable()
export class RepeatedCalls implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly rows: CommandRows,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    // A file is part of the call, and was not read.
    if (!route?.idempotent || route.file) return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(catchError((error: unknown) => this.answerInPlaceOf(error, request)));
  }

  private async answerInPlaceOf(error: unknown, request: Request): Promise<Answer> {
    const answer = isNoByNow(error) ? await this.rows.answered(callOf(request)) : null;
    if (!answer) throw error;
    return answer;
  }
}

/** What depends on how things stand, in contrast to what is wrong with the request itself. */
function isNoByNow(error: unknown): boolean {
  return error instanceof HttpProblem && [404, 409].includes(problemText(error.code).status);
}
