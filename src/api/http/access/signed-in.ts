/** Who sends this request; set by AccessGuard before any controller runs. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Call } from '../../commands/call.js';
import type { Caller } from '../../commands/case-commands.js';
import type { SignedIn } from '../../../people/accounts/session-service.js';
import { revisionsToMatch } from '../input/if-match.js';
import { languageOf } from '../answers/language.js';
import { HttpProblem } from '../problems/problem.js';
import { requestIdOf } from '../answers/request-id.js';

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

/** A write with an Idempotency-Key (which AccessGuard has checked), ready to become a command. */
export const Sender = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<Request>();
  const { principalId, role } = sessionOf(request);
  const call = callOf(request);
  const ifMatch = revisionsToMatch(request);
  return {
    call,
    ...(ifMatch && { ifMatch }),
    actor: { id: principalId, role },
    channel: 'online',
    language: languageOf(request),
    instance: requestIdOf(request),
  };
});

/** A write with an Idempotency-Key, as it is told apart from others. */
export function callOf(request: Request): Call {
  return {
    principal: sessionOf(request).principalId,
    method: request.method,
    path: request.path.toLowerCase(),
    key: idempotencyKeyOf(request).toLowerCase(),
    body: (request.body as unknown) ?? {},
  };
}

export function idempotencyKeyOf(request: Request): string {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key.trim() : '';
}
