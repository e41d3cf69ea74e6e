import type { ApplicantStatus } from '../../domain/binding/vocabulary.js';

/** The column 導師審核 of an applicant, as the HTTP API names it. */
export type ReviewCode =
  'drafted' | 'pending-review' | 'correction-requested' | 'approved' | 'rejected' | 'withdrawn' | 'expired';

const codes: { readonly [S in ApplicantStatus]: ReviewCode } = {
  drafted: 'drafted',
  'pending-review': 'pending-review',
  'correction-requested': 'correction-requested',
  approved: 'approved',
  rejected: 'rejected',
  'account-creating': 'approved',
  'account-created': 'approved',
  'account-linked': 'approved',
  'account-failed': 'approved',
  // Of the e-mail only (lifecycle.md, states of each applicant).
  'email-taken': 'correction-requested',
  withdrawn: 'withdrawn',
  expired: 'expired',
  // The decision remains; the account failed.
  abandoned: 'approved',
};

export function reviewCodeOf(status: ApplicantStatus): ReviewCode {
  return codes[status];
}
