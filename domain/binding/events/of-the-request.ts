/** Events of the request as a whole: opening, the student's data, the consent, closing. */
import { event, type EventDeclarations } from '../../event-declaration/event.js';
import { code, due, instant, list, number, optional, records, sealed, text } from '../../event-declaration/fields.js';
import type { ApplicantStatus, Channel, DisputeHolder, Outcome } from '../vocabulary.js';
import { FAMILY_CLOCK, REMINDED, STUDENT } from './fields.js';

const CONSENT = {
  textVersion: text('Of the consent text that the family read.'),
  textSha256: text('Of the same text, in lower-case hexadecimal.'),
  method: code<'online' | 'paper'>(),
  paperDate: optional(text('`YYYY-MM-DD`, of a consent on paper.')),
} as const;

export const OF_THE_REQUEST = {
  BindingRequestOpened: event('A family, or the registrar at the counter, opens a request for a student.', {
    caseNumber: text(),
    schoolId: text(),
    studentId: text(),
    classId: text(),
    loginId: text('Of the parent, also where the registrar opens it.'),
    channel: text<Channel>(),
    policyVersion: text('Its periods hold for this request until it is closed.'),
    rosterVersion: number(),
    student: STUDENT,
    ...FAMILY_CLOCK,
  }),
  StudentInfoConfirmed: event('The family confirms the data of the student that the school has.', {
    shownVersion: number('Of the roster entry that was on the screen.'),
    ...FAMILY_CLOCK,
  }),
  StudentInfoDisputed: event(
    'The family says that the data of the student are wrong; its clock stops until the school has answered.',
    {
      note: sealed({ as: 'disputeNote', subject: 'studentId', readers: ['family', 'school'], auditor: 'hidden' }),
      holder: code<DisputeHolder>(),
      dueAt: due(),
    },
  ),
  DisputeEscalated: event('The office that should have answered the dispute let its time pass; the next one has it.', {
    holder: code<DisputeHolder>(),
    dueAt: optional(due('Absent when the dispute is listed to the administrator.')),
    from: code<DisputeHolder>(),
  }),
  StudentInfoCorrected: event('The school corrects the data of the student.', {
    changes: sealed(
      { as: 'changes', subject: 'studentId', readers: [], auditor: 'hidden' },
      'JSON {name?, classId?, studentNumber?}: what the roster says now and said otherwise before.',
    ),
    rosterVersion: number(),
    classId: text(),
    student: STUDENT,
    ...FAMILY_CLOCK,
  }),
  StudentInfoKept: event('The school says that the disputed data are right.', {
    note: sealed({ as: 'keepNote', subject: 'studentId', readers: ['family', 'school'], auditor: 'hidden' }),
    ...FAMILY_CLOCK,
  }),
  ConsentGiven: event('The family consents and goes on to apply.', { ...CONSENT, ...FAMILY_CLOCK }),
  ConsentRefused: event('The family does not join; the request closes in the same batch.', {
    ...CONSENT,
    decision: code<'agree' | 'disagree'>('A family may agree to the text and still not join.'),
  }),
  RequestReminderDue: event('The family is reminded of what it has not finished.', {
    ...REMINDED,
    kind: code<'unfinished' | 'paper-form'>(),
    applicantIds: optional(list<string>('Whose paper form is awaited.')),
  }),
  DeadlinesShifted: event('A day that counted fell away, or nobody could be served for a time: deadlines move.', {
    reason: text<'closed-day' | 'outage'>(),
    calendarVersion: optional(text('Of a closed day.')),
    expiresAt: optional(instant('Of the family, after an outage.')),
    disputeDueAt: optional(instant()),
    applicants: records(
      { applicantId: text(), dueAt: optional(instant()), paperDueAt: optional(instant()) },
      'The new times, of those applicants whose deadline moved.',
    ),
  }),
  BindingRequestClosed: event('Every applicant is settled, or there is nothing left to apply for.', {
    outcome: code<Outcome>(),
    results: records({ applicantId: text(), state: text<ApplicantStatus>() }),
    reason: optional(
      sealed(
        { as: 'withdrawalReason', subject: 'studentId', readers: [], auditor: 'hidden' },
        'Of a withdrawal before there was an applicant to withdraw.',
      ),
    ),
  }),
  PersonalDataErased: event('The personal data of a person are gone: the keys of the sealed values are deleted.', {
    subjectId: text('An applicantId, or the studentId for everybody in the request.'),
    ground: code(),
  }),
} as const satisfies EventDeclarations;
