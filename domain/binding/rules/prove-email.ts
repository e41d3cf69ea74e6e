import { startAccount } from '../account.js';
import { applicantOf } from '../applicants.js';
import { happened, NOTHING_TO_DO, refuse, rule } from '../rule.js';
import { isSettled } from '../state.js';

/** The code sent to the address came back. Where the old address was taken, the approval takes effect again. */
export const proveEmail = rule(
  'ProveEmail',
  { refuses: ['wrong-state', 'dossier-changed', 'nothing-corrected'] },
  (request, { requestId, data: { applicantId, emailRef } }, facts) => {
    const applicant = applicantOf(request, applicantId);
    if (applicant === undefined || isSettled(applicant)) return refuse('wrong-state');
    if (applicant.emailRef !== emailRef) return refuse('dossier-changed');
    const cures = applicant.status === 'email-taken';
    if (cures && applicant.takenEmailRef === emailRef) return refuse('nothing-corrected');
    if (applicant.provenEmailRef === emailRef && !cures) return NOTHING_TO_DO;

    return cures
      ? happened(
          { type: 'EmailProven', data: { applicantId, emailRef, effectiveAt: facts.now } },
          startAccount(requestId, request, applicant, facts),
        )
      : happened({ type: 'EmailProven', data: { applicantId, emailRef } });
  },
);
