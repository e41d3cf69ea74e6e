/** What the reader of a case may ask for now: command names in kebab-case, for buttons. The rules decide all the same. */
import type { RefusalCode } from './refusals.js';
import { cameToTheDirector } from './review.js';
import type { ApplicantState, BindingRequest, BindingState } from './state.js';
import type { Role } from './vocabulary.js';

export interface Viewer {
  readonly role: Role;
  /** Why this reviewer may decide nothing in this case, whoever holds it; absent for everybody else. */
  readonly barred?: Extract<RefusalCode, 'own-child' | 'own-entry' | 'held-by-school'>;
}

export function allowedActions(state: BindingState, viewer: Viewer): readonly string[] {
  return [...(actsAsParent(state, viewer) ? ofParent(state) : []), ...ofReviewer(state, viewer)];
}

/** At the counter the registrar enters for the parent. */
function actsAsParent(state: BindingState, { role }: Viewer): boolean {
  if (role === 'registrar') return state === null || state.channel === 'assisted';
  return role === 'parent' || role === 'guardian';
}

function ofParent(state: BindingState): readonly string[] {
  switch (state?.stage) {
    case undefined:
    case 'closed':
      return ['open'];
    case 'student-info':
      return ['confirm-student-info'];
    case 'consent':
      return ['answer-consent'];
    case 'application':
      return ['fill-application'];
    case 'signature':
      return ['fill-application', 'sign-and-send'];
    case 'review':
      return state.applicants.some(({ status }) => status === 'drafted') ? ['sign-and-send'] : [];
  }
}

function ofReviewer(state: BindingState, viewer: Viewer): readonly string[] {
  return state !== null && mayDecideSomething(state, viewer) ? ['approve', 'reject'] : [];
}

function mayDecideSomething({ applicants }: BindingRequest, viewer: Viewer): boolean {
  return applicants.some((applicant) => mayDecide(applicant, viewer));
}

/** Whether the rules would hear this reviewer on this applicant now. */
export function mayDecide({ status, holder }: ApplicantState, { role, barred }: Viewer): boolean {
  if (status !== 'pending-review' || barred !== undefined) return false;
  if (role === 'class-teacher') return holder === 'class-teacher';
  if (role === 'director') return cameToTheDirector(holder);
  return role === 'registrar';
}
