/** What a workflow asks of its own request, completed: the same wish has the same id, whichever run asks for it. */
import type { Command } from '../../domain/binding/commands.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { passDeadlineId, recordAccountId, releaseAccountId } from '../../domain/binding/identifiers.js';
import type { SystemCommand } from '../../workflows/binding/activity-contract.js';

const SYSTEM: Actor = { id: 'system', role: 'system' };

export function completed(asked: Command | SystemCommand): Command {
  if (asked.commandId !== undefined) return asked;
  return { ...asked, commandId: idOf(asked), actor: SYSTEM, channel: 'online' } as Command;
}

function idOf(asked: SystemCommand): string {
  const { requestId } = asked;
  switch (asked.type) {
    case 'PassDeadline':
      return passDeadlineId(requestId, asked.data.kind, asked.data.dueAt);
    case 'RecordAccount':
      return recordAccountId(requestId, asked.data.applicantId, asked.data.attempt);
    case 'ReleaseAccount':
      return releaseAccountId(requestId, asked.data.applicantId, asked.data.attempt);
  }
}
