/** Events of the SSO account that an approved applicant gets. */
import { event, type EventDeclarations } from '../../event-declaration/event.js';
import { code, due, flag, number, sealed, text } from '../../event-declaration/fields.js';

const ACCOUNT = { applicantId: text(), accountId: text() } as const;

export const OF_THE_ACCOUNT = {
  AccountCreationStarted: event('An account is being created for an applicant.', {
    ...ACCOUNT,
    attempt: number('From 1; raised when the administrator tries again.'),
    dueAt: due('When the attempt counts as failed.'),
  }),
  AccountCreated: event('The applicant has a new account.', ACCOUNT),
  AccountLinked: event('The applicant had an account already; it is bound to the student.', ACCOUNT),
  ApplicantEmailTaken: event('The e-mail address belongs to the account of another person; the family gives another.', {
    applicantId: text(),
    dueAt: due(),
  }),
  AccountCreationFailed: event('No account could be created; the administrator decides how to go on.', {
    applicantId: text(),
    reason: code('A code, of the identity provider or of ours.'),
  }),
  AccountAbandoned: event('The administrator gives the account up; the applicant is settled without one.', {
    applicantId: text(),
    reason: sealed({ as: 'abandonReason', subject: 'applicantId', readers: [], auditor: 'hidden' }),
  }),
  AccountReleased: event('The applicant was put out: the account is let go of. May follow the closing.', {
    ...ACCOUNT,
    disabled: flag('False: another case still uses the account.'),
  }),
} as const satisfies EventDeclarations;
