import { describe, expect, it } from '@jest/globals';
import { policyOf } from '../../domain/binding/time/policy.js';
import {
  calendarOf,
  CURRENT_CALENDAR,
  endOfCalendarDay,
  endOfWorkingDay,
  isOfficeDay,
} from '../../domain/calendar/working-days.js';

const calendar = calendarOf(CURRENT_CALENDAR);
/** A time on a clock in Taipei. */
const taipei = (text: string) => new Date(`${text}+08:00`).toISOString();

describe('working days', () => {
  it.each([
    ['Monday morning', '2026-11-02T08:00:00.000', 5, '2026-11-09'],
    ['Friday night', '2026-11-06T23:59:59.999', 1, '2026-11-09'],
    ['Saturday', '2026-11-07T12:00:00.000', 1, '2026-11-09'],
    ['Sunday', '2026-11-08T12:00:00.000', 5, '2026-11-13'],
    ['the first moment of a Monday', '2026-11-09T00:00:00.000', 1, '2026-11-10'],
    ['over the new year', '2026-12-31T10:00:00.000', 10, '2027-01-15'],
    ['over the lunar new year', '2027-02-03T10:00:00.000', 1, '2027-02-11'],
    ['before a Saturday made up for', '2025-02-07T10:00:00.000', 1, '2025-02-08'],
    ['a leap day', '2028-02-28T10:00:00.000', 1, '2028-02-29'],
    ['before 1970', '1969-12-31T10:00:00.000', 2, '1970-01-02'],
  ])('do not count the first day: from %s', (_when, from, n, last) =>
    expect(endOfWorkingDay(taipei(from), n, calendar)).toBe(taipei(`${last}T23:59:59.999`)),
  );

  it('begin and end at midnight in Taipei, not in Greenwich', () => {
    expect(endOfWorkingDay('2026-11-02T15:59:59.999Z', 1, calendar)).toBe('2026-11-03T15:59:59.999Z');
    expect(endOfWorkingDay('2026-11-02T16:00:00.000Z', 1, calendar)).toBe('2026-11-04T15:59:59.999Z');
  });

  it('skip the days on which this school is closed', () => {
    const onVacation = calendarOf(CURRENT_CALENDAR, [{ from: '2026-11-04', to: '2026-11-06' }]);
    expect(endOfWorkingDay(taipei('2026-11-02T08:00:00.000'), 2, onVacation)).toBe(taipei('2026-11-09T23:59:59.999'));
  });

  it('are looked for no longer than 400 days in a closure that never ends', () => {
    const shut = calendarOf(CURRENT_CALENDAR, [{ from: '2026-11-01', to: '2099-12-31' }]);
    const last = Date.parse(endOfWorkingDay('2026-11-02T02:00:00.000Z', 1, shut));
    expect((last - Date.parse('2026-11-02T15:59:59.999Z')) / 86_400_000).toBe(401);
  });

  it('are those of 2026-11-02 still, for a decision of that day', () =>
    expect(endOfWorkingDay(taipei('2026-12-24T10:00:00.000'), 1, calendarOf('mon-fri-1'))).toBe(
      taipei('2026-12-25T23:59:59.999'),
    ));

  it.each([
    [2025, 118],
    [2026, 120],
    [2027, 121],
  ])('leave out as many days of %i as the office calendar announces: %i', (year, off) => {
    const days = Array.from({ length: 365 }, (_, i) => new Date(Date.UTC(year, 0, 1 + i)).toISOString().slice(0, 10));
    expect(days.filter((day) => !isOfficeDay(day, calendar))).toHaveLength(off);
  });

  it('know no calendar but those of this release', () =>
    expect(() => calendarOf('taiwan-2031')).toThrow('unknown calendar version'));
});

describe('calendar days', () => {
  it('do not count the first day either', () =>
    expect(endOfCalendarDay(taipei('2026-11-02T10:00:00.000'), 30)).toBe(taipei('2026-12-02T23:59:59.999')));
});

describe('the policy', () => {
  const from = '2026-11-02T02:00:00.000Z';
  const periods = (version: string) => {
    const policy = policyOf(version, CURRENT_CALENDAR);
    return {
      unfinished: policy.unfinished(from),
      review: policy.review(from),
      emailTaken: policy.emailTaken(from),
      accountCreation: policy.accountCreation(from),
    };
  };

  it('1 counts days as 行政程序法 Art. 48 does, and hours by the clock', () =>
    expect(periods('1')).toEqual({
      unfinished: '2026-12-02T15:59:59.999Z',
      review: '2026-11-09T15:59:59.999Z',
      emailTaken: '2026-11-16T15:59:59.999Z',
      accountCreation: '2026-11-03T02:00:00.000Z',
    }));

  it('demo makes a day, and an hour of account creation, a minute', () =>
    expect(periods('demo')).toEqual({
      unfinished: '2026-11-02T02:30:00.000Z',
      review: '2026-11-02T02:05:00.000Z',
      emailTaken: '2026-11-02T02:10:00.000Z',
      accountCreation: '2026-11-02T02:24:00.000Z',
    }));

  it('test makes them a second', () =>
    expect(periods('test')).toEqual({
      unfinished: '2026-11-02T02:00:30.000Z',
      review: '2026-11-02T02:00:05.000Z',
      emailTaken: '2026-11-02T02:00:10.000Z',
      accountCreation: '2026-11-02T02:00:24.000Z',
    }));

  it('does not guess the deadlines of a version it does not know', () =>
    expect(() => policyOf('2', CURRENT_CALENDAR)).toThrow('unknown policy version'));
});
