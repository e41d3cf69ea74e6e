/** audit_trail_v1: a row per event of the log. */
import { instant, integer, table, text, type RowOf } from '../folding/table.js';

export const auditTrailTable = table('audit_trail_v1', {
  position: text().bytewise(),
  stream: text().bytewise().key(),
  revision: integer().key(),
  event_id: text().bytewise(),
  type: text().bytewise(),
  at: instant(),
  actor_id: text().bytewise(),
  actor_role: text().bytewise(),
  /** The family for whom a registrar acted at the counter. */
  acting_for: text().bytewise().nullable(),
  channel: text().bytewise().nullable(),
  command_id: text().bytewise().nullable(),
  correlation_id: text().bytewise().nullable(),
  causation_id: text().bytewise().nullable(),
  schema_version: integer().nullable(),
});

export type AuditRow = RowOf<typeof auditTrailTable>;

export const auditTrailTables = `
create table audit_trail_v1 (
  position text collate "C" not null,
  stream text collate "C" not null,
  revision integer not null,
  event_id text collate "C" not null,
  type text collate "C" not null,
  at timestamptz not null,
  actor_id text collate "C" not null,
  actor_role text collate "C" not null,
  acting_for text collate "C",
  channel text collate "C",
  command_id text collate "C",
  correlation_id text collate "C",
  causation_id text collate "C",
  schema_version integer,
  primary key (stream, revision)
);
create index audit_trail_v1_order on audit_trail_v1 (position);
create index audit_trail_v1_actor on audit_trail_v1 (actor_id, position);
create index audit_trail_v1_type on audit_trail_v1 (type, position);
create view audit_trail as select * from audit_trail_v1;
`;
