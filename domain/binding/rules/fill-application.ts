import { whatIsWrongWithForm, WRONG_WITH_FORM } from '../applicants.js';
import { familyClock } from '../time/clocks.js';
import { happened, refuse, rule } from '../rule.js';

/** Guide, step 2.5: 確認送出. It may be filled in again until it is signed; the drafted applicants are replaced. */
export const fillApplication = rule(
  'FillApplication',
  { refuses: ['wrong-stage', ...WRONG_WITH_FORM] },
  (request, { data: { mode, applicants } }, facts) => {
    if (request.stage !== 'application' && request.stage !== 'signature') return refuse('wrong-stage');
    const wrong = whatIsWrongWithForm(mode, applicants, facts);
    if (wrong !== undefined) return refuse(wrong);

    return happened({ type: 'ApplicationFilled', data: { mode, applicants, ...familyClock(request, facts) } });
  },
);
