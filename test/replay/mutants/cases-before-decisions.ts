/** A fault that a release must not have: a pass of reconcile does its parts in another order. */
import { proxyActivities } from '@temporalio/workflow';
import type { Pass, ReconcileActivities, Scope } from '../../../workflows/reconcile/reconcile-contract.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

const { signalCases, sendDecisionsAgain } = proxyActivities<ReconcileActivities>({ startToCloseTimeout: '6 hours' });

export async function reconcile(scope: Scope): Promise<Pass> {
  const cases = await signalCases({ scope, since: null });
  const decisions = await sendDecisionsAgain();
  return { cases, decisions };
}
