import { closedIfSettled } from '../close.js';
import { refuseDecision, whatIsWrongWithReason, whyNotToDecide } from '../review/review.js';
import { happened, type Rule } from '../rule.js';

/** 不通過: with a reason the parent can act on. */
export const reject: Rule<'Reject'> = (request, command, facts) => {
  const { applicantId, dossierRevision, reasonCode, note } = command.data;
  const refused = whyNotToDecide(request, command, facts) ?? whatIsWrongWithReason('rejection', reasonCode, note);
  if (refused !== undefined) return refuseDecision(command, refused);

  return happened(
    {
      type: 'ApplicantRejected',
      data: { applicantId, dossierRevision, reasonCode, ...(note !== undefined && { note }) },
    },
    ...closedIfSettled(request, { [applicantId]: 'rejected' }),
  );
};
