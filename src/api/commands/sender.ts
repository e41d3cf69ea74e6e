/** Who sends a write with an Idempotency-Key, and the call as its row is found again. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedIn } from '../../people/accounts/session-service.js';
import { idempotencyKeyOf, sessionOf } from '../http/access/signed-in.js';
import { languageOf } from '../http/answers/language.js';
import { httpRequestIdOf } from '../http/answers/http-request-id.js';
import { revisionsToMatch } from '../http/input/if-match.js';
import type { Call } from './call.js';
import type { Caller } from './case-commands.js';

export interface SignedInCaller extends Caller {
  readonly session: SignedIn;
}

/** A write whose Idempotency-Key AccessGuard has checked, ready to become a command. */
export const Sender = createParamDecorator((_: unknown, context: ExecutionContext): SignedInCaller => {
  const request = context.switchToHttp().getRequest<Request>();
  const session = sessionOf(request);
  const ifMatch = revisionsToMatch(request);
  return {
    session,
    call: callOf(request),
    ...(ifMatch && { ifMatch }),
    actor: { id: session.principalId, role: session.role },
    channel: 'online',
    language: languageOf(request),
    instance: httpRequestIdOf(request),
  };
});

/** Two requests with the same call are the same write. */
export function callOf(request: Request): Call {
  return {
    principal: sessionOf(request).principalId,
    method: request.method,
    path: request.path.toLowerCase(),
    key: idempotencyKeyOf(request).toLowerCase(),
    body: (request.body as unknown) ?? {},
  };
}

/** A registrar enters for a parent at the counter: the command came in over the channel `assisted`. */
export function enteredBy<C extends Caller>({ role }: SignedIn, sender: C): C {
  return role === 'registrar' ? { ...sender, channel: 'assisted' } : sender;
}
