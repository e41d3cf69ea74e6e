/** The closed lists of words that commands, events, states and screens share. */
import type { Bilingual } from './refusals/refusal.js';

interface RoleDeclaration {
  readonly label: Bilingual;
  /** Who has it: a family by its sign-in, staff by a grant of the roster, or no person at all. */
  readonly of: 'family' | 'staff' | 'system';
  /** What a grant of it is for; absent: the whole city. */
  readonly grantedFor?: 'class' | 'school';
  /** Acts for the school on a review. */
  readonly reviews?: true;
}

/**
 * The one list of roles. Staff who have several take the first of them at sign-in; a review goes up through the
 * reviewers in this order. test/rules/roles.spec.ts names every place that a new role needs beside this one.
 */
export const ROLES = {
  parent: { label: { 'zh-TW': '家長', en: 'Parent' }, of: 'family' },
  guardian: { label: { 'zh-TW': '監護人', en: 'Guardian' }, of: 'family' },
  'class-teacher': { label: { 'zh-TW': '導師', en: 'Class teacher' }, of: 'staff', grantedFor: 'class', reviews: true },
  registrar: { label: { 'zh-TW': '註冊組長', en: 'Registrar' }, of: 'staff', grantedFor: 'school', reviews: true },
  director: {
    label: { 'zh-TW': '教務主任', en: 'Director of academic affairs' },
    of: 'staff',
    grantedFor: 'school',
    reviews: true,
  },
  auditor: { label: { 'zh-TW': '稽核人員', en: 'Auditor' }, of: 'staff' },
  administrator: { label: { 'zh-TW': '系統管理者', en: 'System administrator' }, of: 'staff' },
  system: { label: { 'zh-TW': '系統', en: 'System' }, of: 'system' },
} as const satisfies Readonly<Record<string, RoleDeclaration>>;

export type Role = keyof typeof ROLES;

type RoleWith<D> = { [R in Role]: (typeof ROLES)[R] extends D ? R : never }[Role];

/** Who acts for the school on a review. */
export type ReviewerRole = RoleWith<{ readonly reviews: true }>;

/** Roles that a person can have. */
export type PersonRole = RoleWith<{ readonly of: 'family' | 'staff' }>;

export const PERSON_ROLES: readonly PersonRole[] = rolesWith((role): role is PersonRole => ROLES[role].of !== 'system');
export const STAFF_ROLES: readonly Role[] = rolesWith((role): role is Role => ROLES[role].of === 'staff');
export const REVIEWERS: readonly ReviewerRole[] = rolesWith(isReviewer);

export function isReviewer(role: Role): role is ReviewerRole {
  return 'reviews' in ROLES[role];
}

function rolesWith<R extends Role>(is: (role: Role) => role is R): readonly R[] {
  return (Object.keys(ROLES) as Role[]).filter(is);
}

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
export const HOLDERS = [...REVIEWERS, 'administrator'] as const;
export type Holder = (typeof HOLDERS)[number];

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
