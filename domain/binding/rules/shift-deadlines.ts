import { policyFor } from '../time/clocks.js';
import type { ShiftedDeadline } from '../events.js';
import type { Instant } from '../../calendar/instants.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import { calendarOf, endsOnOrAfter, isOfficeDay } from '../../calendar/working-days.js';
import type { ApplicantStatus } from '../vocabulary.js';

const IN_WORKING_DAYS: readonly ApplicantStatus[] = ['pending-review', 'correction-requested', 'email-taken'];

/**
 * The offices were closed on a day that counted (a typhoon): whatever runs over it in working days gets one more. A
 * deadline that began in the moment between the entry of the day and this command may get it twice: nobody loses by it.
 */
export const shiftDeadlines = rule('ShiftDeadlines', { refuses: [] }, (request, { data: { closedDay } }, facts) => {
  if (request.stage === 'closed' || request.policyVersion !== '1') return NOTHING_TO_DO;
  if (!isOfficeDay(closedDay, calendarOf(facts.calendarVersion))) return NOTHING_TO_DO;
  const { shifted } = policyFor(request, facts);
  const move = (dueAt: Instant | undefined): Instant | undefined =>
    dueAt !== undefined && endsOnOrAfter(dueAt, closedDay) ? shifted(dueAt) : undefined;
  const disputeDueAt = move(request.dispute?.dueAt);
  const applicants = moved(request, move);
  if (disputeDueAt === undefined && applicants.length === 0) return NOTHING_TO_DO;

  return happened({
    type: 'DeadlinesShifted',
    data: {
      calendarVersion: facts.calendarVersion,
      ...(disputeDueAt !== undefined && { disputeDueAt }),
      applicants,
    },
  });
});

type Move = (dueAt: Instant | undefined) => Instant | undefined;

function moved({ applicants }: BindingRequest, move: Move): readonly ShiftedDeadline[] {
  return applicants
    .filter(({ status }) => IN_WORKING_DAYS.includes(status))
    .map((applicant) => movedOf(applicant, move))
    .filter(({ dueAt, paperDueAt }) => dueAt !== undefined || paperDueAt !== undefined);
}

function movedOf(applicant: ApplicantState, move: Move): ShiftedDeadline {
  const [dueAt, paperDueAt] = [move(applicant.dueAt), move(applicant.paperDueAt)];
  return {
    applicantId: applicant.applicantId,
    ...(dueAt !== undefined && { dueAt }),
    ...(paperDueAt !== undefined && { paperDueAt }),
  };
}
