/** 綁定率 of schools and classes on one day, with small classes guarded. Nothing here looks anything up. */
import type { ClassCount, CountedSchool } from '../../../projections/enrolment/binding-rate-queries.js';
import { bilingual, either, list, named, orNull, shape, text, whole, type ViewOf } from '../http/answers/shape.js';
import { Type } from 'typebox';

const share = () => orNull(Type.Number({ minimum: 0, maximum: 1, example: 0.8462 }));
const CLASS_RATE = shape({
  classId: text('301'),
  numerator: whole(22),
  denominator: whole(26),
  rate: share(),
  withTwo: whole(9),
});
const GUARDED_CLASS = shape({ classId: text('302'), tooFew: Type.Literal(true) });
const SCHOOL_RATE = shape({
  schoolId: text('T99'),
  name: text('測試國中1'),
  numerator: whole(512),
  denominator: whole(605),
  rate: share(),
  withTwo: whole(201),
  excluded: shape({
    suspended: whole(3),
    'experimental-education': whole(1),
    placement: whole(0),
    other: whole(0),
  }),
  classes: list(either(CLASS_RATE, GUARDED_CLASS)),
});
export const BINDING_RATE = named(
  'BindingRate',
  shape({ asOf: text('2026-11-30'), definition: bilingual('綁定率＝…'), schools: list(SCHOOL_RATE) }),
);
export type BindingRate = ViewOf<typeof BINDING_RATE>;
export type SchoolRate = ViewOf<typeof SCHOOL_RATE>;
export type ClassRate = SchoolRate['classes'][number];

export const DEFINITION = {
  'zh-TW':
    '綁定率＝分子÷分母。分母：當日（臺北時間）結束時在學的學生，不含休學、實驗教育、社福安置及其他經學校註記不列入者。分子：其中當日結束時至少有一位家長或監護人的親子綁定帳號已建立且有效者。學生數不足 5 人的班級不列數字；為避免由全校數字回推，另一個人數最少的班級也可能不列。',
  en: 'Binding rate = numerator ÷ denominator. Denominator: the pupils enrolled at the end of the day in Taipei, without those who are suspended, in experimental education, in placement, or marked by the school as not counted. Numerator: those of them for whom, at the end of that day, the bound account of at least one parent or guardian exists and is in force. A class with fewer than 5 pupils is not shown; the smallest other class may be left out as well, so that no class can be found by subtraction.',
} as const;

/** A class with fewer pupils is not shown: its rate would say something of each of them. */
const FEWEST = 5;

/** @param classId only this class of each school; the totals stay those of the school. */
export function bindingRate(
  asOf: string,
  schools: readonly CountedSchool[],
  counts: readonly ClassCount[],
  classId?: string,
): BindingRate {
  const bySchool = new Map<string, ClassCount[]>();
  for (const count of counts) bySchool.set(count.schoolId, [...(bySchool.get(count.schoolId) ?? []), count]);
  return {
    asOf,
    definition: DEFINITION,
    schools: schools.map((school) => {
      const found = schoolRate(school, bySchool.get(school.schoolId) ?? []);
      if (classId === undefined) return found;
      return { ...found, classes: found.classes.filter((one) => one.classId === classId) };
    }),
  };
}

function schoolRate({ schoolId, name }: CountedSchool, counts: readonly ClassCount[]): SchoolRate {
  const sum = (of: (count: ClassCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const [numerator, denominator] = [sum((one) => one.numerator), sum((one) => one.denominator)];
  const guarded = guardedClasses(counts);
  return {
    schoolId,
    name,
    numerator,
    denominator,
    rate: rateOf(numerator, denominator),
    withTwo: sum((one) => one.withTwo),
    excluded: {
      suspended: sum((one) => one.suspended),
      'experimental-education': sum((one) => one.experimentalEducation),
      placement: sum((one) => one.placement),
      other: sum((one) => one.other),
    },
    classes: counts.map((one) => (guarded.has(one.classId) ? guardedClass(one) : classRate(one))),
  };
}

/**
 * The classes that are not shown. Where a single one of them has pupils, the school's totals less the others would show
 * it, so the smallest other class is left out with it.
 */
function guardedClasses(counts: readonly ClassCount[]): ReadonlySet<string> {
  const tooFew = counts.filter(({ denominator }) => denominator < FEWEST);
  const withPupils = tooFew.filter(({ denominator }) => denominator > 0);
  const others = counts.filter(({ denominator }) => denominator >= FEWEST);
  const [smallest] = others.toSorted((a, b) => a.denominator - b.denominator || (a.classId < b.classId ? -1 : 1));
  const beside = withPupils.length === 1 && smallest ? [smallest] : [];
  return new Set([...tooFew, ...beside].map(({ classId }) => classId));
}

function guardedClass({ classId }: ClassCount): ClassRate {
  return { classId, tooFew: true };
}

function classRate({ classId, numerator, denominator, withTwo }: ClassCount): ClassRate {
  return { classId, numerator, denominator, rate: rateOf(numerator, denominator), withTwo };
}

/** Four digits; null for 0 of 0. */
function rateOf(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 10_000;
}
