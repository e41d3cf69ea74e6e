/**
 * Periods counted in days, as 行政程序法 (Administrative Procedure Act) Art. 48 counts them: the first day does not count
 * and the period ends with the end of its last day, here 23:59:59.999 in Asia/Taipei.
 */
import type { Instant } from './events.js';
import { instantOf, millis } from './instants.js';

/** Which days an office works; a version per table, so that an event can say which one was used. */
export interface Calendar {
  readonly version: string;
  /** @param day days since 1970-01-01, a Thursday, in Taipei. */
  isWorkingDay(day: number): boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Taiwan has kept UTC+8 without summer time since 1980. */
const TAIPEI = 8 * HOUR;

const mondayToFriday: Calendar = {
  version: 'mon-fri-1',
  isWorkingDay: (day) => weekday(day) >= 1 && weekday(day) <= 5,
};

export const CURRENT_CALENDAR = mondayToFriday.version;

/** @throws for a table this release does not have. */
export function calendarOf(version: string): Calendar {
  if (version !== mondayToFriday.version) throw new Error(`unknown calendar version ${version}`);
  return mondayToFriday;
}

/** End of the n-th working day after the day of `from`. */
export function endOfWorkingDay(from: Instant, n: number, calendar: Calendar): Instant {
  let day = dayOf(from);
  for (let left = n; left > 0;) {
    day += 1;
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return endOfDay(day);
}

/** End of the n-th day after the day of `from`, working or not. */
export function endOfCalendarDay(from: Instant, n: number): Instant {
  return endOfDay(dayOf(from) + n);
}

function dayOf(instant: Instant): number {
  return Math.floor((millis(instant) + TAIPEI) / DAY);
}

function endOfDay(day: number): Instant {
  return instantOf((day + 1) * DAY - TAIPEI - 1);
}

/** 0 is Sunday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
