/**
 * Workflows in the SDK's own sandbox, without a server: activations in, commands out. The one file that knows the
 * inner modules of the SDK and the messages of its core; neither is promised to stay from one release to the next.
 */
import { readFileSync } from 'node:fs';
import { runInContext } from 'node:vm';
import {
  ActivityFailure,
  CancelledFailure,
  RetryState,
  TypedSearchAttributes,
  defaultFailureConverter,
  defaultPayloadConverter,
  fromPayloadsAtIndex,
  toPayloads,
  type Payload,
} from '@temporalio/common';
import proto, { type coresdk } from '@temporalio/proto';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { WorkflowCode } from '../../src/adapters/temporal/workflow-code.js';

/** What one workflow task brings. */
export type Job =
  | { readonly kind: 'signal'; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'update'; readonly id: string; readonly name: string; readonly args: readonly unknown[] }
  | { readonly kind: 'timer'; readonly seq: number }
  | { readonly kind: 'activity'; readonly of: ActivityAsked; readonly result: ActivityResult }
  | { readonly kind: 'cancel' };

export type ActivityResult =
  | { readonly completed: unknown }
  /** For good: the SDK's core has done the retries. */
  | { readonly failed: Error }
  | 'cancelled';

export interface ActivityAsked {
  readonly kind: 'activity';
  readonly seq: number;
  readonly local: boolean;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What the workflow asks for in return. */
export type Wish =
  | ActivityAsked
  | { readonly kind: 'cancel-activity'; readonly seq: number; readonly local: boolean }
  | { readonly kind: 'timer'; readonly seq: number; readonly afterMs: number }
  | { readonly kind: 'cancel-timer'; readonly seq: number }
  | { readonly kind: 'accepted'; readonly updateId: string }
  | { readonly kind: 'answered'; readonly updateId: string; readonly answer: unknown }
  | { readonly kind: 'rejected'; readonly updateId: string; readonly message: string }
  | { readonly kind: 'patch'; readonly id: string }
  | { readonly kind: 'completed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'continued'; readonly args: readonly unknown[] };

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly continueAsNewSuggested?: boolean;
  readonly isReplaying?: boolean;
}

class Creator extends ReusableVMWorkflowCreator {
  evaluate(expression: string): unknown {
    return runInContext(expression, this.context);
  }
}

/** As in the worker: every run has globals of its own in one context. */
export class WorkflowSandbox {
  private begun = 0;
  /** Behaviours of the SDK that a history records, so that a replay behaves as the first time. */
  private readonly flags = new Set<number>();

  private constructor(private readonly creator: Creator) {}

  static async load({ codePath }: WorkflowCode, activities: readonly string[]): Promise<WorkflowSandbox> {
    const bundle = parseWorkflowCode(readFileSync(codePath, 'utf8'), codePath);
    const creator = await Creator.create(bundle, EXECUTION_MS, new Set(activities));
    // They keep a stack trace of every promise made, ours too: nearly half of the time.
    globalHandlers.uninstall();
    return new WorkflowSandbox(creator);
  }

  /** Nothing has run yet: the first activation starts it. */
  async create(workflowType: string, workflowId: string, args: readonly unknown[]): Promise<WorkflowRun> {
    const runId = `run-${this.begun++}`;
    const info = infoOf(workflowType, workflowId, runId);
    const options = { info, randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8], now: 0, showStackTraceSources: false };
    const workflow = await this.creator.createWorkflow(options);
    return new WorkflowRun(workflow, { workflowType, workflowId, runId, args }, this.flags);
  }

  /** Frames that a stack trace has in there. */
  stackFrames(): unknown {
    return this.creator.evaluate('Error.stackTraceLimit');
  }

  async destroy(): Promise<void> {
    await this.creator.destroy();
  }
}

interface Started {
  readonly workflowType: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly args: readonly unknown[];
}

export class WorkflowRun {
  private history = 3;
  private first = true;

  constructor(
    private readonly workflow: Workflow,
    private readonly started: Started,
    private readonly flags: Set<number>,
  ) {}

  /** @throws what fails the workflow or its task: on a server the task would be tried for ever. */
  async activate(jobs: readonly Job[], moment: Moment): Promise<readonly Wish[]> {
    const start = this.first ? [{ initializeWorkflow: this.initialize() }] : [];
    this.first = false;
    const { failed, successful } = await this.workflow.activate(
      this.activation([...start, ...jobs.map(toCore)], moment),
    );
    if (failed?.failure) throw new Error(`the workflow task failed: ${failed.failure.message}`);
    for (const flag of successful?.usedInternalFlags ?? []) this.flags.add(flag);
    return (successful?.commands ?? []).map(wishOf);
  }

  async dispose(): Promise<void> {
    await this.workflow.dispose();
  }

  private activation(jobs: CoreJob[], { now, continueAsNewSuggested, isReplaying }: Moment): CoreActivation {
    this.history += 3 + jobs.length;
    return CoreActivation.fromObject({
      runId: this.started.runId,
      timestamp: { seconds: Math.floor(now / 1000), nanos: (now % 1000) * 1_000_000 },
      historyLength: this.history,
      continueAsNewSuggested: continueAsNewSuggested ?? false,
      isReplaying: isReplaying ?? false,
      availableInternalFlags: [...this.flags],
      // Core puts what was sent before what has happened, and local activities last.
      jobs: jobs.toSorted((a, b) => place(a) - place(b)),
    });
  }

  private initialize(): coresdk.workflow_activation.IInitializeWorkflow {
    const { workflowType, workflowId, runId, args } = this.started;
    return { workflowType, workflowId, arguments: payloads(args), firstExecutionRunId: runId };
  }
}

/** More than any activation needs, less than a test waits. */
const EXECUTION_MS = 5000;

const CoreActivation = proto.coresdk.workflow_activation.WorkflowActivation;
type CoreActivation = coresdk.workflow_activation.WorkflowActivation;
type CoreJob = coresdk.workflow_activation.IWorkflowActivationJob;

function place(job: CoreJob): number {
  if (job.initializeWorkflow) return 0;
  if (job.signalWorkflow || job.doUpdate) return 1;
  return job.resolveActivity?.isLocal ? 3 : 2;
}

function toCore(job: Job): CoreJob {
  switch (job.kind) {
    case 'signal':
      return { signalWorkflow: { signalName: job.name, input: payloads(job.args) } };
    case 'update': {
      const { id, name, args } = job;
      return { doUpdate: { id, protocolInstanceId: id, name, input: payloads(args), runValidator: true } };
    }
    case 'timer':
      return { fireTimer: { seq: job.seq } };
    case 'activity':
      return { resolveActivity: { seq: job.of.seq, isLocal: job.of.local, result: resolution(job) } };
    case 'cancel':
      return { cancelWorkflow: { reason: 'test' } };
  }
}

function resolution({ of, result }: Extract<Job, { kind: 'activity' }>): coresdk.activity_result.IActivityResolution {
  if (result === 'cancelled') return { cancelled: { failure: failure(of, new CancelledFailure('cancelled'), true) } };
  if ('failed' in result) return { failed: { failure: failure(of, result.failed, !of.local) } };
  return { completed: { result: defaultPayloadConverter.toPayload(result.completed) ?? null } };
}

/** A local activity fails with what it threw, a regular one with an ActivityFailure about it. */
function failure({ name, seq }: ActivityAsked, cause: Error, wrapped: boolean) {
  const whole = wrapped
    ? new ActivityFailure('failed', name, String(seq), RetryState.NON_RETRYABLE_FAILURE, undefined, cause)
    : cause;
  return defaultFailureConverter.errorToFailure(whole, defaultPayloadConverter);
}

function wishOf(command: coresdk.workflow_commands.IWorkflowCommand): Wish {
  const activity = command.scheduleActivity ?? command.scheduleLocalActivity;
  if (activity) {
    const { seq, activityType } = activity;
    const local = command.scheduleLocalActivity !== undefined && command.scheduleLocalActivity !== null;
    return { kind: 'activity', seq: seq ?? 0, local, name: activityType ?? '', args: decoded(activity.arguments) };
  }
  if (command.startTimer) {
    const { seq, startToFireTimeout: after } = command.startTimer;
    const afterMs = Number(after?.seconds ?? 0) * 1000 + (after?.nanos ?? 0) / 1_000_000;
    return { kind: 'timer', seq: seq ?? 0, afterMs };
  }
  if (command.cancelTimer) return { kind: 'cancel-timer', seq: command.cancelTimer.seq ?? 0 };
  if (command.requestCancelActivity)
    return { kind: 'cancel-activity', seq: command.requestCancelActivity.seq ?? 0, local: false };
  if (command.requestCancelLocalActivity)
    return { kind: 'cancel-activity', seq: command.requestCancelLocalActivity.seq ?? 0, local: true };
  if (command.updateResponse) return answerOf(command.updateResponse);
  if (command.setPatchMarker) return { kind: 'patch', id: command.setPatchMarker.patchId ?? '' };
  if (command.completeWorkflowExecution) return { kind: 'completed' };
  if (command.cancelWorkflowExecution) return { kind: 'cancelled' };
  if (command.continueAsNewWorkflowExecution)
    return { kind: 'continued', args: decoded(command.continueAsNewWorkflowExecution.arguments) };
  if (command.failWorkflowExecution)
    throw new Error(`the workflow failed: ${command.failWorkflowExecution.failure?.message}`);
  throw new Error(`a command that no workflow of ours gives: ${Object.keys(command).join(' ')}`);
}

function answerOf(response: coresdk.workflow_commands.IUpdateResponse): Wish {
  const updateId = response.protocolInstanceId ?? '';
  if (response.accepted) return { kind: 'accepted', updateId };
  if (response.rejected) return { kind: 'rejected', updateId, message: response.rejected.message ?? '' };
  return { kind: 'answered', updateId, answer: decoded([response.completed ?? {}])[0] };
}

function payloads(values: readonly unknown[]): Payload[] {
  return toPayloads(defaultPayloadConverter, ...values) ?? [];
}

function decoded(encoded: readonly (Payload | object)[] | null | undefined): readonly unknown[] {
  return (encoded ?? []).map((_, i) => fromPayloadsAtIndex(defaultPayloadConverter, i, encoded as Payload[]));
}

function infoOf(workflowType: string, workflowId: string, runId: string): WorkflowInfo {
  const began = new Date(0);
  return {
    workflowType,
    workflowId,
    runId,
    firstExecutionRunId: runId,
    originalExecutionRunId: runId,
    namespace: 'default',
    taskQueue: 'in-process',
    attempt: 1,
    taskTimeoutMs: 10_000,
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    historyLength: 0,
    historySize: 0,
    continueAsNewSuggested: false,
    targetWorkerDeploymentVersionChanged: false,
    startTime: began,
    runStartTime: began,
    unsafe: {
      now: Date.now,
      isReplaying: false,
      isReplayingHistoryEvents: false,
      random: { random: () => 0.5, uuid4: () => '00000000-0000-4000-8000-000000000000', fillRandom: (bytes) => bytes },
    },
  };
}
