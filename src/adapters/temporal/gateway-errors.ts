/** What Temporal's client throws, and what it means for a command that was under way. */
import {
  ApplicationFailure,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcServiceError,
} from '@temporalio/client';
import { EngineUnavailable, OutcomeUnknown } from './binding-gateway.js';
import { NOT_CARRIED_OUT } from '../../../workflows/names.js';
import { GRPC } from './grpc-status.js';

/** The run ended before or under the update: the same command goes to the next run, which answers from the log. */
const RUN_ENDED: readonly unknown[] = ['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow', NOT_CARRIED_OUT];

export function isRunEnded(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  if (!(error instanceof WorkflowUpdateFailedError)) return endedUnderTheCall(statusOf(error));
  return error.cause instanceof ApplicationFailure && RUN_ENDED.includes(error.cause.type);
}

/** The run completed in the moment of the call: the update may have been carried out by it, and the log has the answer. */
function endedUnderTheCall({ code, details = '' }: Status): boolean {
  if (code === GRPC.notFound || code === GRPC.aborted) return true;
  return code === GRPC.failedPrecondition && !TASK_FAILED.test(details);
}

/** No worker gets past the workflow's task: nothing was carried out. */
const TASK_FAILED = /workflow task in failed state/i;

/** As the edge knows it: EngineUnavailable, OutcomeUnknown, or the error itself, which is then a bug. */
export function asGatewayError(error: unknown): unknown {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return new OutcomeUnknown('Temporal did not answer in time');
  const { code, details } = statusOf(error);
  switch (code) {
    case GRPC.unavailable:
      return neverSent(details)
        ? new EngineUnavailable('Temporal cannot be reached')
        : new OutcomeUnknown('the connection to Temporal broke');
    case GRPC.resourceExhausted:
      return new EngineUnavailable('Temporal has too much in hand');
    case GRPC.failedPrecondition:
      return TASK_FAILED.test(details ?? '')
        ? new EngineUnavailable('the workflow cannot go on: look for a release that broke it')
        : new OutcomeUnknown('the run ended under the command');
    case GRPC.notFound:
    case GRPC.aborted:
    case GRPC.unknown:
    case GRPC.cancelled:
    case GRPC.deadlineExceeded:
      return new OutcomeUnknown('Temporal did not answer in time');
    default:
      return error;
  }
}

interface Status {
  readonly code?: number;
  readonly details?: string;
}

/** The gRPC status, wherever the client has put it. */
function statusOf(error: unknown): Status {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isGrpcServiceError(at)) return at;
  }
  return {};
}

/** gRPC says "unavailable" both when no server answers and when the connection breaks after the call was sent. */
function neverSent(details = ''): boolean {
  return /No connection established|ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|Name resolution failed/i.test(
    details,
  );
}
