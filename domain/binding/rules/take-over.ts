import { reviewClock } from '../time/clocks.js';
import { isOwnChild, isOwnEntry } from '../review/holders.js';
import { holdsNow } from '../review/review.js';
import { happened, refuse, rule } from '../rule.js';

/** The registrar steps in for a class teacher who is away, and takes back what lies on the administrator's list. */
export const takeOver = rule(
  'TakeOver',
  { refuses: ['not-your-class', 'own-child', 'own-entry', 'wrong-stage', 'wrong-state'] },
  (request, { actor, data: { reason } }, facts) => {
    if (!holdsNow(actor.role, request, facts) || actor.role !== 'registrar') return refuse('not-your-class');
    if (isOwnChild(request, facts.actor, facts)) return refuse('own-child');
    if (isOwnEntry(request, actor.id)) return refuse('own-entry');
    if (request.stage !== 'review') return refuse('wrong-stage');
    const taken = request.applicants.filter(({ holder }) => holder === 'class-teacher' || holder === 'administrator');
    if (taken.length === 0) return refuse('wrong-state');

    const remindersSent = Math.min(...taken.map(({ reminder }) => reminder?.sent ?? 0));
    return happened({
      type: 'ReviewTakenOver',
      data: {
        applicantIds: taken.map(({ applicantId }) => applicantId),
        holder: 'registrar',
        ...reviewClock(request, 'registrar', remindersSent, facts),
        reason,
      },
    });
  },
);
