/** review_inbox_v1: a row per applicant who was sent at least once. */
import type { ApplicantStatus, Holder, Relation } from '../../domain/binding/vocabulary.js';
import { headColumns } from '../folding/folded-read-model.js';
import { instant, integer, table, text, type RowOf } from '../folding/table.js';
import type { ReviewCode } from './review-code.js';

export const inboxRequestTable = table('review_inbox_request_v1', headColumns);

export const reviewInboxTable = table('review_inbox_v1', {
  request_id: text().key(),
  applicant_id: text().key(),
  school_id: text(),
  class_id: text(),
  case_number: text(),
  status: text<ApplicantStatus>(),
  review: text<ReviewCode>(),
  /** Null once the review is over. */
  holder: text<Holder>().nullable(),
  /** Role that decided; null before. */
  decided_by: text<Holder>().nullable(),
  /** When the review is due; null when it is over, or when the last holder has it. */
  due_at: instant().nullable(),
  sent_at: instant(),
  dossier_revision: integer(),
  relation: text<Relation>(),
  /** Sealed JSON {name, number}; subject studentId, field `student`. */
  student: text(),
  student_id: text(),
  /** Sealed; subject applicantId, field `name`. */
  applicant_name: text(),
  revision: integer(),
});

export type InboxRow = RowOf<typeof reviewInboxTable>;

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
