import { closedIfSettled, closedUnsent } from '../close.js';
import type { CommandOf, DeadlineKind } from '../commands.js';
import { deadlines } from '../deadlines.js';
import type { BindingEvent } from '../events.js';
import type { Facts } from '../facts.js';
import { nextHolder } from '../holders.js';
import { hasCome } from '../instants.js';
import { happened, NOTHING_TO_DO, policyFor, type Rule } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import type { Holder } from '../vocabulary.js';

type Passed = (request: BindingRequest, dueAt: string, facts: Facts) => readonly BindingEvent[];

const passed: { readonly [K in DeadlineKind]: Passed } = {
  unfinished: expireUnfinished,
  review: escalate,
  'email-taken': (request, dueAt) => expire(request, waiting(request, 'email-taken', dueAt), 'email-taken'),
};

/** The timer only knocks: what was appended before it counts, and a deadline that moved or has not come does nothing. */
export const passDeadline: Rule<'PassDeadline'> = (request, { data }: CommandOf<'PassDeadline'>, facts) => {
  const current = deadlines(request).some(({ kind, dueAt }) => kind === data.kind && dueAt === data.dueAt);
  if (!current || !hasCome(data.dueAt, facts.now)) return NOTHING_TO_DO;
  return happened(...passed[data.kind](request, data.dueAt, facts));
};

function expireUnfinished(request: BindingRequest): readonly BindingEvent[] {
  if (request.stage !== 'review') return [closedUnsent(request, 'expired')];
  return expire(
    request,
    request.applicants.filter(({ status }) => status === 'drafted'),
    'unfinished',
  );
}

function expire(request: BindingRequest, late: readonly ApplicantState[], kind: DeadlineKind): readonly BindingEvent[] {
  return [
    ...late.map(({ applicantId }): BindingEvent => ({ type: 'ApplicantExpired', data: { applicantId, kind } })),
    ...closedIfSettled(request, Object.fromEntries(late.map(({ applicantId }) => [applicantId, 'expired']))),
  ];
}

/** Applicants due at the same moment may lie with different holders: one event for each of these. */
function escalate(request: BindingRequest, dueAt: string, facts: Facts): readonly BindingEvent[] {
  const late = waiting(request, 'pending-review', dueAt);
  const holders = [...new Set(late.map(({ holder }) => holder))].filter((holder) => holder !== undefined);
  return holders.map((from) => escalated(request, late, from, facts));
}

function escalated(request: BindingRequest, late: readonly ApplicantState[], from: Holder, facts: Facts): BindingEvent {
  const holder = nextHolder(from, request, facts);
  return {
    type: 'ReviewEscalated',
    data: {
      applicantIds: late.filter((one) => one.holder === from).map(({ applicantId }) => applicantId),
      holder,
      ...(holder !== 'administrator' && { reviewDueAt: policyFor(request, facts).review(facts.now) }),
      from,
    },
  };
}

function waiting(request: BindingRequest, status: ApplicantState['status'], dueAt: string): readonly ApplicantState[] {
  return request.applicants.filter((one) => one.status === status && one.dueAt === dueAt);
}
