import { policyFor } from './time/clocks.js';
import type { BindingEvent } from './events.js';
import type { Facts } from './facts.js';
import { accountIdOf } from './identifiers.js';
import type { ApplicantState, BindingRequest } from './state.js';

/** The next attempt to create the applicant's account: always under the same id, so that none is created twice. */
export function startAccount(
  requestId: string,
  request: BindingRequest,
  { applicantId, account }: Pick<ApplicantState, 'applicantId' | 'account'>,
  facts: Facts,
): BindingEvent {
  return {
    type: 'AccountCreationStarted',
    data: {
      applicantId,
      accountId: accountIdOf(requestId, applicantId),
      attempt: (account?.attempt ?? 0) + 1,
      dueAt: policyFor(request, facts).accountCreation(facts.now),
    },
  };
}
