/**
 * Periods counted in days, as 行政程序法 (Administrative Procedure Act) Art. 48 counts them: the first day does not count
 * and the period ends with the end of its last day, here 23:59:59.999 in Asia/Taipei.
 */
import type { Instant } from './instants.js';
import { atHour, dayNumber, dayNumberOfDate, endOfDayNumber } from './taipei.js';
import { TW_2027_1, type OfficeYear } from './office-days.js';

/** Which days an office works; a version per table, so that an event can say which one was used. */
export interface Calendar {
  readonly version: string;
  /** @param day days since 1970-01-01, a Thursday, in Taipei. */
  isWorkingDay(day: number): boolean;
}

/** Days on which a school does not work beside the office calendar: its vacation, a typhoon. Both ends count; `YYYY-MM-DD`. */
export interface Closure {
  readonly from: string;
  readonly to: string;
}

/** Reminders go out at nine in the morning. */
const MORNING = 9;

const mondayToFriday: Calendar = { version: 'mon-fri-1', isWorkingDay: isMondayToFriday };

/** Past the last year of its table: Monday to Friday. */
const taiwan2027: Calendar = officeCalendar('tw-2027-1', TW_2027_1);

const CALENDARS: readonly Calendar[] = [mondayToFriday, taiwan2027];

export const CURRENT_CALENDAR = taiwan2027.version;

/** The last day the current table knows, `YYYY-MM-DD`. */
export const LAST_OFFICE_DAY_KNOWN = `${Math.max(...Object.keys(TW_2027_1).map(Number))}-12-31`;

/** @throws for a table this release does not have. */
export function calendarOf(version: string, closures: readonly Closure[] = []): Calendar {
  const calendar = CALENDARS.find((one) => one.version === version);
  if (calendar === undefined) throw new Error(`unknown calendar version ${version}`);
  if (closures.length === 0) return calendar;
  const closed = closures.map(({ from, to }) => [dayNumberOfDate(from), dayNumberOfDate(to)] as const);
  return {
    version,
    isWorkingDay: (day) => calendar.isWorkingDay(day) && !closed.some(([from, to]) => day >= from && day <= to),
  };
}

/** End of the n-th working day after the day of `from`. */
export function endOfWorkingDay(from: Instant, n: number, calendar: Calendar): Instant {
  return endOfDayNumber(workingDayAfter(dayNumber(from), n, calendar));
}

/** Nine in the morning of the n-th working day after the day of `from`. */
export function morningOfWorkingDay(from: Instant, n: number, calendar: Calendar): Instant {
  return morning(workingDayAfter(dayNumber(from), n, calendar));
}

/** End of the n-th day after the day of `from`, working or not. */
export function endOfCalendarDay(from: Instant, n: number): Instant {
  return endOfDayNumber(dayNumber(from) + n);
}

/** Nine in the morning of the n-th day after the day of `from`, working or not. */
export function morningOfCalendarDay(from: Instant, n: number): Instant {
  return morning(dayNumber(from) + n);
}

/** @param date `YYYY-MM-DD` */
export function isOfficeDay(date: string, calendar: Calendar): boolean {
  return calendar.isWorkingDay(dayNumberOfDate(date));
}

/** Whether the day of a deadline has not passed before that date begins. */
export function endsOnOrAfter(dueAt: Instant, date: string): boolean {
  return dayNumber(dueAt) >= dayNumberOfDate(date);
}

/** A closure that never ends is a mistake: after so many days without a working day the search gives up. */
const LONGEST_CLOSURE = 400;

function workingDayAfter(day: number, n: number, calendar: Calendar): number {
  let next = day;
  for (let left = n; left > 0;) {
    next += 1;
    if (calendar.isWorkingDay(next) || next - day > LONGEST_CLOSURE) left -= 1;
  }
  return next;
}

function officeCalendar(version: string, years: Readonly<Record<number, OfficeYear>>): Calendar {
  const days = (of: (year: OfficeYear) => readonly string[]) =>
    new Set(
      Object.entries(years).flatMap(([year, table]) => of(table).map((date) => dayNumberOfDate(`${year}-${date}`))),
    );
  const closed = days((year) => year.closed);
  const makeUp = days((year) => year.makeUp);
  return { version, isWorkingDay: (day) => makeUp.has(day) || (isMondayToFriday(day) && !closed.has(day)) };
}

function isMondayToFriday(day: number): boolean {
  return weekday(day) >= 1 && weekday(day) <= 5;
}

function morning(day: number): Instant {
  return atHour(day, MORNING);
}

/** 0 is Sunday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
