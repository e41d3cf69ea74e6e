/** Arithmetic on given instants; no function here reads the clock. */

/** RFC 3339 in UTC with milliseconds. */
export type Instant = string;

export function millis(instant: Instant): number {
  return Date.parse(instant);
}

export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}

export function later(instant: Instant, ms: number): Instant {
  return instantOf(millis(instant) + ms);
}

/** Negative when `a` comes first, as sort() wants it. */
export function byTime(a: Instant, b: Instant): number {
  return millis(a) - millis(b);
}

export function hasCome(dueAt: Instant, now: Instant): boolean {
  return millis(now) >= millis(dueAt);
}
