import { applicantOf } from '../applicants.js';
import { reviewClock, type ReviewClock } from '../time/clocks.js';
import type { Facts } from '../facts.js';
import { newOf } from '../paper-form.js';
import { holdsNow } from '../review/review.js';
import { happened, refuse, rule } from '../rule.js';
import { isSettled, type ApplicantState, type BindingRequest } from '../state.js';

/** Guide, step 2.5: the 申請書 on paper has come. Where the school waited for it, the reviewer's clock begins. */
export const recordPaperForm = rule(
  'RecordPaperForm',
  { refuses: ['not-your-class', 'wrong-state', 'already-recorded'] },
  (request, { actor, data }, facts) => {
    const { applicantId, documents } = data;
    const applicant = applicantOf(request, applicantId);
    if (!holdsNow(actor.role, request, facts) || actor.role === 'director') return refuse('not-your-class');
    if (applicant === undefined || isSettled(applicant)) return refuse('wrong-state');
    const fresh = newOf(applicant, documents);
    if (fresh.length === 0) return refuse('already-recorded');

    return happened({
      type: 'PaperFormReceived',
      data: {
        applicantId,
        documents: fresh,
        ...(fresh.includes('application-form') && clockAfter(request, applicant, facts)),
      },
    });
  },
);

/** Where the form ends the wait for paper: whoever has been reminded before is not reminded from the beginning. */
function clockAfter(request: BindingRequest, applicant: ApplicantState, facts: Facts): ReviewClock {
  const { status, holder, reminder, paperDueAt } = applicant;
  if (status !== 'pending-review' || holder === undefined || paperDueAt === undefined) return {};
  return reviewClock(request, holder, reminder?.sent ?? 0, facts);
}
