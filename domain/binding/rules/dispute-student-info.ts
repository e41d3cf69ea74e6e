import { policyFor } from '../time/clocks.js';
import { happened, refuse, rule } from '../rule.js';

/** Guide, step 2.3: 以上資訊若有錯誤，請洽學校註冊組辦理. The registrar is asked, and the family's clock stops. */
export const disputeStudentInfo = rule(
  'DisputeStudentInfo',
  { refuses: ['wrong-stage'] },
  (request, { data: { note } }, facts) => {
    if (request.stage !== 'student-info' || request.dispute !== undefined) return refuse('wrong-stage');
    return happened({
      type: 'StudentInfoDisputed',
      data: { note, holder: 'registrar', dueAt: policyFor(request, facts).dispute(facts.now) },
    });
  },
);
