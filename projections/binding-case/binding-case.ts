/** binding_case: the case page. One row per request; the document beside the columns that lists and timers look for. */
import { deadlines } from '../../domain/binding/time/deadlines.js';
import { SETTLED } from '../../domain/binding/state.js';
import { foldCase, type CaseDocument } from './case-document.js';
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';

interface CaseRow extends HeadColumns {
  readonly school_id: string;
  readonly class_id: string;
  readonly student_id: string;
  readonly login_id: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly closed: boolean;
  /** When the workflow must have moved the case at the latest: the earliest deadline or account creation under way. */
  readonly next_due_at: string | null;
  readonly opened_at: string;
  readonly updated_at: string;
}

export const bindingCase = foldedReadModel<CaseDocument, CaseRow>({
  name: 'binding_case',
  version: 1,
  fold: foldCase,
  head: {
    name: 'binding_case_v1',
    key: ['request_id'],
    columns: {
      request_id: 'text',
      revision: 'integer',
      document: 'text',
      school_id: 'text',
      class_id: 'text',
      student_id: 'text',
      login_id: 'text',
      stage: 'text',
      outcome: 'text',
      closed: 'boolean',
      next_due_at: 'timestamptz',
      opened_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
  },
  headColumns: ({ state, openedAt, updatedAt }) => ({
    school_id: state.schoolId,
    class_id: state.classId,
    student_id: state.studentId,
    login_id: state.loginId,
    stage: state.stage,
    outcome: state.outcome ?? null,
    closed: state.stage === 'closed',
    next_due_at: nextDueAt(state),
    opened_at: openedAt,
    updated_at: updatedAt,
  }),
});

function nextDueAt(state: CaseDocument['state']): string | null {
  const accounts = state.applicants.filter(({ status }) => !SETTLED.includes(status)).map(({ dueAt }) => dueAt);
  const times = [...deadlines(state).map(({ dueAt }) => dueAt), ...accounts].filter((time) => time !== undefined);
  // RFC 3339 in UTC with milliseconds: the order of the text is the order of time.
  return times.toSorted()[0] ?? null;
}

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

/** For reconcile: the open cases in their order, and those of them that had an event of late. */
export const bindingCaseOpenIndexes = `
create index binding_case_v1_open on binding_case_v1 (request_id) include (revision) where not closed;
create index binding_case_v1_updated on binding_case_v1 (updated_at) where not closed;
`;
