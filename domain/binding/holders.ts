/** Who has to act on an application that was sent, and who may not because it is their own family's. */
import type { Facts, Reviewer } from './facts.js';
import type { BindingRequest } from './state.js';
import type { Holder, ReviewerRole } from './vocabulary.js';

const LADDER: readonly ReviewerRole[] = ['class-teacher', 'registrar', 'director'];

/** Whoever decides is tied to nobody in the case: not in the roster, not as an applicant, not as a bound guardian. */
export function isOwnChild(
  request: BindingRequest,
  reviewer: Pick<Reviewer, 'tied' | 'personRef'>,
  { boundPersonRefs }: Pick<Facts, 'boundPersonRefs'>,
): boolean {
  if (reviewer.tied) return true;
  const { personRef } = reviewer;
  if (personRef === undefined) return false;
  return boundPersonRefs.includes(personRef) || request.applicants.some((one) => one.personRef === personRef);
}

/** A class without a teacher, or with nobody but family, goes to the registrar; the registrar's own to the director. */
export function firstHolder(request: BindingRequest, facts: Facts): ReviewerRole {
  return LADDER.find((role) => canAct(role, request, facts)) ?? 'director';
}

/** One step up the ladder, past offices where nobody could decide; at its end the administrator lists the case. */
export function nextHolder(from: Holder, request: BindingRequest, facts: Facts): Holder {
  if (from === 'administrator') return from;
  const above = LADDER.slice(LADDER.indexOf(from) + 1);
  return above.find((role) => canAct(role, request, facts)) ?? 'administrator';
}

function canAct(role: ReviewerRole, request: BindingRequest, facts: Facts): boolean {
  return facts.reviewers[role].some((reviewer) => !isOwnChild(request, reviewer, facts));
}
