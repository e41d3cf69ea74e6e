import type { ReconcileNews } from '../../../activities/reconcile.js';
import type { Metrics } from './metrics.js';

export function countReconcile(metrics: Metrics, news: ReconcileNews): void {
  metrics.reconcileSeconds.observe({ part: news.kind }, news.ms / 1000);
  if (news.kind === 'cases') {
    const { scope, found } = news;
    metrics.reconciled.inc({ scope, outcome: 'signalled' }, found.signalled);
    metrics.reconciled.inc({ scope, outcome: 'failed' }, found.failed);
    return;
  }
  for (const [outcome, count] of Object.entries(news.found)) metrics.decisionsReconciled.inc({ outcome }, count);
}
