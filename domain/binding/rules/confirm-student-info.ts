import { familyClock } from '../time/clocks.js';
import { happened, refuse, rule } from '../rule.js';

/** Guide, step 2.3: 一定要勾選資訊正確，才可填答送出. What is confirmed is what was on the screen. */
export const confirmStudentInfo = rule(
  'ConfirmStudentInfo',
  { refuses: ['wrong-stage', 'data-changed', 'not-ticked'] },
  (request, { data }, facts) => {
    if (request.stage !== 'student-info' || request.dispute !== undefined) return refuse('wrong-stage');
    if (data.shownVersion !== facts.student?.rosterVersion) return refuse('data-changed');
    if (!data.correct) return refuse('not-ticked');

    return happened({
      type: 'StudentInfoConfirmed',
      data: { shownVersion: data.shownVersion, ...familyClock(request, facts) },
    });
  },
);
