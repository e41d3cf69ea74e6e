/** The clocks that the acts of people start: what an event has to say about them. */
import type { Instant } from '../../calendar/instants.js';
import type { Facts } from '../facts.js';
import { MOST_REMINDERS, policyOf, type Policy } from './policy.js';
import type { BindingRequest } from '../state.js';
import type { Holder } from '../vocabulary.js';

/** The policy a running request began under, on the calendar of today. */
export function policyFor(request: Pick<BindingRequest, 'policyVersion'>, facts: Facts): Policy {
  return policyOf(request.policyVersion, facts.calendarVersion, facts.closures);
}

export interface FamilyClock {
  readonly expiresAt: Instant;
  readonly remindAt: Instant;
}

/** Each act of the family gives it 30 days for the next one. */
export function familyClock(request: Pick<BindingRequest, 'policyVersion'>, facts: Facts): FamilyClock {
  const policy = policyFor(request, facts);
  return { expiresAt: policy.unfinished(facts.now), remindAt: policy.unfinishedReminder(facts.now, 0) };
}

export interface ReviewClock {
  readonly reviewDueAt?: Instant;
  readonly remindAt?: Instant;
}

/**
 * A case on the administrator's list has no clock: only a person moves it on.
 * @param how `from`: when the period begins, now by default; `dueAt`: when another period goes on
 */
export function reviewClock(
  request: BindingRequest,
  holder: Holder,
  remindersSent: number,
  facts: Facts,
  how: { readonly from?: Instant; readonly dueAt?: Instant } = {},
): ReviewClock {
  if (holder === 'administrator') return {};
  const { from = facts.now, dueAt } = how;
  const policy = policyFor(request, facts);
  return { reviewDueAt: dueAt ?? policy.review(from), ...nextReminder(policy, remindersSent, from) };
}

function nextReminder(policy: Policy, sent: number, now: Instant): { readonly remindAt?: Instant } {
  return sent < MOST_REMINDERS.review ? { remindAt: policy.reviewReminder(now) } : {};
}
