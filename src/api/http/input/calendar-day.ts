/** Days as people write them, `YYYY-MM-DD`, in Taipei. */

const TAIPEI = '+08:00';

/** Whether the calendar has this day; Date.parse alone takes the 30th of February for the 2nd of March. */
export function isDay(value: unknown): boolean {
  // The years in which this product and its database can have a day.
  if (typeof value !== 'string' || !/^[12]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** The first millisecond of a day, as RFC 3339 in UTC. */
export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00.000${TAIPEI}`).toISOString();
}

/** The last millisecond of a day, as RFC 3339 in UTC. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59.999${TAIPEI}`).toISOString();
}
