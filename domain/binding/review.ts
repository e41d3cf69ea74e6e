/** What every decision of a reviewer is asked first, in the order in which refusals are told. */
import type { CommandOf } from './commands.js';
import type { Facts } from './facts.js';
import { isOwnChild } from './holders.js';
import type { RefusalCode } from './refusals.js';
import type { Decision } from './rule.js';
import type { ApplicantState, BindingRequest } from './state.js';
import type { Role } from './vocabulary.js';

type DecisionCommand = CommandOf<'Approve' | 'Reject'>;

export function whyNotToDecide(
  request: BindingRequest,
  command: DecisionCommand,
  facts: Facts,
): RefusalCode | undefined {
  const { applicantId, dossierRevision } = command.data;
  const applicant = request.applicants.find((one) => one.applicantId === applicantId);
  return (
    withoutRights(request, applicant, command.actor.role, facts) ??
    (isOwnChild(request, facts.actor, facts) ? 'own-child' : undefined) ??
    (facts.student?.restricted === true ? 'held-by-school' : undefined) ??
    notWaiting(applicant) ??
    (applicant?.dossierRevision === dossierRevision ? undefined : 'dossier-changed')
  );
}

/** A refused decision is an event, so that its sender and an auditor see it; it changes nothing else. */
export function refuseDecision({ type, data }: DecisionCommand, code: RefusalCode): Decision {
  const { applicantId, dossierRevision } = data;
  const decision = type === 'Approve' ? 'approve' : 'reject';
  return {
    refused: code,
    events: [{ type: 'ReviewDecisionRefused', data: { applicantId, decision, dossierRevision, code } }],
  };
}

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
function holdsNow(role: Role, request: BindingRequest, { actor, student }: Facts): boolean {
  if (role !== 'class-teacher' && role !== 'registrar' && role !== 'director') return false;
  const classId = student?.classId ?? request.classId;
  return actor.grants.some(
    (grant) =>
      grant.role === role &&
      grant.schoolId === request.schoolId &&
      (role !== 'class-teacher' || grant.classId === classId),
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
    case 'expired':
      return 'wrong-state';
    default:
      return 'already-decided';
  }
}
