/** What Temporal alone does: the same five updates, one signal, one wait, one activity, and nothing behind them. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import { STEPS } from './steps.js';

const ANSWER = { status: 'accepted', revision: 0, changed: true };

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '10s' });

export async function bareTwin(): Promise<void> {
  let approved = false;
  for (const step of STEPS) setHandler(defineUpdate<typeof ANSWER, [unknown]>(step), () => ANSWER);
  setHandler(defineSignal<[unknown]>('approve'), () => {
    approved = true;
  });
  await condition(() => approved, '30 days');
  await nothing();
}
