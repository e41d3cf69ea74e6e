import { startAccount } from '../account.js';
import { applicantOf } from '../applicants.js';
import type { CommandOf } from '../commands.js';
import type { Facts } from '../facts.js';
import { refuseDecision, REFUSES_TO_DECIDE, whyNotToDecide } from '../review/review.js';
import { happened, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';

/** Guide, step 2.5: 已通過. Account creation starts in the same batch, so there is no approval without it. */
export const approve = rule(
  'Approve',
  { refuses: [...REFUSES_TO_DECIDE, 'form-not-checked', 'evidence-missing'] },
  (request, command, facts) => {
    const { applicantId, dossierRevision, formChecked } = command.data;
    const refused = whyNotToDecide(request, command, facts) ?? whatIsMissing(request, command, facts);
    if (refused !== undefined) return refuseDecision(command, refused);

    const account = applicantOf(request, applicantId)?.account;
    return happened(
      { type: 'ApplicantApproved', data: { applicantId, dossierRevision, formChecked, effectiveAt: facts.now } },
      startAccount(command.requestId, request, { applicantId, ...(account && { account }) }, facts),
    );
  },
);

function whatIsMissing(
  request: BindingRequest,
  { data }: CommandOf<'Approve'>,
  { asksForPaper }: Facts,
): 'form-not-checked' | 'evidence-missing' | undefined {
  if (!data.formChecked) return 'form-not-checked';
  const applicant = applicantOf(request, data.applicantId);
  if (asksForPaper === true && applicant?.paperForm === undefined) return 'evidence-missing';
  return request.mode === 'other-guardian' && !provesTheRelation(applicant) ? 'evidence-missing' : undefined;
}

/** Guide, step 2.5: 欲申辦帳號須提供證明文件. For parents the school's own records prove it; anybody else brings a document. */
function provesTheRelation(applicant: ApplicantState | undefined): boolean {
  const onPaper = applicant?.paperForm?.documents.some((document) => document !== 'application-form') ?? false;
  return onPaper || (applicant?.evidence?.length ?? 0) > 0;
}
