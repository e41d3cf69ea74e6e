/** What a clock says before it runs out: each reminder sets the next one, and their number is limited. */
import { policyFor } from './clocks.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { hasCome, type Instant } from '../../calendar/instants.js';
import { MOST_REMINDERS } from './policy.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import type { Holder } from '../vocabulary.js';

export function remindFamily(request: BindingRequest, dueAt: Instant, facts: Facts): readonly BindingEvent[] {
  if (isOver(request.expiresAt, facts)) return [];
  const nth = (request.reminder?.sent ?? 0) + 1;
  const nextAt = nth < MOST_REMINDERS.unfinished ? policyFor(request, facts).unfinishedReminder(dueAt, nth) : undefined;
  return [{ type: 'RequestReminderDue', data: { kind: 'unfinished', ...reminded(nth, nextAt) } }];
}

export function remindForPaper(request: BindingRequest, dueAt: Instant, facts: Facts): readonly BindingEvent[] {
  const waiting = request.applicants.filter((one) => one.paperReminder?.at === dueAt && !isOver(one.paperDueAt, facts));
  return grouped(waiting, ({ paperReminder }) => String(paperReminder?.sent)).map((group) => {
    const nth = (group[0]?.paperReminder?.sent ?? 0) + 1;
    const more = nth < MOST_REMINDERS['paper-form'];
    const nextAt = more ? policyFor(request, facts).paperFormReminder(dueAt, nth) : undefined;
    const applicantIds = group.map(({ applicantId }) => applicantId);
    return { type: 'RequestReminderDue', data: { kind: 'paper-form', ...reminded(nth, nextAt), applicantIds } };
  });
}

/** Each holder of reviews that are due together hears of all of them at once. */
export function remindReviewers(request: BindingRequest, dueAt: Instant, facts: Facts): readonly BindingEvent[] {
  const waiting = request.applicants.filter(
    // Who waits for paper is reminded of the paper: nobody can review yet.
    (one) => one.reminder?.at === dueAt && one.paperDueAt === undefined && !isOver(one.dueAt, facts),
  );
  return grouped(waiting, ({ holder, reminder }) => `${holder} ${reminder?.sent}`).flatMap((group) => {
    const [first] = group;
    if (first?.holder === undefined) return [];
    return [reviewReminder(request, group, first.holder, (first.reminder?.sent ?? 0) + 1, facts)];
  });
}

function reviewReminder(
  request: BindingRequest,
  group: readonly ApplicantState[],
  holder: Holder,
  nth: number,
  facts: Facts,
): BindingEvent {
  const nextAt = nth < MOST_REMINDERS.review ? policyFor(request, facts).reviewReminder(facts.now) : undefined;
  const applicantIds = group.map(({ applicantId }) => applicantId);
  return { type: 'ReviewReminderDue', data: { kind: 'review', ...reminded(nth, nextAt), applicantIds, holder } };
}

/** After an outage: what has run out needs no reminder any more, and its own timer is next. */
function isOver(dueAt: Instant | undefined, { now }: Facts): boolean {
  return dueAt !== undefined && hasCome(dueAt, now);
}

function reminded(nth: number, nextAt: Instant | undefined): { readonly nth: number; readonly nextAt?: Instant } {
  return { nth, ...(nextAt !== undefined && { nextAt }) };
}

function grouped(
  applicants: readonly ApplicantState[],
  by: (applicant: ApplicantState) => string,
): readonly (readonly ApplicantState[])[] {
  return [...new Set(applicants.map(by))].map((key) => applicants.filter((one) => by(one) === key));
}
