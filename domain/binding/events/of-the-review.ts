/** Events of the school's review. */
import { event, type EventDeclarations } from '../../event-declaration/event.js';
import { code, due, flag, instant, list, number, optional, sealed, text } from '../../event-declaration/fields.js';
import type { CorrectableField, Holder } from '../vocabulary.js';
import { ASSIGNED, NOTE, REMINDED } from './fields.js';

const DECIDED = {
  applicantId: text(),
  dossierRevision: number('Of the application that the reviewer saw.'),
} as const;

export const OF_THE_REVIEW = {
  ReviewReassigned: event(
    'The student has changed class; reviews that lay with the class teacher go to the new one. Names no applicant when there was none.',
    { ...ASSIGNED, classId: text(), rosterVersion: number() },
  ),
  ReviewTakenOver: event('The registrar takes the review over (註冊組代審).', {
    ...ASSIGNED,
    reason: sealed({ as: 'takeOverReason', subject: 'studentId', readers: [], auditor: 'hidden' }),
  }),
  ReviewEscalated: event('The holder of the review let its time pass; the next office has it.', {
    ...ASSIGNED,
    from: code<Holder>(),
  }),
  ReviewReminderDue: event('The holder of a review is reminded.', {
    ...REMINDED,
    kind: code<'review'>(),
    applicantIds: list<string>(),
    holder: code<Holder>(),
  }),
  ApplicantApproved: event('The school approves an applicant.', {
    ...DECIDED,
    formChecked: flag('The reviewer has compared the data with the form.'),
    effectiveAt: instant(),
  }),
  ApplicantRejected: event('The school rejects an applicant.', {
    ...DECIDED,
    reasonCode: code(),
    note: optional(NOTE),
  }),
  CorrectionRequested: event('The school asks the family to correct these fields of one applicant until `dueAt`.', {
    ...DECIDED,
    fields: list<CorrectableField>(),
    reasonCode: code(),
    note: optional(NOTE),
    dueAt: due(),
  }),
  ReviewDecisionRefused: event('The rules refused a decision of a reviewer; nothing else has changed.', {
    ...DECIDED,
    decision: code<'approve' | 'reject' | 'request-correction'>(),
    code: code('Of the refusals in domain/binding/refusals.ts.'),
  }),
} as const satisfies EventDeclarations;
