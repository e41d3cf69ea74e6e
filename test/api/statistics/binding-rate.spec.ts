import { describe, expect, it } from '@jest/globals';
import type { ClassCount } from '../../../projections/enrolment/binding-rate-queries.js';
import { bindingRate } from '../../../src/api/statistics/binding-rate.js';
import { bindingRateCsv } from '../../../src/api/statistics/binding-rate-csv.js';
import { bindingRatePicture } from '../../../src/tools/cli/binding-rate-picture.js';

const SCHOOL = { schoolId: 'T99', name: '=測試, 國中' };

function count(classId: string, denominator: number, numerator = 0, more: Partial<ClassCount> = {}): ClassCount {
  const none = { withTwo: 0, suspended: 0, experimentalEducation: 0, placement: 0, other: 0 };
  return { schoolId: 'T99', classId, denominator, numerator, ...none, ...more };
}

function schoolOf(...counts: readonly ClassCount[]) {
  return bindingRate('2026-11-30', [SCHOOL], counts).schools[0]!;
}

function hidden(...counts: readonly ClassCount[]): readonly string[] {
  return schoolOf(...counts).classes.flatMap((one) => ('tooFew' in one ? [one.classId] : []));
}

describe('the binding rate of a school', () => {
  it('adds up its classes, with four digits', () => {
    const more = { withTwo: 3, suspended: 2, placement: 1 };
    expect(schoolOf(count('301', 26, 22, more), count('302', 7, 0, { other: 4 }))).toEqual({
      schoolId: 'T99',
      name: '=測試, 國中',
      numerator: 22,
      denominator: 33,
      rate: 0.6667,
      withTwo: 3,
      excluded: { suspended: 2, 'experimental-education': 0, placement: 1, other: 4 },
      classes: [
        { classId: '301', numerator: 22, denominator: 26, rate: 0.8462, withTwo: 3 },
        { classId: '302', numerator: 0, denominator: 7, rate: 0, withTwo: 0 },
      ],
    });
  });

  it('has no rate for 0 of 0', () => expect(schoolOf()).toMatchObject({ numerator: 0, denominator: 0, rate: null }));

  it('keeps its totals where only one class is asked for', () => {
    const [found] = bindingRate('2026-11-30', [SCHOOL], [count('301', 26), count('302', 7)], '302').schools;
    expect(found).toMatchObject({ denominator: 33, classes: [{ classId: '302', denominator: 7 }] });
  });
});

describe('a class with fewer than five pupils', () => {
  it('is not shown, and takes the smallest other one with it', () => {
    expect(hidden(count('301', 26), count('302', 4), count('303', 9), count('304', 12))).toEqual(['302', '303']);
    expect(hidden(count('301', 26), count('302', 5))).toEqual([]);
  });

  it('takes no other one with it where two are hidden already', () =>
    expect(hidden(count('301', 26), count('302', 4), count('303', 1))).toEqual(['302', '303']));

  it('takes another one with it where the second one hidden has no pupil who counts', () =>
    expect(hidden(count('301', 26), count('302', 4), count('303', 0), count('304', 8))).toEqual(['302', '303', '304']));

  it('stands alone where the school has no other', () => expect(hidden(count('301', 3))).toEqual(['301']));

  it('cannot be found by subtraction, whatever the classes are', () => {
    for (let round = 0; round < 500; round += 1) {
      const counts = Array.from({ length: 1 + (round % 6) }, (_, i) => count(`30${i}`, (round * 7 + i * 13) % 11, 0));
      const shut = counts.filter(({ classId, denominator }) => hidden(...counts).includes(classId) && denominator > 0);
      const open = counts.filter(({ classId }) => !hidden(...counts).includes(classId));
      expect(open.every(({ denominator }) => denominator >= 5)).toBe(true);
      expect(shut.length === 1 && open.length > 0).toBe(false);
    }
  });
});

describe('the binding rate as a file', () => {
  const rate = bindingRate('2026-11-30', [SCHOOL], [count('301', 26, 22), count('302', 3), count('303', 6)]);

  it('is a CSV that a spreadsheet reads, with no formula in it', () =>
    expect(bindingRateCsv(rate).split('\r\n').slice(1)).toEqual([
      `2026-11-30,T99,"'=測試, 國中",,22,35,0.6286,0,,0,0,0,0`,
      `2026-11-30,T99,"'=測試, 國中",301,22,26,0.8462,0,,,,,`,
      `2026-11-30,T99,"'=測試, 國中",302,,,,,yes,,,,`,
      `2026-11-30,T99,"'=測試, 國中",303,,,,,yes,,,,`,
      '',
    ]));

  it('is a picture with a bar for the school and for each class that is shown', () => {
    const svg = bindingRatePicture(rate);
    expect(svg).toMatch(/^<svg xmlns=/);
    expect(svg.match(/fill="#0b5cad"/g)).toHaveLength(4);
    expect(svg).toContain('84.62 %  (22 / 26)');
    expect(svg).toContain('未列');
    expect(svg).not.toContain('3 / 3');
  });
});
