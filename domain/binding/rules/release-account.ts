import { applicantOf } from '../applicants.js';
import { isReleaseDue } from '../release.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';

/** The account of an applicant who was withdrawn is released, also when the case has been closed for long. */
export const releaseAccount = rule('ReleaseAccount', { refuses: [] }, (request, { data }) => {
  const { applicantId, accountId, attempt, disabled } = data;
  const applicant = applicantOf(request, applicantId);
  if (applicant === undefined || !isReleaseDue(applicant) || applicant.account?.attempt !== attempt)
    return NOTHING_TO_DO;
  return happened({ type: 'AccountReleased', data: { applicantId, accountId, disabled } });
});
