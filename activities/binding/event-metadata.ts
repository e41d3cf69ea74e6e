import type { Command } from '../../domain/binding/commands.js';
import { CURRENT_SCHEMA_VERSION, type BindingEvent } from '../../domain/binding/events.js';
import type { EventMetadata } from '../../domain/binding/metadata.js';
import type { Facts } from '../../domain/binding/facts.js';
import { recordFacts } from '../../domain/binding/recheck/recorded-facts.js';
import type { BindingState } from '../../domain/binding/state.js';

/** Who, when, why, and on what grounds: the same for every event of one command. The chain is added by the envelope. */
export function metadataOf(
  command: Command,
  state: BindingState,
  facts: Facts,
  events: readonly BindingEvent[],
): Omit<EventMetadata, 'chain'> {
  const { requestId, commandId, actor, channel } = command;
  return {
    commandId,
    $correlationId: requestId,
    $causationId: commandId,
    actor,
    channel,
    at: facts.now,
    schemaVersion: CURRENT_SCHEMA_VERSION,
    facts: recordFacts(command, state, facts, events),
  };
}
