/** What happens when the server says that nobody is signed in: the dialog asks, and the same call goes out again. */
import { Problem } from './problem';

/** Resolves true once the same account is signed in again, false when the person gave up. */
type Ask = () => Promise<boolean>;

let ask: Ask = () => Promise.resolve(false);

export function onSignedOut(how: Ask): void {
  ask = how;
}

/** @throws Problem what the call throws, also not-signed-in where nobody signed in again */
export async function withSession<Answer>(call: () => Promise<Answer>, _background = false): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Problem) || !error.signedOut || !(await ask())) throw error;
    return call();
  }
}
