/** What reaches a request as an update: the commands of parents, who wait for the answer. */
import { ApplicationFailure, defineUpdate } from '@temporalio/workflow';
import type { Command } from '../../domain/binding/commands.js';
import type { CommandAnswer } from './activity-contract.js';
import { COMMAND } from '../names.js';

export const commandUpdate = defineUpdate<CommandAnswer, [Command]>(COMMAND);

/** The edge admits 32 kB; sealing adds a third, and Temporal ends at 2 MB. */
const MOST_CHARACTERS = 256_000;

/**
 * Shape and size, never state: every rule is answered by `execute`. Synchronous, because an asynchronous validator
 * fails the workflow task for ever. Opening is never refused here: it has started the run it would leave behind.
 */
export function validateCommand(requestId: string, command: Command): void {
  if (!isCommand(command)) throw malformed('a command has a type, a requestId, a commandId, an actor and data');
  if (command.type === 'Open') return;
  if (command.requestId !== requestId) throw malformed('the command belongs to another request');
  if (JSON.stringify(command).length > MOST_CHARACTERS) throw malformed('the command is too large');
}

function isCommand(value: unknown): value is Command {
  if (!isObject(value) || !isObject(value['actor']) || !isObject(value['data'])) return false;
  return [value['type'], value['requestId'], value['commandId'], value['actor']['id']].every(
    (name) => typeof name === 'string',
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function malformed(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'MalformedCommand');
}
