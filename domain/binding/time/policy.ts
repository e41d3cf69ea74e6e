/**
 * How long everybody has. The version is written into BindingRequestOpened, so that a later policy never changes the
 * deadlines of a running request.
 */
import type { Instant } from '../../calendar/instants.js';
import { later } from '../../calendar/instants.js';
import {
  calendarOf,
  endOfCalendarDay,
  endOfWorkingDay,
  morningOfCalendarDay,
  morningOfWorkingDay,
  type Closure,
} from '../../calendar/working-days.js';

/** Each period: from an instant to the instant it ends. */
export interface Policy {
  /** 30 days for the parent to go on. */
  unfinished(from: Instant): Instant;
  /** When the parent is reminded of it: after 7 days, and 14 days after that. `sent`: reminders so far. */
  unfinishedReminder(from: Instant, sent: number): Instant;
  /** 5 working days for the registrar, then the director, to answer a dispute. */
  dispute(from: Instant): Instant;
  /** 5 working days for each holder of a review. */
  review(from: Instant): Instant;
  /** The next working day. */
  reviewReminder(from: Instant): Instant;
  /** The teacher who gets a review from another class has at least 3 working days. */
  reassigned(from: Instant): Instant;
  /** 10 working days to hand the paper form in. */
  paperForm(from: Instant): Instant;
  /** After 5 working days and 3 working days after that. */
  paperFormReminder(from: Instant, sent: number): Instant;
  /** 10 working days to correct. */
  correction(from: Instant): Instant;
  /** 10 working days to give another e-mail address. */
  emailTaken(from: Instant): Instant;
  /** 24 hours to create an account. */
  accountCreation(from: Instant): Instant;
  /** A consent text that was superseded may still be signed for 30 days. */
  supersededText(from: Instant): Instant;
  /** One working day later, for a deadline that ran over a day on which the offices were closed. */
  shifted(dueAt: Instant): Instant;
}

/** How many reminders there are at most. */
export const MOST_REMINDERS = { unfinished: 2, 'paper-form': 2, review: 10 } as const;

/** `1` is the real one; in `demo` a day, working or not, is a minute and in `test` a second. */
export type PolicyVersion = '1' | 'demo' | 'test';

export const POLICY_VERSIONS: readonly PolicyVersion[] = ['1', 'demo', 'test'];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** @throws for a version this release does not have: it must not guess a deadline. */
export function policyOf(version: string, calendarVersion: string, closures: readonly Closure[] = []): Policy {
  if (version === '1') return inTaipeiDays(calendarVersion, closures);
  // An account is created by real machines, which a shorter day does not make faster: there an hour shrinks, not a day.
  if (version === 'demo') return shortened(MINUTE, MINUTE);
  if (version === 'test') return shortened(SECOND, SECOND);
  throw new Error(`unknown policy version ${version}`);
}

function inTaipeiDays(calendarVersion: string, closures: readonly Closure[]): Policy {
  const calendar = calendarOf(calendarVersion, closures);
  const workingDays = (n: number) => (from: Instant) => endOfWorkingDay(from, n, calendar);
  return {
    unfinished: (from) => endOfCalendarDay(from, 30),
    unfinishedReminder: (from, sent) => morningOfCalendarDay(from, sent === 0 ? 7 : 14),
    dispute: workingDays(5),
    review: workingDays(5),
    reviewReminder: (from) => morningOfWorkingDay(from, 1, calendar),
    reassigned: workingDays(3),
    paperForm: workingDays(10),
    paperFormReminder: (from, sent) => morningOfWorkingDay(from, sent === 0 ? 5 : 3, calendar),
    correction: workingDays(10),
    emailTaken: workingDays(10),
    accountCreation: (from) => later(from, 24 * HOUR),
    supersededText: (from) => endOfCalendarDay(from, 30),
    shifted: workingDays(1),
  };
}

function shortened(day: number, hour: number): Policy {
  const days = (n: number) => (from: Instant) => later(from, n * day);
  return {
    unfinished: days(30),
    unfinishedReminder: (from, sent) => later(from, (sent === 0 ? 7 : 14) * day),
    dispute: days(5),
    review: days(5),
    reviewReminder: days(1),
    reassigned: days(3),
    paperForm: days(10),
    paperFormReminder: (from, sent) => later(from, (sent === 0 ? 5 : 3) * day),
    correction: days(10),
    emailTaken: days(10),
    accountCreation: (from) => later(from, 24 * hour),
    supersededText: days(30),
    shifted: days(1),
  };
}
