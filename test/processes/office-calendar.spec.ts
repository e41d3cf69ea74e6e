import { describe, expect, it } from '@jest/globals';
import { calendarWarning } from '../../src/processes/office-calendar.js';

describe('the office calendar at the start of a worker', () => {
  it('is said to run out 60 days before, and after its end', () => {
    expect(calendarWarning(new Date('2027-10-01T00:00:00Z'), '2027-12-31')).toBeUndefined();
    for (const late of ['2027-11-15T00:00:00Z', '2028-03-01T00:00:00Z'])
      expect(calendarWarning(new Date(late), '2027-12-31')).toContain('known until 2027-12-31');
  });
});
