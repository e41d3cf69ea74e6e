/** The checks that every decision of a reviewer passes first, in the order in which they refuse. */
import type { CommandOf, DecisionType } from '../commands.js';
import type { BindingEvents } from '../events.js';
import { hasLeft, type Facts } from '../facts.js';
import { isOwnChild, isOwnEntry } from './holders.js';
import { reasonFor, type ReasonFor } from './reason-codes.js';
import type { RefusalCode } from '../refusals.js';
import { applicantOf } from '../applicants.js';
import { refuse, type RuleOutcome } from '../rule.js';
import type { ApplicantState, BindingRequest } from '../state.js';
import { isReviewer, ROLES, type Role } from '../vocabulary.js';

type DecisionCommand = CommandOf<DecisionType>;

/** In the order in which they are looked at. */
export const REFUSES_TO_DECIDE = [
  'not-your-class',
  'with-registrar',
  'own-child',
  'own-entry',
  'held-by-school',
  'student-left',
  'already-decided',
  'wrong-state',
  'dossier-changed',
] as const;

export function whyNotToDecide(
  request: BindingRequest,
  command: DecisionCommand,
  facts: Facts,
): (typeof REFUSES_TO_DECIDE)[number] | undefined {
  const { applicantId, dossierRevision } = command.data;
  const applicant = request.applicants.find((one) => one.applicantId === applicantId);
  return (
    withoutRights(request, applicant, command.actor.role, facts) ??
    (isOwnChild(request, facts.actor, facts) ? 'own-child' : undefined) ??
    (isOwnEntry(request, command.actor.id) ? 'own-entry' : undefined) ??
    (facts.student?.restricted === true ? 'held-by-school' : undefined) ??
    (hasLeft(facts) ? 'student-left' : undefined) ??
    notWaiting(applicant) ??
    (applicant?.dossierRevision === dossierRevision ? undefined : 'dossier-changed')
  );
}

/** A refused decision is an event, so that its sender and an auditor see it. About an applicant that is not there, it is none. */
export function refuseDecision<C extends RefusalCode>(
  request: BindingRequest,
  { type, data }: DecisionCommand,
  code: C,
): RuleOutcome<C> {
  const { applicantId, dossierRevision } = data;
  if (applicantOf(request, applicantId) === undefined) return refuse(code);
  const refusal = { applicantId, decision: DECISIONS[type], dossierRevision, code };
  return { refused: code, events: [{ type: 'ReviewDecisionRefused', data: refusal }] };
}

const DECISIONS: { readonly [D in DecisionType]: BindingEvents['ReviewDecisionRefused']['decision'] } = {
  Approve: 'approve',
  Reject: 'reject',
  RequestCorrection: 'request-correction',
};

/** Rights as they are now: between the click and this moment they may have been lost, or the case passed on. */
function withoutRights(
  request: BindingRequest,
  applicant: ApplicantState | undefined,
  role: Role,
  facts: Facts,
): 'not-your-class' | 'with-registrar' | undefined {
  if (!holdsNow(role, request, facts)) return 'not-your-class';
  const holder = applicant?.holder;
  if (holder === undefined || role === 'registrar') return undefined;
  if (role === 'class-teacher') return holder === 'class-teacher' ? undefined : 'with-registrar';
  return cameToTheDirector(holder) ? undefined : holder === 'registrar' ? 'with-registrar' : 'not-your-class';
}

/** The role the message names must be a reviewer's, and the actor's own for this pupil. */
export function holdsNow(role: Role, request: BindingRequest, { actor, student }: Facts): boolean {
  if (!isReviewer(role)) return false;
  const classId = student?.classId ?? request.classId;
  return actor.grants.some(
    (grant) =>
      grant.role === role &&
      grant.schoolId === request.schoolId &&
      (ROLES[role].grantedFor !== 'class' || grant.classId === classId),
  );
}

/** A case listed to the administrator has passed the director, who may still decide it. */
export function cameToTheDirector(holder: ApplicantState['holder']): boolean {
  return holder === 'director' || holder === 'administrator';
}

function notWaiting(applicant: ApplicantState | undefined): 'already-decided' | 'wrong-state' | undefined {
  switch (applicant?.status) {
    case 'pending-review':
      return undefined;
    case undefined:
    case 'drafted':
    case 'withdrawn':
    case 'expired':
      return 'wrong-state';
    default:
      return 'already-decided';
  }
}

export const WRONG_WITH_REASON = ['reason-unknown', 'note-required'] as const;

/** A sealed note is never looked into: the edge leaves an empty one out. */
export function whatIsWrongWithReason(
  decision: ReasonFor,
  reasonCode: string,
  note: string | undefined,
): (typeof WRONG_WITH_REASON)[number] | undefined {
  const reason = reasonFor(decision, reasonCode);
  if (reason === undefined) return 'reason-unknown';
  return reason.noteRequired && !note ? 'note-required' : undefined;
}
