/** command_outcome: what became of a command, for its sender. The event of the command is the answer; a row stays for good. */
import type { BindingStreamEvent } from '../folding/binding-events.js';
import { commandOutcomeTable, outcomeRequestTable, type OutcomeRow } from './command-outcome-tables.js';
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';

/** The command that wrote last: events of one command stand side by side in the stream. */
interface LastCommand {
  readonly requestId: string;
  readonly row: OutcomeRow;
}

export const commandOutcome = foldedReadModel<LastCommand, HeadColumns, OutcomeRow>({
  name: 'command_outcome',
  version: 1,
  fold: (before, event) => ({ requestId: event.requestId, row: outcome(before?.row ?? null, event) }),
  head: outcomeRequestTable,
  headColumns: () => ({}),
  rows: commandOutcomeTable,
  rowsOf: ({ row }) => [row],
  rowsStay: true,
});

function outcome(last: OutcomeRow | null, event: BindingStreamEvent): OutcomeRow {
  const { commandId, actor, at } = event.metadata;
  if (last?.command_id === commandId) return { ...last, revision: event.revision };
  return {
    command_id: commandId,
    request_id: event.requestId,
    applicant_id: 'applicantId' in event.data ? event.data.applicantId : null,
    actor_id: actor.id,
    ...(event.type === 'ReviewDecisionRefused'
      ? { status: 'refused', code: event.data.code }
      : { status: 'accepted', code: null }),
    revision: event.revision,
    at,
  };
}
