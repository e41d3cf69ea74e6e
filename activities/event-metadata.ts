import type { Command } from '../domain/binding/commands.js';
import { CURRENT_SCHEMA_VERSION, type EventMetadata } from '../domain/binding/events.js';
import type { Facts } from '../domain/binding/facts.js';
import type { BindingState } from '../domain/binding/state.js';

/** Who, when, why, and on what grounds: the same for every event of one command. The chain is added by the envelope. */
export function metadataOf(command: Command, state: BindingState, facts: Facts): Omit<EventMetadata, 'chain'> {
  const { requestId, commandId, actor, channel } = command;
  return {
    commandId,
    $correlationId: requestId,
    $causationId: commandId,
    actor,
    channel,
    at: facts.now,
    schemaVersion: CURRENT_SCHEMA_VERSION,
    facts: used(command, state, facts),
  };
}

/** References and versions only: enough to see later why the rules said so, nothing to read about a person. */
function used(command: Command, state: BindingState, facts: Facts): Readonly<Record<string, unknown>> {
  const { student, consentText, calendarVersion, actor, boundPersonRefs } = facts;
  const applicants = new Set(state?.applicants.map(({ personRef }) => personRef));
  const bound = boundPersonRefs.filter((ref) => applicants.has(ref) || ref === actor.personRef);
  const grants = actor.grants.filter(({ role }) => role === command.actor.role);
  return {
    calendarVersion,
    textVersion: consentText.version,
    ...(student && { rosterVersion: student.rosterVersion }),
    ...(grants.length > 0 && { grants: grants.map((grant) => ({ ...grant })) }),
    ...(actor.tied && { tied: true }),
    ...(bound.length > 0 && { bound }),
  };
}
