import { policyFor, reviewClock } from '../time/clocks.js';
import { closedIfSettled, closedUnsent } from '../close.js';
import type { CommandOf, DeadlineKind } from '../commands.js';
import { deadlines } from '../time/deadlines.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { nextDisputeHolder, nextHolder } from '../review/holders.js';
import { hasCome, type Instant } from '../../calendar/instants.js';
import { followsOn } from '../time/periods.js';
import { shiftedByOutage } from '../time/outages.js';
import { remindFamily, remindForPaper, remindReviewers } from '../time/reminders.js';
import { happened, NOTHING_TO_DO, rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import type { Holder } from '../vocabulary.js';

type Passed = (request: BindingRequest, dueAt: Instant, facts: Facts) => readonly BindingEvent[];

const passed: { readonly [K in DeadlineKind]: Passed } = {
  unfinished: expireUnfinished,
  'unfinished-reminder': remindFamily,
  dispute: escalateDispute,
  review: escalate,
  'review-reminder': remindReviewers,
  'paper-form': expireWithoutPaper,
  'paper-form-reminder': remindForPaper,
  correction: (request, dueAt) => expire(request, waiting(request, 'correction-requested', dueAt), 'correction'),
  'email-taken': (request, dueAt) => expire(request, waiting(request, 'email-taken', dueAt), 'email-taken'),
};

/** Events appended before the timer count: a deadline that has moved or has not come yet does nothing. */
export const passDeadline = rule(
  'PassDeadline',
  { refuses: [] },
  (request, { data }: CommandOf<'PassDeadline'>, facts) => {
    const current = deadlines(request).some(({ kind, dueAt }) => kind === data.kind && dueAt === data.dueAt);
    if (!current || !hasCome(data.dueAt, facts.now)) return NOTHING_TO_DO;
    const shifted = shiftedByOutage(request, data, facts);
    return happened(...(shifted ?? passed[data.kind](request, data.dueAt, facts)));
  },
);

function expireUnfinished(request: BindingRequest): readonly BindingEvent[] {
  if (request.stage !== 'review') return [closedUnsent(request, 'expired')];
  return expire(
    request,
    request.applicants.filter(({ status }) => status === 'drafted'),
    'unfinished',
  );
}

function expireWithoutPaper(request: BindingRequest, dueAt: Instant): readonly BindingEvent[] {
  return expire(
    request,
    request.applicants.filter((one) => one.status === 'pending-review' && one.paperDueAt === dueAt),
    'paper-form',
  );
}

function expire(request: BindingRequest, late: readonly ApplicantState[], kind: DeadlineKind): readonly BindingEvent[] {
  return [
    ...late.map(({ applicantId }): BindingEvent => ({ type: 'ApplicantExpired', data: { applicantId, kind } })),
    ...closedIfSettled(request, Object.fromEntries(late.map(({ applicantId }) => [applicantId, 'expired']))),
  ];
}

function escalateDispute(request: BindingRequest, dueAt: Instant, facts: Facts): readonly BindingEvent[] {
  const from = request.dispute?.holder ?? 'registrar';
  const holder = nextDisputeHolder(from);
  const next = policyFor(request, facts).dispute(followsOn(dueAt, facts.now));
  const clock = holder === 'administrator' ? {} : { dueAt: next };
  return [{ type: 'DisputeEscalated', data: { holder, ...clock, from } }];
}

/** Applicants due at the same moment may lie with different holders: one event for each of these. */
function escalate(request: BindingRequest, dueAt: Instant, facts: Facts): readonly BindingEvent[] {
  const late = waiting(request, 'pending-review', dueAt).filter(({ paperDueAt }) => paperDueAt === undefined);
  const holders = [...new Set(late.map(({ holder }) => holder))].filter((holder) => holder !== undefined);
  return holders.map((from) => escalated(request, late, { from, dueAt }, facts));
}

function escalated(
  request: BindingRequest,
  late: readonly ApplicantState[],
  { from, dueAt }: { readonly from: Holder; readonly dueAt: Instant },
  facts: Facts,
): BindingEvent {
  const holder = nextHolder(from, request, facts);
  const moved = late.filter((one) => one.holder === from);
  const remindersSent = Math.min(...moved.map(({ reminder }) => reminder?.sent ?? 0));
  return {
    type: 'ReviewEscalated',
    data: {
      applicantIds: moved.map(({ applicantId }) => applicantId),
      holder,
      ...reviewClock(request, holder, remindersSent, facts, { from: followsOn(dueAt, facts.now) }),
      from,
    },
  };
}

function waiting(request: BindingRequest, status: ApplicantState['status'], dueAt: Instant): readonly ApplicantState[] {
  return request.applicants.filter((one) => one.status === status && one.dueAt === dueAt);
}
