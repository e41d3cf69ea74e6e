import { closedIfSettled } from '../close.js';
import { reasonFor } from '../reason-codes.js';
import { happened, type Rule } from '../rule.js';
import { refuseDecision, whyNotToDecide } from '../review.js';

/** 不通過: with a reason the parent can act on. */
export const reject: Rule<'Reject'> = (request, command, facts) => {
  const { applicantId, dossierRevision, reasonCode, note } = command.data;
  const refused = whyNotToDecide(request, command, facts) ?? whatIsMissing(reasonCode, note);
  if (refused !== undefined) return refuseDecision(command, refused);

  return happened(
    {
      type: 'ApplicantRejected',
      data: { applicantId, dossierRevision, reasonCode, ...(note !== undefined && { note }) },
    },
    ...closedIfSettled(request, { [applicantId]: 'rejected' }),
  );
};

/** A sealed note is never looked into: the edge leaves an empty one out. */
function whatIsMissing(reasonCode: string, note: string | undefined): 'reason-unknown' | 'note-required' | undefined {
  const reason = reasonFor('rejection', reasonCode);
  if (reason === undefined) return 'reason-unknown';
  return reason.noteRequired && !note ? 'note-required' : undefined;
}
