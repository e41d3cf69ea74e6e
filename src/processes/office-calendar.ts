import { LAST_OFFICE_DAY_KNOWN } from '../../domain/calendar/working-days.js';

/** A year's calendar is announced in the summer before: this is time enough to bring a release with it. */
const WARN_DAYS_BEFORE = 60;
const DAY_MS = 86_400_000;

/** A warning for an operator whose office calendar has ended or is about to; undefined while there is time. */
export function calendarWarning(now: Date, lastKnown = LAST_OFFICE_DAY_KNOWN): string | undefined {
  const left = Math.floor((Date.parse(`${lastKnown}T16:00:00.000Z`) - now.getTime()) / DAY_MS);
  if (left > WARN_DAYS_BEFORE) return undefined;
  return `Taiwan's office days are known until ${lastKnown}; after that every Monday to Friday counts as a working day: install a newer release`;
}
