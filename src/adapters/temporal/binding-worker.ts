import { Worker, type NativeConnection } from '@temporalio/worker';
import { present } from '../../../domain/present.js';
import type { BindingActivities } from '../../../workflows/binding/activity-contract.js';
import type { ReconcileActivities } from '../../../workflows/reconcile/reconcile-contract.js';
import { workflowCode, type WorkflowCode } from './workflow-code.js';

/** Of the time to end: for an activity that was cancelled, to end and be recorded (a local one of 2 s took 8 s as a whole). */
const RECORDING_SECONDS = 9;
/** Of the time to end: for what is closed after the worker. */
const CLOSING_SECONDS = 2;

export interface BindingWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly activities: BindingActivities & Partial<ReconcileActivities>;
  /** Cases whose workflow stays in memory between two tasks; absent: as many as the SDK sees fit, 0: each task is replayed. */
  readonly cachedWorkflows?: number;
  /** Seconds it may take to end after a request to stop; 14. */
  readonly stopSeconds?: number;
  /** Absent: the product's workflows. */
  readonly code?: WorkflowCode;
}

/** A worker for binding requests. `run()` ends when it is shut down. */
export async function createBindingWorker(options: BindingWorkerOptions): Promise<Worker> {
  const { connection, namespace, taskQueue, activities, code, cachedWorkflows, stopSeconds = 14 } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    // A plain object: the SDK looks the names up in it, and an interface type has no index signature.
    activities: { ...activities },
    workflowBundle: code ?? (await workflowCode()),
    ...present({ maxCachedWorkflows: cachedWorkflows }),
    // After a kill the next worker gets a case's task after this long; ten seconds by default.
    stickyQueueScheduleToStartTimeout: '2s',
    // Activities under way may end; then they are cancelled, and what was not recorded is done again.
    shutdownGraceTime: (stopSeconds - RECORDING_SECONDS) * 1000,
    shutdownForceTime: (stopSeconds - CLOSING_SECONDS) * 1000,
  });
}
