/** The binding rate as a table for a spreadsheet: a row for each school, then one for each of its classes. */
import type { BindingRate, ClassRate, SchoolRate } from './binding-rate.js';

const HEADER = [
  'as_of',
  'school',
  'name',
  'class',
  'numerator',
  'denominator',
  'rate',
  'with_two',
  'too_few',
  'suspended',
  'experimental_education',
  'placement',
  'other',
];
/** Without it a spreadsheet takes UTF-8 for another encoding. */
const BOM = '\uFEFF';

type Cell = string | number | null;

export function bindingRateCsv({ asOf, schools }: BindingRate): string {
  const rows = schools.flatMap((school) => [
    schoolRow(asOf, school),
    ...school.classes.map((one) => classRow(asOf, school, one)),
  ]);
  return BOM + [HEADER, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function schoolRow(asOf: string, school: SchoolRate): readonly Cell[] {
  const { schoolId, name, numerator, denominator, rate, withTwo, excluded } = school;
  const { suspended, placement, other, 'experimental-education': experimental } = excluded;
  const left = [suspended, experimental, placement, other];
  return [asOf, schoolId, name, null, numerator, denominator, shareText(rate), withTwo, null, ...left];
}

function classRow(asOf: string, { schoolId, name }: SchoolRate, one: ClassRate): readonly Cell[] {
  const place = [asOf, schoolId, name, one.classId];
  const nothing = [null, null, null, null];
  if ('tooFew' in one) return [...place, null, null, null, null, 'yes', ...nothing];
  return [...place, one.numerator, one.denominator, shareText(one.rate), one.withTwo, null, ...nothing];
}

function shareText(rate: number | null): string | null {
  return rate === null ? null : rate.toFixed(4);
}

/** What a spreadsheet would take for a formula begins with an apostrophe. */
function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
