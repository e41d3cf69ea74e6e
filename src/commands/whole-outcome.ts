import type { EventLog } from '../../eventstore/port.js';
import type { CommandOutcome } from '../../projections/command-outcome-queries.js';
import { bindingStream } from '../../workflows/names.js';

/**
 * The outcome with the revision of the command's last event. The read model takes events as they come, and may have seen
 * the approval before the account that was begun with it; the log has had both since the append.
 * @throws Unavailable
 */
export async function wholeOutcome(
  log: Pick<EventLog, 'readStream'>,
  outcome: CommandOutcome,
): Promise<CommandOutcome> {
  const later = await log.readStream(bindingStream(outcome.requestId), outcome.revision + 1);
  const next = later.findIndex(({ metadata }) => metadata['commandId'] !== outcome.commandId);
  const last = (next < 0 ? later : later.slice(0, next)).at(-1);
  return last ? { ...outcome, revision: last.revision } : outcome;
}
