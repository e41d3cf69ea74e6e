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

const TIME = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A time as ours are written, on a day that the calendar has, in a year that PostgreSQL has too. */
export function isTime(value: unknown): value is string {
  if (typeof value !== 'string' || !TIME.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}

/** PostgreSQL stores no NUL. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}
