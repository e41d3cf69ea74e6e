/** The pass that a Schedule starts every minute: an append whose task died, a lost Temporal, a restore all heal by it. */
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Pass, ReconcileActivities, Scope } from './reconcile-contract.js';

/** 100,000 cases at the ordinary rate take 34 minutes; an attempt whose worker is gone is noticed by its silence. */
const { signalCases, sendDecisionsAgain } = proxyActivities<ReconcileActivities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '20s' },
});

export async function reconcile(scope: Scope): Promise<Pass> {
  const before = workflowInfo().lastResult as Pass | undefined;
  const decisions = await sendDecisionsAgain();
  const cases = await signalCases({ scope, since: before?.cases.until ?? null });
  return { cases, decisions };
}
