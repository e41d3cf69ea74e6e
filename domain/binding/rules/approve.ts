import { startAccount } from '../account.js';
import { applicantOf } from '../applicants.js';
import type { CommandOf } from '../commands.js';
import type { Facts } from '../facts.js';
import { lacksForm } from '../paper-form.js';
import { refuseDecision, REFUSES_TO_DECIDE, whyNotToDecide } from '../review/review.js';
import { happened, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import type { ApplicantStatus } from '../vocabulary.js';

/** Guide, step 2.5: 已通過. Account creation starts in the same batch, so there is no approval without it. */
export const approve = rule(
  'Approve',
  { refuses: [...REFUSES_TO_DECIDE, 'form-not-checked', 'evidence-missing', 'same-person-twice', 'same-email-twice'] },
  (request, command, facts) => {
    const { applicantId, dossierRevision, formChecked } = command.data;
    const refused = whyNotToDecide(request, command, facts) ?? whatIsMissing(request, command, facts);
    if (refused !== undefined) return refuseDecision(request, command, refused);

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
): 'form-not-checked' | 'evidence-missing' | 'same-person-twice' | 'same-email-twice' | undefined {
  if (!data.formChecked) return 'form-not-checked';
  const applicant = applicantOf(request, data.applicantId);
  if (asksForPaper === true && (applicant === undefined || lacksForm(applicant))) return 'evidence-missing';
  if (request.mode === 'other-guardian' && !provesTheRelation(applicant)) return 'evidence-missing';
  return applicant && doubleOf(request, applicant);
}

const OUT: readonly ApplicantStatus[] = ['rejected', 'withdrawn', 'expired', 'abandoned'];

/** The form of somebody else in the request that was sent, too: the family was not told, as that would betray who it is. */
function doubleOf(
  { applicants }: BindingRequest,
  { applicantId, personRef, emailRef }: ApplicantState,
): 'same-person-twice' | 'same-email-twice' | undefined {
  const others = applicants.filter(
    (one) => one.applicantId !== applicantId && one.sentAt !== undefined && !OUT.includes(one.status),
  );
  if (others.some((one) => one.personRef === personRef)) return 'same-person-twice';
  return others.some((one) => one.emailRef === emailRef) ? 'same-email-twice' : undefined;
}

/** Guide, step 2.5: 欲申辦帳號須提供證明文件. For parents the school's own records prove it; anybody else brings a document. */
function provesTheRelation(applicant: ApplicantState | undefined): boolean {
  const onPaper = applicant?.paperForm?.documents.some((document) => document !== 'application-form') ?? false;
  return onPaper || (applicant?.evidence?.length ?? 0) > 0;
}
