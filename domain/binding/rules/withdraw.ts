import { named, unsettled } from '../applicants.js';
import { withdrawn } from '../close.js';
import type { CommandOf } from '../commands.js';
import { happened, refuse, rule } from '../rule.js';
import { isSettled, type ApplicantState, type BindingRequest } from '../state.js';
import type { ApplicantStatus } from '../vocabulary.js';

/** What was not approved, or waits for another address, may still be given up. */
const OPEN: readonly ApplicantStatus[] = ['drafted', 'pending-review', 'correction-requested', 'email-taken'];

/** 撤回: one applicant, or everybody; before there is an applicant, the request. */
export const withdraw = rule('Withdraw', { refuses: ['wrong-state', 'already-decided'] }, (request, { data }) => {
  const out = chosen(request, data);
  const refused = whyNot(request, out, data.applicantIds !== undefined);
  if (refused !== undefined) return refuse(refused);
  const { reason } = data;
  return happened(...withdrawn(request, out, { ground: 'asked', ...(reason !== undefined && { reason }) }));
});

function chosen(request: BindingRequest, { applicantIds }: CommandOf<'Withdraw'>['data']): readonly ApplicantState[] {
  if (applicantIds !== undefined) return named(request, applicantIds);
  const open = request.applicants.filter(mayBeWithdrawn);
  return open.length > 0 ? open : unsettled(request);
}

function whyNot(
  request: BindingRequest,
  out: readonly ApplicantState[],
  isNamed: boolean,
): 'wrong-state' | 'already-decided' | undefined {
  if (request.stage === 'closed') return 'wrong-state';
  // There is no applicant yet: the request itself is withdrawn.
  if (request.applicants.length === 0 && !isNamed) return undefined;
  if (out.length === 0 || out.some(isSettled)) return 'wrong-state';
  return out.every(mayBeWithdrawn) ? undefined : 'already-decided';
}

export function mayBeWithdrawn({ status }: ApplicantState): boolean {
  return OPEN.includes(status);
}
