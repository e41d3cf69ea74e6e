import { named } from '../applicants.js';
import { familyClock } from '../time/clocks.js';
import { happened, refuse, rule } from '../rule.js';
import type { ApplicantState } from '../state.js';

/** Guide, step 2.5: 修正 while 待審核. Those named come back to the family, all or none. */
export const recall = rule('Recall', { refuses: ['wrong-state', 'already-decided'] }, (request, { data }, facts) => {
  const recalled = named(request, data.applicantIds);
  const refused = whyNot(recalled);
  if (refused !== undefined) return refuse(refused);
  return happened({
    type: 'ApplicationRecalled',
    data: { applicantIds: recalled.map(({ applicantId }) => applicantId), ...familyClock(request, facts) },
  });
});

function whyNot(applicants: readonly ApplicantState[]): 'wrong-state' | 'already-decided' | undefined {
  if (applicants.length === 0) return 'wrong-state';
  if (applicants.every(({ status }) => status === 'pending-review')) return undefined;
  const notSent = applicants.some(({ status }) => ['drafted', 'withdrawn', 'expired'].includes(status));
  return notSent ? 'wrong-state' : 'already-decided';
}
