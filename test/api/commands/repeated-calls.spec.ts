import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { lastValueFrom, throwError, type Observable } from 'rxjs';
import { CommandRows } from '../../../src/api/commands/command-rows.js';
import { RepeatedCalls } from '../../../src/api/commands/repeated-calls.js';
import { Answer } from '../../../src/api/http/answers/answer.js';
import { routes } from '../../../src/api/features.js';
import { HttpProblem } from '../../../src/api/http/problems/problem.js';
import type { ProblemCode } from '../../../src/api/http/problems/problem-texts.js';
import { rememberSession } from '../../../src/api/http/access/signed-in.js';

const BEFORE = new Answer(200, { status: 'accepted' });

/** What the caller of a route gets whose handler ends with a problem; `answered` is what the table knows of the call. */
async function told(
  code: ProblemCode,
  answered: () => Promise<Answer | null> = () => Promise.resolve(BEFORE),
): Promise<unknown> {
  const request = { method: 'POST', path: '/x', headers: { 'idempotency-key': 'K' }, body: {} };
  rememberSession(request as never, { principalId: 'somebody' } as never);
  const context = { switchToHttp: () => ({ getRequest: () => request }) };
  const calls = new RepeatedCalls({ answered } as unknown as CommandRows);
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
    expect(await told(code)).toBe(BEFORE);
  });

  it('is refused when it was never answered, and when its key had another body', async () => {
    expect(await told('not-found', () => Promise.resolve(null))).toBe('not-found');
    expect(await told('not-found', otherBody)).toBe('idempotency-key-reused');
  });

  it('stays refused for what is wrong with itself', async () => {
    expect(await told('invalid-body')).toBe('invalid-body');
  });

  it('is looked for on every route with a key, but for a file that was not read, and on no other', () => {
    const lookedFor = routes().filter(({ handler }) => interceptorsOf(handler).includes(RepeatedCalls));
    const withKey = routes().filter(({ access }) => access.idempotent && !access.file);
    expect(lookedFor).toEqual(withKey);
    expect(lookedFor.length).toBeGreaterThan(15);
  });
});

/** As Nest keeps them. */
function interceptorsOf(handler: object): readonly unknown[] {
  return (Reflect.getMetadata('__interceptors__', handler) as readonly unknown[] | undefined) ?? [];
}
