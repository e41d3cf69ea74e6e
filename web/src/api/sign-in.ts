/** POST /session, for the sign-in page and for the dialog that signs in again. */
import { answer, api } from './client';
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

export function signIn(body: SignIn): Promise<Session> {
  return answer(api.POST('/api/v1/session', { body: body as unknown as Body }));
}
