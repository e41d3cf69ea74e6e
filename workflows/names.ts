/** Names that cross the wire to Temporal. Changing one breaks running workflows. */
export const BINDING_WORKFLOW = 'bindingRequest';
export const TASK_QUEUE = 'binding-requests';
/** The update that carries a command, and the signals. */
export const COMMAND = 'command';
export const APPROVE = 'approve';
export const REJECT = 'reject';
export const REQUEST_CORRECTION = 'requestCorrection';
export const CATCH_UP = 'catchUp';
/** The query that says what a run waits for. */
export const WAITING_FOR = 'waitingFor';
/** Failure type of an update that its run did not carry out: the sender sends the command again, and the next run answers. */
export const NOT_CARRIED_OUT = 'NotCarriedOut';
/** Type of the failure of a command whose events no reader could read: a bug, and trying again does not cure it. */
export const MISSHAPEN_EVENT = 'MisshapenEvent';
/** Type of the failure of a command that this release does not have. */
export const UNKNOWN_COMMAND = 'UnknownCommand';

/** Of the wire format of the agenda (binding/activity-contract.ts). A workflow does not read a higher one: it asks again. */
export const AGENDA_VERSION = 1;

/** Workflow id and stream name of a request are the same text. */
export function bindingStream(requestId: string): string {
  return `bindingRequest-${requestId}`;
}

const PREFIX = bindingStream('');

/** The other way round. */
export function requestIdOfWorkflow(workflowId: string): string {
  return workflowId.slice(PREFIX.length);
}
