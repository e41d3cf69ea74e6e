/** What a cell says: spreadsheets and input methods write the same value in several ways. */
import { plain } from '../../../../../domain/identity/typed.js';

/**
 * Full-width letters and digits become plain ones, leading zeros stay. A spreadsheet writes an apostrophe before what it
 * keeps as text (`'0012`), and the export writes one before what a spreadsheet would take for a formula.
 */
export function cellText(cell: string): string {
  const text = plain(cell.replaceAll(/\p{Cc}+/gu, ' '));
  return text.startsWith("'") ? text.slice(1).trim() : text;
}

const SEVERAL = /[;；、]/u;

/** The values of a cell that holds several, by `;`. */
export function cellList(cell: string): readonly string[] {
  return cell
    .split(SEVERAL)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const ISO = /^(?<year>[12]\d{3})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})$/u;
const ISO_DIGITS = /^(?<year>[12]\d{3})(?<month>\d{2})(?<day>\d{2})$/u;
const MINGUO = /^(?:民國)?\s*(?<year>\d{1,3})\s*[-/.年]\s*(?<month>\d{1,2})\s*[-/.月]\s*(?<day>\d{1,2})\s*日?$/u;
const MINGUO_DIGITS = /^(?:民國)?(?<year>\d{2,3})(?<month>\d{2})(?<day>\d{2})$/u;
/** 民國 1 is 1912. */
const MINGUO_OFFSET = 1911;

/**
 * A day as `YYYY-MM-DD`; null when the calendar has none such. Takes ISO dates (also with `/`, `.` or no separator) and
 * 民國 dates: `1130901`, `113/09/01`, `民國113年9月1日`.
 */
export function parseDay(text: string): string | null {
  const western = ISO.exec(text) ?? ISO_DIGITS.exec(text);
  if (western?.groups) return dayOf(western.groups, 0);
  const minguo = MINGUO.exec(text) ?? MINGUO_DIGITS.exec(text);
  return minguo?.groups ? dayOf(minguo.groups, MINGUO_OFFSET) : null;
}

function dayOf(groups: Readonly<Record<string, string>>, offset: number): string | null {
  const year = String(Number(groups['year']) + offset).padStart(4, '0');
  const day = [year, groups['month']?.padStart(2, '0'), groups['day']?.padStart(2, '0')].join('-');
  const time = Date.parse(`${day}T00:00:00.000Z`);
  // Date.parse alone takes the 30th of February for the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}
