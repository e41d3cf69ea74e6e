import { ApplicationFailure, isCancellation, log, setHandler } from '@temporalio/workflow';
import type { Command } from '../../domain/binding/commands.js';
import type { CommandAnswer } from './activity-contract.js';
import { unlessGivenUp, type RunningRequest } from './running-request.js';
import {
  approveCommand,
  isCorrectionRequest,
  isDecision,
  rejectCommand,
  requestCorrectionCommand,
} from './messages.js';
import { NOT_CARRIED_OUT } from '../names.js';
import { approveSignal, catchUpSignal, rejectSignal, requestCorrectionSignal } from './signals.js';
import { commandUpdate, validateCommand } from './updates.js';
import { waitingForQuery } from './waiting-for.js';

/** Sets every handler. Called before the first await: an update that finds no handler is rejected. */
export function listen(request: RunningRequest): void {
  setHandler(commandUpdate, (command) => answer(request, command), {
    validator: (command) => validateCommand(request.requestId, command),
  });
  setHandler(approveSignal, (message) => decide(request, message, approveCommand));
  setHandler(rejectSignal, (message) => decide(request, message, rejectCommand));
  setHandler(requestCorrectionSignal, (message) =>
    decide(request, message, requestCorrectionCommand, isCorrectionRequest),
  );
  setHandler(waitingForQuery, () => request.waitingFor());
  setHandler(catchUpSignal, (...tip) => unlessCancelled(() => request.catchUp(...tip)));
}

function answer(request: RunningRequest, command: Command): Promise<CommandAnswer> {
  return request.execute(command).catch((error: unknown) => {
    throw isCancellation(error) ? ApplicationFailure.nonRetryable('send it again', NOT_CARRIED_OUT) : error;
  });
}

async function decide<Message>(
  request: RunningRequest,
  message: Message,
  toCommand: (requestId: string, message: Message) => Command,
  isReadable: (message: unknown) => boolean = isDecision,
): Promise<void> {
  if (!isReadable(message)) {
    request.looksForItself();
    return log.warn('a decision that cannot be read was left aside');
  }
  return unlessCancelled(() => unlessGivenUp(() => request.execute(toCommand(request.requestId, message))));
}

/** An ApplicationFailure or a cancellation thrown in a signal handler would end the whole workflow as failed. */
async function unlessCancelled(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    log.warn('the run was cancelled under a signal; the next command or reconcile carries on');
  }
}
