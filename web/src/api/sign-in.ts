/** POST /session, for the sign-in page and for the dialog that signs in again. */
import { answer, api } from './client';
import { Problem } from './problem';
import type { Session } from './shapes';

export interface SignIn {
  /** Absent for accounts of no school: an e-mail, city staff. */
  readonly schoolId?: string;
  readonly account: string;
  readonly password: string;
  readonly captcha?: { readonly id: string; readonly answer: string } | { readonly altcha: string };
}

// The document says less of this body than the contract, until the captchas are there.
type Body = NonNullable<Parameters<typeof api.POST<'/api/v1/session', never>>[1]>['body'];

/** @throws Problem with the field where the captcha is refused; a wrong password is never taken for a lost session */
export async function signIn(body: SignIn): Promise<Session> {
  try {
    return await answer(api.POST('/api/v1/session', { body: body as unknown as Body }));
  } catch (error) {
    throw error instanceof Problem ? readable(error) : error;
  }
}

function readable(problem: Problem): Problem {
  if (problem.signedOut) return new Problem({ ...problem, code: 'wrong-credentials' });
  if (!problem.code.startsWith('captcha-') || problem.errors.length > 0) return problem;
  const { code, detail, title } = problem;
  return new Problem({ ...problem, errors: [{ pointer: '/captcha/answer', code, detail: detail || title }] });
}
