/** student_binding: who is bound, or on the way, to which pupil; and the cases of each pupil. For cards, rules and 綁定率. */
import { foldedReadModel } from '../folding/folded-read-model.js';
import { foldLean, type LeanRequest } from '../folding/lean-request.js';
import {
  BOUND,
  studentBindingTable,
  studentCaseTable,
  type BindingRow,
  type StudentCaseRow,
} from './student-binding-tables.js';

export const studentBinding = foldedReadModel<LeanRequest, StudentCaseRow, BindingRow>({
  name: 'student_binding',
  version: 1,
  fold: foldLean,
  head: studentCaseTable,
  headColumns: ({ request, openedAt }) => ({
    student_id: request.studentId,
    school_id: request.schoolId,
    class_id: request.classId,
    login_id: request.loginId,
    stage: request.stage,
    outcome: request.outcome ?? null,
    opened_at: openedAt,
  }),
  rows: studentBindingTable,
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
