/** review_inbox: what reviewers have on their table. A row per applicant who was sent at least once; oldest due first. */
import type { ApplicantState } from '../../domain/binding/state.js';
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';
import { foldLean, type LeanRequest } from '../folding/lean-request.js';
import { reviewCodeOf } from './review-code.js';
import { inboxRequestTable, reviewInboxTable, type InboxRow } from './review-inbox-tables.js';

export const reviewInbox = foldedReadModel<LeanRequest, HeadColumns, InboxRow>({
  name: 'review_inbox',
  version: 1,
  fold: foldLean,
  head: inboxRequestTable,
  headColumns: () => ({}),
  rows: reviewInboxTable,
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
