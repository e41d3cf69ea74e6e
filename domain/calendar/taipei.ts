/**
 * Days and times as people in Taipei read them; everywhere else the product keeps UTC. Taiwan has kept UTC+8 without
 * summer time since 1980, so an offset is enough; Intl takes fifty times as long for the same result.
 */
import { instantOf, millis, type Instant } from './instants.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AHEAD_OF_UTC_MS = 8 * HOUR_MS;

/** Days since 1970-01-01 in Taipei. */
export function dayNumber(instant: Instant): number {
  return Math.floor((millis(instant) + AHEAD_OF_UTC_MS) / DAY_MS);
}

/** @param date `YYYY-MM-DD` */
export function dayNumberOfDate(date: string): number {
  return Math.floor(millis(`${date}T00:00:00.000Z`) / DAY_MS);
}

/** @param day as `dayNumber` returns it */
export function atHour(day: number, hour: number): Instant {
  return instantOf(day * DAY_MS - AHEAD_OF_UTC_MS + hour * HOUR_MS);
}

/** The last millisecond of a day. @param day as `dayNumber` returns it */
export function endOfDayNumber(day: number): Instant {
  return instantOf((day + 1) * DAY_MS - AHEAD_OF_UTC_MS - 1);
}

/** The first millisecond of a day. @param date `YYYY-MM-DD` */
export function startOfDay(date: string): Instant {
  return atHour(dayNumberOfDate(date), 0);
}

/** The last millisecond of a day. @param date `YYYY-MM-DD` */
export function endOfDay(date: string): Instant {
  return endOfDayNumber(dayNumberOfDate(date));
}

/** `YYYY-MM-DD` in Taipei. */
export function taipeiDay(instant: Instant): string {
  return taipeiMinute(instant).slice(0, 10);
}

/** `YYYY-MM-DD HH:MM` in Taipei. */
export function taipeiMinute(instant: Instant): string {
  return instantOf(millis(instant) + AHEAD_OF_UTC_MS)
    .slice(0, 16)
    .replace('T', ' ');
}

/** Whether the calendar has this day, `YYYY-MM-DD`; Date.parse alone reads 30 February as 2 March. */
export function isDay(value: unknown): boolean {
  // The years in which this product and its database can have a day.
  if (typeof value !== 'string' || !/^[12]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(time) && instantOf(time).startsWith(value);
}
