import { present } from '../../present.js';
import { closedIfSettled } from '../close.js';
import {
  refuseDecision,
  REFUSES_TO_DECIDE,
  whatIsWrongWithReason,
  whyNotToDecide,
  WRONG_WITH_REASON,
} from '../review/review.js';
import { happened, rule } from '../rule.js';

/** 不通過: with a reason the parent can act on. */
export const reject = rule(
  'Reject',
  { refuses: [...REFUSES_TO_DECIDE, ...WRONG_WITH_REASON] },
  (request, command, facts) => {
    const { applicantId, dossierRevision, reasonCode, note } = command.data;
    const refused = whyNotToDecide(request, command, facts) ?? whatIsWrongWithReason('rejection', reasonCode, note);
    if (refused !== undefined) return refuseDecision(request, command, refused);

    return happened(
      {
        type: 'ApplicantRejected',
        data: { applicantId, dossierRevision, reasonCode, ...present({ note }) },
      },
      ...closedIfSettled(request, { [applicantId]: 'rejected' }),
    );
  },
);
