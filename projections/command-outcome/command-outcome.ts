/** command_outcome: what became of a command, for its sender. The event of the command is the answer; a row stays for good. */
import type { BindingStreamEvent } from '../folding/binding-events.js';
import { foldedReadModel, type HeadColumns } from '../folding/folded-read-model.js';

interface OutcomeRow {
  readonly command_id: string;
  readonly request_id: string;
  readonly applicant_id: string | null;
  /** Who sent it; only they may ask. */
  readonly actor_id: string;
  readonly status: 'accepted' | 'refused';
  readonly code: string | null;
  /** Of the command's last event. */
  readonly revision: number;
  readonly at: string;
}

/** The command that wrote last: events of one command stand side by side in the stream. */
interface LastCommand {
  readonly requestId: string;
  readonly row: OutcomeRow;
}

export const commandOutcome = foldedReadModel<LastCommand, HeadColumns, OutcomeRow>({
  name: 'command_outcome',
  version: 1,
  fold: (before, event) => ({ requestId: event.requestId, row: outcome(before?.row ?? null, event) }),
  head: {
    name: 'command_outcome_request_v1',
    key: ['request_id'],
    columns: { request_id: 'text', revision: 'integer', document: 'text' },
  },
  headColumns: () => ({}),
  rows: {
    name: 'command_outcome_v1',
    key: ['command_id'],
    columns: {
      command_id: 'text',
      request_id: 'text',
      applicant_id: 'text',
      actor_id: 'text',
      status: 'text',
      code: 'text',
      revision: 'integer',
      at: 'timestamptz',
    },
  },
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

export const commandOutcomeTables = `
create table command_outcome_request_v1 (
  request_id text primary key,
  revision integer not null,
  document text not null
);
create table command_outcome_v1 (
  command_id text primary key,
  request_id text not null,
  applicant_id text,
  actor_id text not null,
  status text not null check (status in ('accepted', 'refused')),
  code text,
  revision integer not null,
  at timestamptz not null
);
create view command_outcome as select * from command_outcome_v1;
`;
