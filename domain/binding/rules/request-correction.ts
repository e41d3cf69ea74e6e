import { present } from '../../present.js';
import { policyFor } from '../time/clocks.js';
import type { CommandOf } from '../commands.js';
import {
  refuseDecision,
  REFUSES_TO_DECIDE,
  whatIsWrongWithReason,
  whyNotToDecide,
  WRONG_WITH_REASON,
} from '../review/review.js';
import { happened, rule } from '../rule.js';
import { CORRECTABLE_FIELDS } from '../vocabulary.js';

/** 請補正: only the fields named are opened to the family again, and its clock begins. */
export const requestCorrection = rule(
  'RequestCorrection',
  { refuses: [...REFUSES_TO_DECIDE, 'no-fields', ...WRONG_WITH_REASON] },
  (request, command, facts) => {
    const { applicantId, dossierRevision, fields, reasonCode, note } = command.data;
    const refused = whyNotToDecide(request, command, facts) ?? whatIsMissing(command);
    if (refused !== undefined) return refuseDecision(request, command, refused);

    return happened({
      type: 'CorrectionRequested',
      data: {
        applicantId,
        dossierRevision,
        // In the order of the form, each once.
        fields: CORRECTABLE_FIELDS.filter((field) => fields.includes(field)),
        reasonCode,
        ...present({ note }),
        dueAt: policyFor(request, facts).correction(facts.now),
      },
    });
  },
);

function whatIsMissing({
  data: { fields, reasonCode, note },
}: CommandOf<'RequestCorrection'>): 'no-fields' | ReturnType<typeof whatIsWrongWithReason> {
  if (!CORRECTABLE_FIELDS.some((field) => fields.includes(field))) return 'no-fields';
  return whatIsWrongWithReason('correction', reasonCode, note);
}
