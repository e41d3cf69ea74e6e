/** Who has to act on an application that was sent, and who may not: their own family's, or what they entered themselves. */
import type { Facts, Reviewer } from '../facts.js';
import type { BindingRequest } from '../state.js';
import { REVIEWERS, type DisputeHolder, type Holder, type ReviewerRole } from '../vocabulary.js';

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

/** Whoever entered a request for the family at the counter does not decide it. */
export function isOwnEntry(request: BindingRequest, staffId: string): boolean {
  return request.enteredBy?.includes(staffId) === true;
}

/** A class without a teacher, or with nobody but family, goes to the registrar; the registrar's own to the director. */
export function firstHolder(request: BindingRequest, facts: Facts): ReviewerRole {
  return REVIEWERS.find((role) => canAct(role, request, facts)) ?? 'director';
}

/** The next reviewer in order, past offices where nobody could decide; at its end the administrator lists the case. */
export function nextHolder(from: Holder, request: BindingRequest, facts: Facts): Holder {
  if (from === 'administrator') return from;
  const above = REVIEWERS.slice(REVIEWERS.indexOf(from) + 1);
  return above.find((role) => canAct(role, request, facts)) ?? 'administrator';
}

/** Whether somebody in the office is neither family nor the one who entered it. */
export function canAct(role: ReviewerRole, request: BindingRequest, facts: Facts): boolean {
  return facts.reviewers[role].some(
    (reviewer) => !isOwnChild(request, reviewer, facts) && !isOwnEntry(request, reviewer.staffId),
  );
}

/** The registrar answers a dispute, then the director; at the end the administrator lists it. */
export function nextDisputeHolder(from: DisputeHolder): DisputeHolder {
  return from === 'registrar' ? 'director' : 'administrator';
}
