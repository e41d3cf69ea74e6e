import { accountIdOf } from '../identifiers.js';
import { happened, policyFor, type Rule } from '../rule.js';
import { refuseDecision, whyNotToDecide } from '../review.js';

/** Guide, step 2.5: 已通過. The account is begun in the same batch, so an approval can never stand without one. */
export const approve: Rule<'Approve'> = (request, command, facts) => {
  const { applicantId, dossierRevision, formChecked } = command.data;
  const refused = whyNotToDecide(request, command, facts) ?? (formChecked ? undefined : 'form-not-checked');
  if (refused !== undefined) return refuseDecision(command, refused);

  return happened(
    { type: 'ApplicantApproved', data: { applicantId, dossierRevision, formChecked, effectiveAt: facts.now } },
    {
      type: 'AccountCreationStarted',
      data: {
        applicantId,
        accountId: accountIdOf(command.requestId, applicantId),
        attempt: 1,
        dueAt: policyFor(request, facts).accountCreation(facts.now),
      },
    },
  );
};
