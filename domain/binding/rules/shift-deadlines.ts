import { policyFor } from '../time/clocks.js';
import type { ShiftedDeadline } from '../events.js';
import { millis, type Instant } from '../../calendar/instants.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import type { Period } from '../time/periods.js';
import type { ApplicantStatus } from '../vocabulary.js';

const IN_WORKING_DAYS: readonly ApplicantStatus[] = ['pending-review', 'correction-requested', 'email-taken'];

/**
 * A day on which the offices are closed was entered: what runs in working days is counted again from its beginning. So it
 * does not matter when the day was entered, with which others, or whether a vacation covers it; and nothing gets shorter.
 */
export const shiftDeadlines = rule('ShiftDeadlines', { refuses: [] }, (request, _command, facts) => {
  if (request.stage === 'closed' || request.policyVersion !== '1') return NOTHING_TO_DO;
  const { workingDays } = policyFor(request, facts);
  const move: Move = (dueAt, period) => {
    if (dueAt === undefined || period === undefined) return undefined;
    const again = workingDays(period.from, period.days);
    return millis(again) > millis(dueAt) ? again : undefined;
  };
  const disputeDueAt = move(request.dispute?.dueAt, request.dispute?.period);
  const applicants = moved(request, move);
  if (disputeDueAt === undefined && applicants.length === 0) return NOTHING_TO_DO;

  return happened({
    type: 'DeadlinesShifted',
    data: {
      reason: 'closed-day',
      calendarVersion: facts.calendarVersion,
      ...(disputeDueAt !== undefined && { disputeDueAt }),
      applicants,
    },
  });
});

/** Undefined: it stays where it is. */
type Move = (dueAt: Instant | undefined, period: Period | undefined) => Instant | undefined;

function moved({ applicants }: BindingRequest, move: Move): readonly ShiftedDeadline[] {
  return applicants
    .filter(({ status }) => IN_WORKING_DAYS.includes(status))
    .map((applicant) => movedOf(applicant, move))
    .filter(({ dueAt, paperDueAt }) => dueAt !== undefined || paperDueAt !== undefined);
}

function movedOf(applicant: ApplicantState, move: Move): ShiftedDeadline {
  const { period } = applicant;
  const paperDueAt = move(applicant.paperDueAt, applicant.paperPeriod);
  const follows = paperDueAt !== undefined && period?.from === applicant.paperDueAt;
  const dueAt = move(applicant.dueAt, follows && period ? { ...period, from: paperDueAt } : period);
  return {
    applicantId: applicant.applicantId,
    ...(dueAt !== undefined && { dueAt }),
    ...(paperDueAt !== undefined && { paperDueAt }),
  };
}
