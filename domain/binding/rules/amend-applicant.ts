import { applicantOf, unsettled, whatIsWrongWith, WRONG_WITH_PEOPLE } from '../applicants.js';
import { familyClock } from '../time/clocks.js';
import type { ChangedFields } from '../events.js';
import { happened, refuse, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import { touchedFields } from '../touched-fields.js';
import { CORRECTABLE_FIELDS, type CorrectableField } from '../vocabulary.js';

const REFUSES_TO_TOUCH = ['wrong-state', 'field-not-open', 'no-fields', 'nothing-corrected'] as const;

/** 修正, one applicant's fields: all of them while drafted, otherwise only what the school asked for. */
export const amendApplicant = rule(
  'AmendApplicant',
  { refuses: [...REFUSES_TO_TOUCH, ...WRONG_WITH_PEOPLE] },
  (request, { data: { applicantId, changed } }, facts) => {
    const applicant = applicantOf(request, applicantId);
    if (applicant === undefined) return refuse('wrong-state');
    const refused = whyNotToTouch(request, applicant, changed) ?? whatWouldBeWrong(request, applicant, changed, facts);
    if (refused !== undefined) return refuse(refused);

    // A correction has a clock of its own, which typing does not set back.
    const isDrafted = applicant.status === 'drafted' || mayBeDraftedAgain(request, applicant);
    const clock = isDrafted ? familyClock(request, facts) : {};
    return happened({ type: 'ApplicantAmended', data: { applicantId, changed, ...clock } });
  },
);

/** Rejected or expired while the other one waits: the family need not wait for a new request. */
export function mayBeDraftedAgain(request: BindingRequest, { status }: ApplicantState): boolean {
  return (status === 'rejected' || status === 'expired') && unsettled(request).length > 0;
}

function whyNotToTouch(
  request: BindingRequest,
  applicant: ApplicantState,
  changed: ChangedFields,
): (typeof REFUSES_TO_TOUCH)[number] | undefined {
  const touched = touchedFields(changed);
  const open = mayBeDraftedAgain(request, applicant) ? CORRECTABLE_FIELDS : openFields(applicant);
  if (open === undefined) return 'wrong-state';
  if (!touched.every((field) => open.includes(field))) return 'field-not-open';
  if (touched.length === 0) return 'no-fields';
  return changed.emailRef !== undefined && changed.emailRef === applicant.takenEmailRef
    ? 'nothing-corrected'
    : undefined;
}

/** Undefined where nothing can be amended at all. */
function openFields({ status, correction }: ApplicantState): readonly CorrectableField[] | undefined {
  switch (status) {
    case 'drafted':
      return CORRECTABLE_FIELDS;
    case 'correction-requested':
      return correction?.fields ?? [];
    case 'email-taken':
      return ['email'];
    default:
      return undefined;
  }
}

function whatWouldBeWrong(
  request: BindingRequest,
  applicant: ApplicantState,
  changed: ChangedFields,
  facts: Parameters<typeof whatIsWrongWith>[2],
): ReturnType<typeof whatIsWrongWith> {
  // Two guardians share the login: of somebody who was sent nothing is told here. The reviewer is shown the double.
  const others = unsettled(request).filter((one) => one !== applicant && one.sentAt === undefined);
  const { relation, personRef, emailRef } = { ...applicant, ...changed };
  return whatIsWrongWith(request.mode ?? 'one-parent', [...others, { relation, personRef, emailRef }], {
    ...facts,
    boundPersonRefs: facts.boundPersonRefs.filter((ref) => ref === personRef),
  });
}
