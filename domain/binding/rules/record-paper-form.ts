import { applicantOf } from '../applicants.js';
import { reviewClock, type ReviewClock } from '../time/clocks.js';
import type { Facts } from '../facts.js';
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
    if (applicant.paperForm !== undefined) return refuse('already-recorded');

    return happened({
      type: 'PaperFormReceived',
      data: { applicantId, documents, ...clockAfter(request, applicant, facts) },
    });
  },
);

function clockAfter(request: BindingRequest, applicant: ApplicantState, facts: Facts): ReviewClock {
  const { status, holder, dueAt, reminder, paperDueAt } = applicant;
  if (status !== 'pending-review' || holder === undefined) return {};
  if (paperDueAt !== undefined) return reviewClock(request, holder, 0, facts);
  return { ...(dueAt !== undefined && { reviewDueAt: dueAt }), ...(reminder && { remindAt: reminder.at }) };
}
