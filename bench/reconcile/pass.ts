/** One pass of reconcile as a worker runs it, but that its signals are counted and not sent. */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { createReconcile } from '../../activities/reconcile.js';
import type { OpenCases } from '../../activities/ports/open-cases.js';
import type { Scope } from '../../workflows/reconcile/reconcile-contract.js';

export interface PassReport {
  readonly told: number;
  readonly seconds: number;
  /** The most that the process held beyond what it held before, in MB. */
  readonly megabytes: number;
}

export async function onePass(cases: OpenCases, scope: Scope, perSecond: number): Promise<PassReport> {
  const signals = {
    catchUp: () => Promise.resolve(),
    signalDecision: () => Promise.resolve(),
    check: () => Promise.resolve(),
  };
  const decisions = {
    settle: () => Promise.resolve(0),
    lost: () => Promise.resolve([]),
    drop: () => Promise.resolve(),
    claim: () => Promise.resolve(true),
    refuse: () => Promise.resolve(),
    sentAgain: () => Promise.resolve(),
  };
  const stopping = new AbortController().signal;
  const { signalCases } = createReconcile({
    cases,
    log: { readStream: () => Promise.resolve([]) },
    decisions,
    signals,
    stopping,
    perSecond,
  });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const since = performance.now();
  const found = await asyncLocalStorage.run(outsideOfTemporal(), () => signalCases({ scope, since: null }));
  clearInterval(watch);
  return { told: found.signalled, seconds: (performance.now() - since) / 1000, megabytes: (most - before) / 1e6 };
}

/** All that a pass asks of its activity's context. */
function outsideOfTemporal(): Context {
  const context = { info: {}, heartbeat: () => undefined, cancellationSignal: new AbortController().signal };
  return context as unknown as Context;
}
