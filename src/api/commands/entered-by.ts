import type { Caller } from './case-commands.js';
import type { SignedIn } from '../../people/accounts/session-service.js';

/** What a registrar enters for a parent came in at the counter. */
export function enteredBy({ role }: SignedIn, sender: Caller): Caller {
  return role === 'registrar' ? { ...sender, channel: 'assisted' } : sender;
}
