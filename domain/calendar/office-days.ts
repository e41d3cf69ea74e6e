/**
 * 政府行政機關辦公日曆表 (office calendar of the Directorate-General of Personnel Administration), as data: the weekdays
 * that are no office days, and the Saturdays that are. Made from the Python library `holidays` 0.109, which agrees with
 * `taiwan-holidays` 0.2027.0 on every day of these years. A year's calendar is announced in the summer before and may
 * still change: a change is a new version, never an edit, since a decision names the version it used.
 */
export interface OfficeYear {
  /** `MM-DD`, Monday to Friday. */
  readonly closed: readonly string[];
  /** `MM-DD`, make-up days on a Saturday. */
  readonly makeUp: readonly string[];
}

/** @param rows `MM-DD`, parted by spaces */
function days(...rows: readonly string[]): readonly string[] {
  return rows.flatMap((row) => row.split(' '));
}

export const TW_2027_1: Readonly<Record<number, OfficeYear>> = {
  2025: {
    closed: days('01-01 01-27 01-28 01-29 01-30 01-31 02-28 04-03 04-04 05-30', '09-29 10-06 10-10 10-24 12-25'),
    makeUp: days('02-08'),
  },
  2026: {
    closed: days('01-01 02-16 02-17 02-18 02-19 02-20 02-27 04-03 04-06 05-01', '06-19 09-25 09-28 10-09 10-26 12-25'),
    makeUp: days(),
  },
  2027: {
    closed: days(
      '01-01 02-04 02-05 02-08 02-09 02-10 03-01 04-05 04-06 04-30',
      '06-09 09-15 09-28 10-11 10-25 12-24 12-31',
    ),
    makeUp: days(),
  },
};
