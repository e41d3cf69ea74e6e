/** command_outcome_v1: a row per command, kept for good. */
import { headColumns } from '../folding/folded-read-model.js';
import { instant, integer, table, text, type RowOf } from '../folding/table.js';

export const outcomeRequestTable = table('command_outcome_request_v1', headColumns);

export const commandOutcomeTable = table('command_outcome_v1', {
  command_id: text().key(),
  request_id: text(),
  /** The one applicant it is about; null for a command about the request or about several applicants. */
  applicant_id: text().nullable(),
  /** The sender, the only one who may ask for the outcome. */
  actor_id: text(),
  status: text<'accepted' | 'refused'>(),
  /** Null when accepted. */
  code: text().nullable(),
  /** Of the command's last event. */
  revision: integer(),
  at: instant(),
});

export type OutcomeRow = RowOf<typeof commandOutcomeTable>;

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
