/** binding_case_v1: one row per request, with the case document and the columns that lists and timers query. */
import { headColumns } from '../folding/folded-read-model.js';
import { boolean, instant, table, text, type RowOf } from '../folding/table.js';
import type { Outcome, Stage } from '../../domain/binding/vocabulary.js';

export const bindingCaseTable = table('binding_case_v1', {
  ...headColumns,
  school_id: text(),
  class_id: text(),
  student_id: text(),
  login_id: text(),
  stage: text<Stage>(),
  outcome: text<Outcome>().nullable(),
  closed: boolean(),
  /**
   * When the workflow must have moved the case at the latest: the earliest deadline or account creation under way. Of a
   * closed case: it still has an account to disable.
   */
  next_due_at: instant().nullable(),
  opened_at: instant(),
  updated_at: instant(),
});

export type BindingCaseRow = RowOf<typeof bindingCaseTable>;

export const bindingCaseTables = `
create table binding_case_v1 (
  request_id text primary key,
  revision integer not null,
  document text not null,
  school_id text not null,
  class_id text not null,
  student_id text not null,
  login_id text not null,
  stage text not null,
  outcome text,
  closed boolean not null,
  next_due_at timestamptz,
  opened_at timestamptz not null,
  updated_at timestamptz not null
);
create index binding_case_v1_login on binding_case_v1 (login_id, opened_at desc);
create index binding_case_v1_due on binding_case_v1 (next_due_at) where not closed;
create view binding_case as select * from binding_case_v1;
`;

/** For the lists of a school. */
export const bindingCaseSchoolIndex = `
create index binding_case_v1_school on binding_case_v1 (school_id, opened_at desc, request_id desc);
`;

/** For reconcile: the open cases in their order, and those with a recent event. */
export const bindingCaseOpenIndexes = `
create index binding_case_v1_open on binding_case_v1 (request_id) include (revision) where not closed;
create index binding_case_v1_updated on binding_case_v1 (updated_at) where not closed;
`;

/** For reconcile: the few closed cases of which an account is still to be disabled. */
export const bindingCaseReleasingIndex = `
create index binding_case_v1_releasing on binding_case_v1 (request_id) include (revision) where closed and next_due_at is not null;
`;
