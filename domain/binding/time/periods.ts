/** Deadlines in working days remember their period, so that a closed day, whenever it is entered, is counted once. */
import { later, millis, type Instant } from '../../calendar/instants.js';

export interface Period {
  /** Its day does not count. */
  readonly from: Instant;
  readonly days: number;
}

/** How many working days each period has. */
export const WORKING_DAYS = {
  dispute: 5,
  review: 5,
  /** At the least, for whoever gets a review from another class. */
  reassigned: 3,
  'paper-form': 10,
  correction: 10,
  'email-taken': 10,
} as const;

const DAY_MS = 24 * 3_600_000;

/**
 * When the period begins that follows a deadline: with the deadline, however late its timer comes, so that nobody gets the
 * rest of that day as well. After an outage nobody could act in the meantime: then now.
 */
export function followsOn(passedAt: Instant | undefined, now: Instant): Instant {
  if (passedAt === undefined) return now;
  const late = millis(now) - millis(passedAt);
  return late >= 0 && late <= DAY_MS ? passedAt : now;
}

/** While nobody could be served: the worker, the log or Temporal was away. Longer than an hour by the clock. */
export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
}

/** The gap in which a deadline ended, or a day after which. @param excused gaps that began before this have been made up for */
export function gapOf(dueAt: Instant, gaps: readonly Gap[], excused: Instant | undefined): Gap | undefined {
  return gaps.find(
    ({ from, to }) =>
      millis(dueAt) >= millis(from) &&
      millis(dueAt) <= millis(to) + DAY_MS &&
      (excused === undefined || millis(from) > millis(excused)),
  );
}

export function movedBy({ from, to }: Gap, dueAt: Instant): Instant {
  return later(dueAt, millis(to) - millis(from));
}
