/**
 * How long everybody has. The version is written into BindingRequestOpened, so that a later policy never changes the
 * deadlines of a running request.
 */
import type { Instant } from './events.js';
import { later } from './instants.js';
import { calendarOf, endOfCalendarDay, endOfWorkingDay } from './working-days.js';

/** Each period: from an instant to the instant it ends. */
export interface Policy {
  /** 30 days for the parent to go on. */
  unfinished(from: Instant): Instant;
  /** 5 working days for each holder of a review. */
  review(from: Instant): Instant;
  /** 10 working days to give another e-mail address. */
  emailTaken(from: Instant): Instant;
  /** 24 hours to create an account. */
  accountCreation(from: Instant): Instant;
}

/** `1` is the real one; in `demo` a day, working or not, is a minute and in `test` a second. */
export type PolicyVersion = '1' | 'demo' | 'test';

export const POLICY_VERSIONS: readonly PolicyVersion[] = ['1', 'demo', 'test'];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** @throws for a version this release does not have: it must not guess a deadline. */
export function policyOf(version: string, calendarVersion: string): Policy {
  if (version === '1') return inTaipeiDays(calendarVersion);
  // An account is created by real machines, which a shorter day does not make faster: there an hour shrinks, not a day.
  if (version === 'demo') return shortened(MINUTE, MINUTE);
  if (version === 'test') return shortened(SECOND, SECOND);
  throw new Error(`unknown policy version ${version}`);
}

function inTaipeiDays(calendarVersion: string): Policy {
  const calendar = calendarOf(calendarVersion);
  return {
    unfinished: (from) => endOfCalendarDay(from, 30),
    review: (from) => endOfWorkingDay(from, 5, calendar),
    emailTaken: (from) => endOfWorkingDay(from, 10, calendar),
    accountCreation: (from) => later(from, 24 * HOUR),
  };
}

function shortened(day: number, hour: number): Policy {
  return {
    unfinished: (from) => later(from, 30 * day),
    review: (from) => later(from, 5 * day),
    emailTaken: (from) => later(from, 10 * day),
    accountCreation: (from) => later(from, 24 * hour),
  };
}
