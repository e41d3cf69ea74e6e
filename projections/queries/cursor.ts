/** Where the next page of a list begins, as its reader carries it: opaque, and checked when it comes back. */

/** A cursor that the query did not make: 422 at the edge. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

export function writeOpaque(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What `writeOpaque` was given; empty for anything else. */
export function readOpaque(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const TIME = /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
/** Every month has it. */
const SHORTEST_MONTH = '28';

/** A time as ours are written, on a day that the calendar has, in a year that PostgreSQL has too. */
export function isTime(value: unknown): value is string {
  if (typeof value !== 'string' || !TIME.test(value)) return false;
  return value.slice(8, 10) <= SHORTEST_MONTH || isDay(value.slice(0, 10));
}

/** The 31st of April is read as the 1st of May, or not at all. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** PostgreSQL stores no NUL. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}
