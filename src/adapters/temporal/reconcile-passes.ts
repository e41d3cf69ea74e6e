/** The Schedule that starts a pass of `reconcile` every minute, and the pass over every open case. */
import {
  Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  defaultPayloadConverter,
  type Connection,
  type ScheduleOptions,
  type ScheduleOptionsStartWorkflowAction,
  type Workflow,
  type WorkflowHandle,
} from '@temporalio/client';
import type { reconcile } from '../../../workflows/reconcile/reconcile.js';
import {
  RECONCILE_EVERY,
  RECONCILE_SCHEDULE,
  RECONCILE_WORKFLOW,
  type Pass,
  type Scope,
} from '../../../workflows/reconcile/reconcile-contract.js';
import { TASK_QUEUE } from '../../../workflows/names.js';
import { asGatewayError } from './gateway-errors.js';
import { lazyConnection } from './connection.js';
import { taskQueueOf, type TemporalPlace } from './temporal-place.js';

const PATIENCE_MS = 5000;
const WATCH_MS = 1000;
/** Far more than a pass takes; ends one that no release can carry on. */
const LONGEST_PASS = '12 hours';

export class ReconcilePasses {
  private readonly connection: Connection;
  private readonly client: Client;
  private readonly taskQueue: string;
  /** Tests share one server; a task queue of its own has passes of its own. */
  private readonly suffix: string;

  constructor(place: TemporalPlace) {
    this.connection = lazyConnection(place.temporalAddress);
    this.client = new Client({ connection: this.connection, namespace: place.temporalNamespace });
    this.taskQueue = taskQueueOf(place);
    this.suffix = this.taskQueue === TASK_QUEUE ? '' : `-${this.taskQueue}`;
  }

  /** Creates the Schedule unless it is there. @returns whether it was missing. @throws EngineUnavailable, OutcomeUnknown */
  async ensureSchedule(): Promise<boolean> {
    return this.within(async () => {
      try {
        await this.client.schedule.create({ scheduleId: this.scheduleId, ...this.schedule() });
        return true;
      } catch (error) {
        if (error instanceof ScheduleAlreadyRunning) return false;
        throw error;
      }
    });
  }

  /** Brings a Schedule that an earlier release made up to this one. @throws EngineUnavailable, OutcomeUnknown */
  async updateSchedule(): Promise<void> {
    const handle = this.client.schedule.getHandle(this.scheduleId);
    await this.within(() => handle.update(({ state }) => ({ ...this.schedule(), state })));
  }

  /** Starts the pass over every open case, or joins the one that runs. @throws EngineUnavailable, OutcomeUnknown */
  async startEvery(): Promise<void> {
    await this.within(() => this.start('every', `${RECONCILE_EVERY}${this.suffix}`));
  }

  /**
   * One pass, now, and what it did. It is carried out by a worker: without one it waits.
   * @param progress is called now and then with the number of cases signalled. @throws EngineUnavailable, OutcomeUnknown
   */
  async run(scope: Scope, progress?: (cases: number) => void): Promise<Pass> {
    const id = scope === 'every' ? RECONCILE_EVERY : `${RECONCILE_SCHEDULE}-on-demand`;
    const handle = await this.within(() => this.start(scope, `${id}${this.suffix}`));
    const watch = progress && setInterval(() => void this.watch(handle, progress), WATCH_MS);
    try {
      return await handle.result();
    } catch (error) {
      throw asGatewayError(error);
    } finally {
      clearInterval(watch);
    }
  }

  /** For tests, whose task queue has no worker afterwards. */
  async deleteSchedule(): Promise<void> {
    await this.within(() => this.client.schedule.getHandle(this.scheduleId).delete());
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private get scheduleId(): string {
    return `${RECONCILE_SCHEDULE}${this.suffix}`;
  }

  /** Reads the heartbeat of the pass; what cannot be read now is left out. */
  private async watch(handle: WorkflowHandle, report: (cases: number) => void): Promise<void> {
    const { raw } = await this.within(() => handle.describe()).catch(() => ({ raw: undefined }));
    const [beat] = raw?.pendingActivities?.[0]?.heartbeatDetails?.payloads ?? [];
    const progress = beat && defaultPayloadConverter.fromPayload<{ found?: { signalled?: number } }>(beat);
    if (progress?.found?.signalled !== undefined) report(progress.found.signalled);
  }

  private start(scope: Scope, workflowId: string) {
    return this.client.workflow.start<typeof reconcile>(RECONCILE_WORKFLOW, {
      workflowId,
      taskQueue: this.taskQueue,
      args: [scope],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowExecutionTimeout: LONGEST_PASS,
    });
  }

  private schedule(): Omit<ScheduleOptions<ScheduleOptionsStartWorkflowAction<Workflow>>, 'scheduleId'> {
    return {
      spec: { intervals: [{ every: '1 minute' }] },
      // A pass that takes longer than a minute goes on, and the next one comes when it has ended.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: {
        type: 'startWorkflow',
        workflowType: RECONCILE_WORKFLOW,
        workflowId: this.scheduleId,
        taskQueue: this.taskQueue,
        args: ['changed' satisfies Scope],
        workflowExecutionTimeout: LONGEST_PASS,
      },
    };
  }

  private async within<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.connection.withDeadline(Date.now() + PATIENCE_MS, call);
    } catch (error) {
      throw asGatewayError(error);
    }
  }
}
