/** Who holds a case now and by when: the applicant's own, and the case's from the applicant that is due first. */
import type { ApplicantState, BindingRequest } from '../../../domain/binding/state.js';
import { HOLDERS } from '../../../domain/binding/vocabulary.js';

export const HOLDER_KINDS = ['parent', ...HOLDERS, 'system', 'nobody'] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

export interface Held {
  readonly kind: HolderKind;
  /** RFC 3339; null where only a person can move it on, or nothing is left to do. */
  readonly dueAt: string | null;
  readonly classId?: string;
}

export function heldApplicant(applicant: ApplicantState, request: BindingRequest): Held {
  const dueAt = applicant.dueAt ?? null;
  switch (applicant.status) {
    case 'drafted':
      return request.stage === 'closed' ? NOBODY : { kind: 'parent', dueAt: request.expiresAt ?? null };
    case 'pending-review': {
      if (applicant.paperDueAt !== undefined) return { kind: 'parent', dueAt: applicant.paperDueAt };
      const kind = applicant.holder ?? 'registrar';
      return { kind, dueAt, ...(kind === 'class-teacher' && { classId: request.classId }) };
    }
    case 'correction-requested':
    case 'email-taken':
      return { kind: 'parent', dueAt };
    case 'approved':
    case 'account-creating':
      return { kind: 'system', dueAt };
    case 'account-failed':
      return { kind: 'administrator', dueAt };
    case 'account-created':
    case 'account-linked':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'abandoned':
      return NOBODY;
  }
}

export function heldCase(request: BindingRequest): Held {
  if (request.stage === 'closed') return NOBODY;
  const { dispute } = request;
  if (dispute !== undefined) return { kind: dispute.holder, dueAt: dispute.dueAt ?? null };
  if (request.applicants.length === 0) return { kind: 'parent', dueAt: request.expiresAt ?? null };
  const waiting = request.applicants
    .map((applicant) => heldApplicant(applicant, request))
    .filter(({ kind }) => kind !== 'nobody');
  return waiting.toSorted(dueFirst)[0] ?? NOBODY;
}

const NOBODY: Held = { kind: 'nobody', dueAt: null };

function dueFirst(one: Held, other: Held): number {
  if (one.dueAt === other.dueAt) return 0;
  if (one.dueAt === null) return 1;
  return other.dueAt === null || one.dueAt < other.dueAt ? -1 : 1;
}
