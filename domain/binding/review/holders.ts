/** Who has to act on an application that was sent, and who may not: their own family's, or what they entered themselves. */
import type { Facts, Reviewer } from '../facts.js';
import type { BindingRequest } from '../state.js';
import { REVIEWERS, type DisputeHolder, type Holder, type ReviewerRole } from '../vocabulary.js';

/** Whether the reviewer is related to the case: by the roster, as an applicant, or as a guardian bound to the student. */
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

/** A member of staff who entered a request for the family at the counter does not decide it. */
export function isOwnEntry(request: BindingRequest, staffId: string): boolean {
  return request.enteredBy?.includes(staffId) === true;
}

/** The class teacher, if one can act; else the registrar; else the director. */
export function firstHolder(request: BindingRequest, facts: Facts): ReviewerRole {
  return REVIEWERS.find((role) => canAct(role, request, facts)) ?? 'director';
}

/** The next reviewer who can act, in the order of the roles; after the last one the case is listed to the administrator. */
export function nextHolder(from: Holder, request: BindingRequest, facts: Facts): Holder {
  if (from === 'administrator') return from;
  const above = REVIEWERS.slice(REVIEWERS.indexOf(from) + 1);
  return above.find((role) => canAct(role, request, facts)) ?? 'administrator';
}

/** Whether the office has a member who is not related to the case and did not enter it. */
export function canAct(role: ReviewerRole, request: BindingRequest, facts: Facts): boolean {
  return facts.reviewers[role].some(
    (reviewer) => !isOwnChild(request, reviewer, facts) && !isOwnEntry(request, reviewer.staffId),
  );
}

/** The registrar answers a dispute, then the director; at the end the administrator lists it. */
export function nextDisputeHolder(from: DisputeHolder): DisputeHolder {
  return from === 'registrar' ? 'director' : 'administrator';
}
