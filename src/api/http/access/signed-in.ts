/** Who sends this request; set by AccessGuard before any controller runs. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { languageOf } from '../answers/language.js';
import { HttpProblem } from '../problems/problem.js';

const sessions = new WeakMap<Request, SignedIn>();

export function rememberSession(request: Request, session: SignedIn): void {
  sessions.set(request, session);
}

export function sessionOf(request: Request): SignedIn {
  const session = sessions.get(request);
  if (!session) throw new HttpProblem('not-signed-in');
  return session;
}

/** The session of the request. */
export const Session = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionOf(context.switchToHttp().getRequest<Request>()),
);

/** The language of the request. */
export const Speaks = createParamDecorator((_: unknown, context: ExecutionContext) =>
  languageOf(context.switchToHttp().getRequest<Request>()),
);

/** The header as it was sent, or ''. */
export function idempotencyKeyOf(request: Request): string {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key.trim() : '';
}
