import { applicantOf } from '../applicants.js';
import { isReleaseDue } from '../release.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';

/** Nobody signs in with the account of somebody who was put out, also when the case has long been closed. */
export const releaseAccount = rule('ReleaseAccount', { refuses: [] }, (request, { data }) => {
  const { applicantId, accountId, attempt, disabled } = data;
  const applicant = applicantOf(request, applicantId);
  if (applicant === undefined || !isReleaseDue(applicant) || applicant.account?.attempt !== attempt)
    return NOTHING_TO_DO;
  return happened({ type: 'AccountReleased', data: { applicantId, accountId, disabled } });
});
