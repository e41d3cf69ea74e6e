import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { catchError, type Observable } from 'rxjs';
import type { Answer } from '../http/answers/answer.js';
import { HttpProblem } from '../http/problems/problem.js';
import { problemText } from '../http/problems/problem-texts.js';
import { callOf } from './sender.js';
import { CommandRows } from './command-rows.js';

/**
 * The same call again has the same answer, also when the edge would not let it through by now: its applicant was replaced
 * by a new 確認送出, its case has gone to another class. Asked only then, so that it costs nobody else a statement. Stands
 * before every route with an Idempotency-Key by its @Access, and before no other: an interceptor costs each of its requests.
 */
@Injectable()
export class RepeatedCalls implements NestInterceptor {
  constructor(private readonly rows: CommandRows) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    return next.handle().pipe(catchError((error: unknown) => this.answerInPlaceOf(error, request)));
  }

  private async answerInPlaceOf(error: unknown, request: Request): Promise<Answer> {
    const answer = isNoByNow(error) ? await this.rows.answered(callOf(request)) : null;
    if (!answer) throw error;
    return answer;
  }
}

/** Refusals that depend on the current state (404, 409), as opposed to a malformed request. */
function isNoByNow(error: unknown): boolean {
  return error instanceof HttpProblem && [404, 409].includes(problemText(error.code).status);
}
