/**
 * Who was enrolled where on which day. A period holds for a day when the day is not before `from_day` and before
 * `to_day`: what counts is how things are at the end of the day in Taipei.
 */
import { boolean, createTable, day, instant, integer, table, text, type RowOf } from '../folding/table.js';

/** Why a pupil is left out of the 綁定率, as the roster says it. */
export const EXCLUSIONS = ['experimental-education', 'placement', 'other'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

export const enrolmentPeriodTable = table('enrolment_period_v1', {
  school_id: text().key(),
  student_id: text().key(),
  from_day: day().key(),
  /** Null while it goes on. */
  to_day: day().nullable(),
  class_id: text(),
  /** 休學. */
  suspended: boolean(),
  excluded: text<Exclusion>().nullable(),
});

export const enrolmentSchoolTable = table('enrolment_school_v1', {
  school_id: text().key(),
  added_on: day(),
  /** As it is called now. */
  name: text(),
});

/** How far each school's stream has been applied. */
export const enrolmentStreamTable = table('enrolment_stream_v1', {
  stream: text().key().bytewise(),
  revision: integer(),
});

/** Events of an import whose end has not come yet: until then none of them counts. */
export const enrolmentPendingTable = table('enrolment_pending_v1', {
  stream: text().key().bytewise(),
  revision: integer().key(),
  /** The import and its attempt. */
  import_key: text(),
  type: text(),
  /** JSON of the fields that are read here; no value of a person. */
  data: text(),
  at: instant(),
});

export type PeriodRow = RowOf<typeof enrolmentPeriodTable>;
export type SchoolRow = RowOf<typeof enrolmentSchoolTable>;
export type PendingRow = RowOf<typeof enrolmentPendingTable>;

export const enrolmentTables = [
  createTable(enrolmentPeriodTable),
  'create index enrolment_period_v1_student on enrolment_period_v1 (student_id);\n',
  createTable(enrolmentSchoolTable),
  createTable(enrolmentStreamTable),
  createTable(enrolmentPendingTable),
].join('');
