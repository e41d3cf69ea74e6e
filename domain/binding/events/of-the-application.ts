/** Events of what the family fills in, adds, sends and takes back. */
import { event, type EventDeclarations } from '../../event-declaration/event.js';
import {
  byId,
  changes,
  code,
  due,
  instant,
  list,
  number,
  optional,
  records,
  sealed,
  text,
} from '../../event-declaration/fields.js';
import type { Holder, Mode, PaperDocument, WithdrawalGround } from '../vocabulary.js';
import { APPLICANT, FAMILY_CLOCK, TYPED } from './fields.js';

export const OF_THE_APPLICATION = {
  ApplicationFilled: event('The family fills in who applies; an earlier form that was never sent is replaced.', {
    mode: code<Mode>(),
    applicants: records(APPLICANT),
    ...FAMILY_CLOCK,
  }),
  ApplicantAmended: event('The family changes fields of one applicant.', {
    applicantId: text(),
    changed: changes(TYPED, 'What was typed again; a reference comes with its value. Absent fields are as before.'),
    expiresAt: optional(instant('While an applicant is drafted: a correction has a clock of its own.')),
    remindAt: FAMILY_CLOCK.remindAt,
  }),
  EmailProven: event('The code that was sent to the e-mail address of an applicant came back.', {
    applicantId: text(),
    emailRef: text(),
    effectiveAt: optional(
      instant('Where it replaces an address that was taken: when the applicant is approved again.'),
    ),
  }),
  EvidenceAdded: event('A file that proves the relation is added to an applicant.', {
    applicantId: text(),
    evidenceId: text(),
    sha256: text(),
    type: text('Media type.'),
    size: number('Bytes.'),
  }),
  EvidenceRemoved: event('A file is removed from an applicant.', { applicantId: text(), evidenceId: text() }),
  PaperFormReceived: event('The school records documents that came on paper.', {
    applicantId: text(),
    documents: list<PaperDocument>(),
    reviewDueAt: optional(due('Absent while the applicant is not under review.')),
    remindAt: optional(instant()),
  }),
  SignedConsentSent: event('The family sends the signed form (送出申請); the review of these applicants begins.', {
    applicantIds: list<string>(),
    textVersion: text(),
    dossierRevisions: byId<number>('By applicantId: what the family saw when it signed.'),
    holder: code<Holder>(),
    reviewDueAt: due('While the school waits for the paper form: the latest it can be.'),
    remindAt: optional(instant()),
    paperDueAt: optional(instant('Where the school asks for the paper form and does not have it yet.')),
    paperRemindAt: optional(instant()),
  }),
  ApplicationRecalled: event('The family takes these applicants back from the review, to change them.', {
    applicantIds: list<string>(),
    ...FAMILY_CLOCK,
  }),
  ApplicantWithdrawn: event('An applicant is out without a decision.', {
    applicantId: text(),
    ground: code<WithdrawalGround>(),
    reason: optional(sealed({ as: 'withdrawalReason', subject: 'studentId', readers: [], auditor: 'hidden' })),
  }),
  ApplicantExpired: event('A deadline of the family passed; the applicant is out.', {
    applicantId: text(),
    kind: code('Which deadline.'),
  }),
} as const satisfies EventDeclarations;
