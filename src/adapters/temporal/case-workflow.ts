/** The workflow of one case as Temporal has it, for an operator who asks why the case does not move. */
import {
  Client,
  QueryNotRegisteredError,
  WorkflowNotFoundError,
  type Connection,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { WAITING_FOR, bindingStream } from '../../../workflows/names.js';
import type { WaitingFor } from '../../../workflows/binding/waiting-for.js';
import { EngineUnavailable, OutcomeUnknown } from './binding-gateway.js';
import { lazyConnection } from './connection.js';
import { asGatewayError } from './gateway-errors.js';
import type { TemporalPlace } from './temporal-place.js';

const PATIENCE_MS = 5_000;
/** The query is answered by a worker, and only between two tasks of the run. */
const QUERY_MS = 2_000;
const LONGEST_MESSAGE = 200;

/** Something in the run that failed and is tried again, or that ended it. */
export interface WorkflowFailure {
  /** `workflow-task`, `workflow`, or the name of an activity. */
  readonly of: string;
  readonly attempt: number;
  /** Type of the error and its first line; neither holds a value of a person. */
  readonly type: string;
  readonly message: string;
}

export type CaseWorkflowReport =
  | { readonly kind: 'unreachable'; readonly why: string }
  /** Temporal knows no run: none was started, its database was lost, or its retention is over. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'found';
      /** As Temporal names it: RUNNING, COMPLETED, FAILED, TERMINATED, … */
      readonly status: string;
      readonly runId: string;
      readonly startedAt: string;
      readonly failures: readonly WorkflowFailure[];
      /** Null when the run has ended, or when no worker answered the query within two seconds. */
      readonly waitingFor: WaitingFor | null;
    };

export class CaseWorkflow {
  private readonly connection: Connection;
  private readonly client: Client;

  constructor(place: TemporalPlace) {
    this.connection = lazyConnection(place.temporalAddress);
    this.client = new Client({ connection: this.connection, namespace: place.temporalNamespace });
  }

  /** Looks and changes nothing. A server that does not answer is part of the report. */
  async report(requestId: string): Promise<CaseWorkflowReport> {
    const handle = this.client.workflow.getHandle(bindingStream(requestId));
    try {
      const description = await this.within(PATIENCE_MS, () => handle.describe());
      const runs = description.status.name === 'RUNNING';
      const waitingFor = runs ? await this.ask(requestId) : null;
      const { runId, startTime, status } = description;
      const failures = [...pendingFailures(description), ...(await this.failuresInHistory(description, requestId))];
      return { kind: 'found', status: status.name, runId, startedAt: startTime.toISOString(), failures, waitingFor };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { kind: 'unknown' };
      if (error instanceof EngineUnavailable || error instanceof OutcomeUnknown) {
        return { kind: 'unreachable', why: error.message };
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** A release without the query counts as one that did not answer. */
  private async ask(requestId: string): Promise<WaitingFor | null> {
    const handle = this.client.workflow.getHandle(bindingStream(requestId));
    try {
      return await this.within(QUERY_MS, () => handle.query<WaitingFor>(WAITING_FOR));
    } catch (error) {
      const silent = error instanceof OutcomeUnknown || error instanceof EngineUnavailable;
      if (silent || error instanceof QueryNotRegisteredError || error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** Why its last task failed, where the task is being repeated; why the run ended, where it failed. */
  private async failuresInHistory(
    { raw, status }: WorkflowExecutionDescription,
    requestId: string,
  ): Promise<readonly WorkflowFailure[]> {
    const attempt = raw.pendingWorkflowTask?.attempt ?? 1;
    if (status.name === 'RUNNING' && attempt <= 1) return [];
    const { namespace } = this.client.options;
    const { history } = await this.within(PATIENCE_MS, () =>
      this.connection.workflowService.getWorkflowExecutionHistoryReverse({
        namespace,
        execution: { workflowId: bindingStream(requestId) },
        maximumPageSize: 20,
      }),
    );
    for (const event of history?.events ?? []) {
      const ended = event.workflowExecutionFailedEventAttributes;
      if (ended) return [failureOf('workflow', 1, ended.failure)];
      const task = event.workflowTaskFailedEventAttributes;
      if (task) return [failureOf('workflow-task', attempt, task.failure)];
    }
    return status.name === 'RUNNING' ? [failureOf('workflow-task', attempt, null)] : [];
  }

  private async within<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
    try {
      return await this.connection.withDeadline(Date.now() + milliseconds, call);
    } catch (error) {
      throw error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError
        ? error
        : asGatewayError(error);
    }
  }
}

function pendingFailures({ raw }: WorkflowExecutionDescription): readonly WorkflowFailure[] {
  return (raw.pendingActivities ?? []).flatMap(({ activityType, attempt, lastFailure }) =>
    lastFailure ? [failureOf(activityType?.name ?? 'activity', attempt ?? 1, lastFailure)] : [],
  );
}

type Failure = temporal.api.failure.v1.IFailure;

function failureOf(of: string, attempt: number, failure: Failure | null | undefined): WorkflowFailure {
  const [message = ''] = (failure?.message ?? '').split('\n');
  const type = failure?.applicationFailureInfo?.type ?? (failure?.timeoutFailureInfo ? 'Timeout' : 'unknown');
  return { of, attempt, type, message: message.slice(0, LONGEST_MESSAGE) };
}
