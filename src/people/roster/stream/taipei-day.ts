/** Without daylight saving time since 1980. */
const AHEAD_OF_UTC_MS = 8 * 3_600_000;

/** `YYYY-MM-DD` of an instant in Taipei. */
export function taipeiDay(instant: string): string {
  return new Date(Date.parse(instant) + AHEAD_OF_UTC_MS).toISOString().slice(0, 10);
}
