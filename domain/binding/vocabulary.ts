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
  | 'correction-requested'
  | 'approved'
  | 'rejected'
  | 'account-creating'
  | 'account-created'
  | 'account-linked'
  | 'account-failed'
  | 'email-taken'
  | 'withdrawn'
  | 'expired'
  | 'abandoned';

/** Who has to act next on an applicant under review. */
export type Holder = ReviewerRole | 'administrator';

/** Who has to answer when the family says that the student's data are wrong. */
export type DisputeHolder = Exclude<Holder, 'class-teacher'>;

/** What a reviewer may ask to be corrected; `evidence` is not a field of the form but is named like one. */
export const CORRECTABLE_FIELDS = ['name', 'relation', 'idNumber', 'mobile', 'email', 'evidence'] as const;
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number];

/** What may lie in the school's hands on paper. */
export const PAPER_DOCUMENTS = ['application-form', 'id-card', 'household-register', 'other'] as const;
export type PaperDocument = (typeof PAPER_DOCUMENTS)[number];

/** Why an applicant is out without a decision: the family asked, the person was erased, the student left. */
export type WithdrawalGround = 'asked' | 'erased' | 'student-left';
