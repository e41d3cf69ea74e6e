/** review_inbox: what reviewers have on their table. A row per applicant who was sent at least once; oldest due first. */
import type { ApplicantState } from '../../domain/binding/state.js';
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';
import { foldLean, type LeanRequest } from '../folding/lean-request.js';
import { reviewCodeOf } from './review-code.js';

interface InboxRow {
  readonly request_id: string;
  readonly applicant_id: string;
  readonly school_id: string;
  readonly class_id: string;
  readonly case_number: string;
  readonly status: string;
  readonly review: string;
  /** Null once nobody at the school has to act. */
  readonly holder: string | null;
  readonly decided_by: string | null;
  /** Of the review; null when it is over, or when the last holder has it. */
  readonly due_at: string | null;
  readonly sent_at: string;
  readonly dossier_revision: number;
  readonly relation: string;
  /** Sealed. */
  readonly student: string;
  readonly student_id: string;
  /** Sealed. */
  readonly applicant_name: string;
  readonly revision: number;
}

export const reviewInbox = foldedReadModel<LeanRequest, HeadColumns, InboxRow>({
  name: 'review_inbox',
  version: 1,
  fold: foldLean,
  head: {
    name: 'review_inbox_request_v1',
    key: ['request_id'],
    columns: { request_id: 'text', revision: 'integer', document: 'text' },
  },
  headColumns: () => ({}),
  rows: {
    name: 'review_inbox_v1',
    key: ['request_id', 'applicant_id'],
    columns: {
      request_id: 'text',
      applicant_id: 'text',
      school_id: 'text',
      class_id: 'text',
      case_number: 'text',
      status: 'text',
      review: 'text',
      holder: 'text',
      decided_by: 'text',
      due_at: 'timestamptz',
      sent_at: 'timestamptz',
      dossier_revision: 'integer',
      relation: 'text',
      student: 'text',
      student_id: 'text',
      applicant_name: 'text',
      revision: 'integer',
    },
  },
  rowsOf: (lean) =>
    lean.request.applicants.flatMap((applicant) =>
      applicant.sentAt === undefined ? [] : [waiting(lean, applicant, applicant.sentAt)],
    ),
});

function waiting(lean: LeanRequest, applicant: ApplicantState, sentAt: string): InboxRow {
  const { requestId, revision, request, student, applicants } = lean;
  const pending = applicant.status === 'pending-review';
  return {
    request_id: requestId,
    applicant_id: applicant.applicantId,
    school_id: request.schoolId,
    class_id: request.classId,
    case_number: request.caseNumber,
    status: applicant.status,
    review: reviewCodeOf(applicant.status),
    holder: (pending && applicant.holder) || null,
    decided_by: applicant.decidedBy ?? null,
    due_at: (pending && applicant.dueAt) || null,
    sent_at: sentAt,
    dossier_revision: applicant.dossierRevision,
    relation: applicant.relation,
    student,
    student_id: request.studentId,
    applicant_name: applicants[applicant.applicantId]?.name ?? '',
    revision,
  };
}

export const reviewInboxTables = `
create table review_inbox_request_v1 (
  request_id text primary key,
  revision integer not null,
  document text not null
);
create table review_inbox_v1 (
  request_id text not null,
  applicant_id text not null,
  school_id text not null,
  class_id text not null,
  case_number text not null,
  status text not null,
  review text not null,
  holder text,
  decided_by text,
  due_at timestamptz,
  sent_at timestamptz not null,
  dossier_revision integer not null,
  relation text not null,
  student text not null,
  student_id text not null,
  applicant_name text not null,
  revision integer not null,
  primary key (request_id, applicant_id)
);
create index review_inbox_v1_order on review_inbox_v1
  (school_id, coalesce(due_at, timestamptz 'infinity'), sent_at, request_id, applicant_id);
create view review_inbox as select * from review_inbox_v1;
`;
