/** The closed lists of words that commands, events, states and screens share. */

export type Role =
  'parent' | 'guardian' | 'class-teacher' | 'registrar' | 'director' | 'auditor' | 'administrator' | 'system';

/** Who acts for the school on a review. */
export type ReviewerRole = Extract<Role, 'class-teacher' | 'registrar' | 'director'>;

export type Channel = 'online' | 'assisted';

export type Stage = 'student-info' | 'consent' | 'application' | 'signature' | 'review' | 'closed';

export type Outcome = 'completed' | 'rejected' | 'expired' | 'withdrawn' | 'refused' | 'student-left';

export type Mode = 'one-parent' | 'two-parents' | 'other-guardian';

export const PARENT_RELATIONS = ['father', 'mother'] as const;
export const OTHER_RELATIONS = [
  'grandfather',
  'grandmother',
  'sibling',
  'relative',
  'foster-parent',
  'social-worker',
  'other',
] as const;
export type Relation = (typeof PARENT_RELATIONS)[number] | (typeof OTHER_RELATIONS)[number];

/** States of one applicant; see docs/lifecycle.md for the diagram. */
export type ApplicantStatus =
  | 'drafted'
  | 'pending-review'
  | 'approved'
  | 'rejected'
  | 'account-creating'
  | 'account-created'
  | 'account-linked'
  | 'account-failed'
  | 'email-taken'
  | 'expired';

/** Who has to act next on an applicant under review. */
export type Holder = ReviewerRole | 'administrator';
