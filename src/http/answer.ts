/** An answer with a status, headers and a body of its own; what a command's row stores and a controller returns. */
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** `"12"`: the strong ETag of a case is its revision. */
export function etag(revision: number): { readonly ETag: string } {
  return { ETag: `"${revision}"` };
}

@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((result) => (result instanceof Answer ? write(response, result) : result)));
  }
}

function write(response: Response, answer: Answer): unknown {
  response.status(answer.status);
  if (answer.status >= 400) response.type('application/problem+json');
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  return answer.body;
}
