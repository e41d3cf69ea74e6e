/** student_binding: who is bound, or on the way, to which pupil; and the cases of each pupil. For cards, rules and 綁定率. */
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';
import { foldLean, type LeanRequest } from '../folding/lean-request.js';

interface StudentCaseRow extends HeadColumns {
  readonly student_id: string;
  readonly school_id: string;
  readonly class_id: string;
  readonly login_id: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly opened_at: string;
}

interface BindingRow {
  readonly student_id: string;
  readonly person_ref: string;
  readonly request_id: string;
  readonly applicant_id: string;
  /** Null before an account was created or linked. */
  readonly account_id: string | null;
  readonly status: string;
  /** When the status became what it is. */
  readonly since: string;
  readonly revision: number;
}

export const studentBinding = foldedReadModel<LeanRequest, StudentCaseRow, BindingRow>({
  name: 'student_binding',
  version: 1,
  fold: foldLean,
  head: {
    name: 'student_binding_case_v1',
    key: ['request_id'],
    columns: {
      request_id: 'text',
      revision: 'integer',
      document: 'text',
      student_id: 'text',
      school_id: 'text',
      class_id: 'text',
      login_id: 'text',
      stage: 'text',
      outcome: 'text',
      opened_at: 'timestamptz',
    },
  },
  headColumns: ({ request, openedAt }) => ({
    student_id: request.studentId,
    school_id: request.schoolId,
    class_id: request.classId,
    login_id: request.loginId,
    stage: request.stage,
    outcome: request.outcome ?? null,
    opened_at: openedAt,
  }),
  rows: {
    name: 'student_binding_v1',
    key: ['request_id', 'applicant_id'],
    columns: {
      student_id: 'text',
      person_ref: 'text',
      request_id: 'text',
      applicant_id: 'text',
      account_id: 'text',
      status: 'text',
      since: 'timestamptz',
      revision: 'integer',
    },
  },
  rowsOf: ({ requestId, revision, request, openedAt, applicants }) =>
    request.applicants.map(({ applicantId, personRef, status, account }) => ({
      student_id: request.studentId,
      person_ref: personRef,
      request_id: requestId,
      applicant_id: applicantId,
      account_id: BOUND.includes(status) ? (account?.accountId ?? null) : null,
      status,
      since: applicants[applicantId]?.since ?? openedAt,
      revision,
    })),
});

/** The states in which the person is bound to the pupil. */
export const BOUND: readonly string[] = ['account-created', 'account-linked'];

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
