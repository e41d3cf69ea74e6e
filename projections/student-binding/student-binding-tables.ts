/** student_binding_v1: a row per applicant and pupil. student_binding_case_v1: a row per case of a pupil. */
import type { ApplicantStatus, Outcome, Stage } from '../../domain/binding/vocabulary.js';
import { headColumns } from '../folding/folded-read-model.js';
import { instant, integer, table, text, type RowOf } from '../folding/table.js';

export const studentCaseTable = table('student_binding_case_v1', {
  ...headColumns,
  student_id: text(),
  school_id: text(),
  class_id: text(),
  login_id: text(),
  stage: text<Stage>(),
  outcome: text<Outcome>().nullable(),
  opened_at: instant(),
});

export const studentBindingTable = table('student_binding_v1', {
  student_id: text(),
  person_ref: text(),
  request_id: text().key(),
  applicant_id: text().key(),
  /** Null before an account was created or linked. */
  account_id: text().nullable(),
  status: text<ApplicantStatus>(),
  /** When the status became what it is. */
  since: instant(),
  revision: integer(),
});

export type StudentCaseRow = RowOf<typeof studentCaseTable>;
export type BindingRow = RowOf<typeof studentBindingTable>;

/** The states in which the person is bound to the pupil. */
export const BOUND: readonly ApplicantStatus[] = ['account-created', 'account-linked'];

export const studentBindingTables = `
create table student_binding_case_v1 (
  request_id text primary key,
  revision integer not null,
  document text not null,
  student_id text not null,
  school_id text not null,
  class_id text not null,
  login_id text not null,
  stage text not null,
  outcome text,
  opened_at timestamptz not null
);
create index student_binding_case_v1_student on student_binding_case_v1 (student_id, opened_at desc);
create table student_binding_v1 (
  student_id text not null,
  person_ref text not null,
  request_id text not null,
  applicant_id text not null,
  account_id text,
  status text not null,
  since timestamptz not null,
  revision integer not null,
  primary key (request_id, applicant_id)
);
create index student_binding_v1_student on student_binding_v1 (student_id);
create view student_binding as select * from student_binding_v1;
create view student_binding_case as select * from student_binding_case_v1;
`;

/** For who knows only the applicant: an administrator. */
export const studentBindingApplicantIndex = `
create index student_binding_v1_applicant on student_binding_v1 (applicant_id);
`;

/** For a sign-in: the pupils of an account. */
export const studentBindingAccountIndex = `
create index student_binding_v1_account on student_binding_v1 (account_id) where account_id is not null;
`;
