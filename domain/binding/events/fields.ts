/** Fields that several events of a binding request share. */
import { due, instant, list, number, optional, sealed, text, code } from '../../event-declaration/fields.js';
import type { Holder, Relation } from '../vocabulary.js';

/** The family's clock, set again by each of its acts. */
export const FAMILY_CLOCK = {
  expiresAt: instant('When the request ends unfinished.'),
  remindAt: optional(instant('When the family is first reminded.')),
} as const;

export const REMINDED = {
  nth: number('How many there have been, with this one.'),
  nextAt: optional(instant('Absent: this was the last.')),
} as const;

/** A review that goes to an office, with that office's clock. */
export const ASSIGNED = {
  applicantIds: list<string>(),
  holder: code<Holder>(),
  reviewDueAt: optional(due('Absent on the list of the administrator, where only a person moves the case on.')),
  remindAt: optional(instant('When the holder is next reminded.')),
} as const;

export const STUDENT = sealed(
  { as: 'student', subject: 'studentId', readers: ['family', 'school'], auditor: 'student' },
  'JSON {name, number}. The family sees the name masked.',
);

/** What the family types, or types again, of an applicant. */
export const TYPED = {
  relation: text<Relation>(),
  personRef: text('Random; equal for the same person, and erasable.'),
  emailRef: text('Random; equal for the same address, and erasable.'),
  name: ofTheApplicant('name'),
  idNumber: ofTheApplicant('idNumber'),
  mobile: ofTheApplicant('mobile'),
  email: ofTheApplicant('email'),
} as const;

export const APPLICANT = { applicantId: text(), ...TYPED } as const;

/** A reviewer's note to the family. */
export const NOTE = sealed({
  as: 'note',
  subject: 'applicantId',
  readers: ['family', 'school'],
  auditor: 'hidden',
});

function ofTheApplicant<F extends 'name' | 'idNumber' | 'mobile' | 'email'>(as: F) {
  return sealed({ as, subject: 'applicantId', readers: ['family', 'school'], auditor: as });
}
