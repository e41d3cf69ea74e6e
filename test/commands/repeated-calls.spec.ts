import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { lastValueFrom, throwError, type Observable } from 'rxjs';
import { CommandRows } from '../../src/commands/command-rows.js';
import { RepeatedCalls } from '../../src/commands/repeated-calls.js';
import { Answer } from '../../src/http/answer.js';
import { HttpProblem } from '../../src/http/problem.js';
import type { ProblemCode } from '../../src/http/problem-texts.js';
import { rememberSession } from '../../src/http/signed-in.js';

const BEFORE = new Answer(200, { status: 'accepted' });

/** What the caller of a route gets whose handler ends with a problem; `answered` is what the table knows of the call. */
async function told(
  code: ProblemCode,
  route: object,
  answered: () => Promise<Answer | null> = () => Promise.resolve(BEFORE),
): Promise<unknown> {
  const request = { method: 'POST', path: '/x', headers: { 'idempotency-key': 'K' }, body: {} };
  rememberSession(request as never, { principalId: 'somebody' } as never);
  const context = { getHandler: () => told, switchToHttp: () => ({ getRequest: () => request }) };
  const calls = new RepeatedCalls({ get: () => route } as unknown as Reflector, { answered } as unknown as CommandRows);
  const next = { handle: (): Observable<unknown> => throwError(() => new HttpProblem(code)) };
  return lastValueFrom(calls.intercept(context as unknown as ExecutionContext, next)).catch(
    (problem: HttpProblem) => problem.code,
  );
}

function otherBody(): Promise<never> {
  return Promise.reject(new HttpProblem('idempotency-key-reused'));
}

describe('a call that the edge would not let through by now', () => {
  it.each(['not-found', 'student-number-taken'] as const)('is answered as before in place of %s', async (code) => {
    expect(await told(code, { idempotent: true })).toBe(BEFORE);
  });

  it('is refused when it was never answered, and when its key had another body', async () => {
    expect(await told('not-found', { idempotent: true }, () => Promise.resolve(null))).toBe('not-found');
    expect(await told('not-found', { idempotent: true }, otherBody)).toBe('idempotency-key-reused');
  });

  it('stays refused for what is wrong with itself, without a key, and for a file that was not read', async () => {
    expect(await told('invalid-body', { idempotent: true })).toBe('invalid-body');
    expect(await told('not-found', {})).toBe('not-found');
    expect(await told('not-found', { idempotent: true, file: 'PDF' })).toBe('not-found');
  });
});
