/** What the administrator can do about an account that could not be created. */
import { startAccount } from '../account.js';
import { applicantOf } from '../applicants.js';
import { closedIfSettled } from '../close.js';
import { happened, refuse, rule } from '../rule.js';

export const retryAccount = rule(
  'RetryAccount',
  { refuses: ['wrong-state'] },
  (request, { requestId, data }, facts) => {
    const applicant = applicantOf(request, data.applicantId);
    if (applicant?.status !== 'account-failed') return refuse('wrong-state');
    return happened(startAccount(requestId, request, applicant, facts));
  },
);

export const abandonAccount = rule(
  'AbandonAccount',
  { refuses: ['wrong-state'] },
  (request, { data: { applicantId, reason } }) => {
    if (applicantOf(request, applicantId)?.status !== 'account-failed') return refuse('wrong-state');
    return happened(
      { type: 'AccountAbandoned', data: { applicantId, reason } },
      ...closedIfSettled(request, { [applicantId]: 'abandoned' }),
    );
  },
);
