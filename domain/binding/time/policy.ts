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
import { WORKING_DAYS } from './periods.js';

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
  /** The end of so many working days: of a period that is counted again. */
  workingDays(from: Instant, days: number): Instant;
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
  const period = (n: number) => (from: Instant) => endOfWorkingDay(from, n, calendar);
  return {
    unfinished: (from) => endOfCalendarDay(from, 30),
    unfinishedReminder: (from, sent) => morningOfCalendarDay(from, sent === 0 ? 7 : 14),
    dispute: period(WORKING_DAYS.dispute),
    review: period(WORKING_DAYS.review),
    reviewReminder: (from) => morningOfWorkingDay(from, 1, calendar),
    reassigned: period(WORKING_DAYS.reassigned),
    paperForm: period(WORKING_DAYS['paper-form']),
    paperFormReminder: (from, sent) => morningOfWorkingDay(from, sent === 0 ? 5 : 3, calendar),
    correction: period(WORKING_DAYS.correction),
    emailTaken: period(WORKING_DAYS['email-taken']),
    accountCreation: (from) => later(from, 24 * HOUR),
    supersededText: (from) => endOfCalendarDay(from, 30),
    workingDays: (from, n) => endOfWorkingDay(from, n, calendar),
  };
}

function shortened(day: number, hour: number): Policy {
  const days = (n: number) => (from: Instant) => later(from, n * day);
  return {
    unfinished: days(30),
    unfinishedReminder: (from, sent) => later(from, (sent === 0 ? 7 : 14) * day),
    dispute: days(WORKING_DAYS.dispute),
    review: days(WORKING_DAYS.review),
    reviewReminder: days(1),
    reassigned: days(WORKING_DAYS.reassigned),
    paperForm: days(WORKING_DAYS['paper-form']),
    paperFormReminder: (from, sent) => later(from, (sent === 0 ? 5 : 3) * day),
    correction: days(WORKING_DAYS.correction),
    emailTaken: days(WORKING_DAYS['email-taken']),
    accountCreation: (from) => later(from, 24 * hour),
    supersededText: days(30),
    workingDays: (from, n) => later(from, n * day),
  };
}
