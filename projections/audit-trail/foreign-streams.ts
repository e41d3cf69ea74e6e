/**
 * What somebody else wrote to the same server. The audit trail does not keep it, and does not stand still before it; it counts it by
 * stream, so that an operator is told.
 */
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { createTable, integer, table, text } from '../folding/table.js';

export const foreignTable = table('audit_trail_foreign_v1', {
  stream: text().bytewise().key(),
  events: integer(),
  /** Position of its first event. */
  since: text().bytewise(),
});

export const foreignTables = createTable(foreignTable);
/** Streams that are counted by name; those that come later are counted together under no name. */
const MOST_STREAMS = 1_000;
/** Names that are told. */
const MOST_NAMES = 3;

export interface Foreign {
  readonly events: number;
  /** Names of some of their streams, the first to come first. */
  readonly streams: readonly string[];
}

/** Within the transaction that moves the checkpoint past them, so each is counted once. */
export async function countForeign(tx: SqlQuery, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `with came as (
       select stream, count(*) as events, min(position) as since from unnest($1::text[], $2::text[]) as e (stream, position)
       group by stream),
     placed as (
       select c.*, f.stream is not null
           or (select count(*) from ${foreignTable.name}) + row_number() over (partition by f.stream is null order by c.since) <= $3
         as has_name
       from came c left join ${foreignTable.name} f on f.stream = c.stream)
     insert into ${foreignTable.name} as f (stream, events, since)
     select case when has_name then stream else '' end as name, sum(events)::integer, min(since) from placed group by name
     on conflict (stream) do update set events = f.events + excluded.events`,
    [events.map(({ stream }) => stream), events.map(({ position }) => position), MOST_STREAMS],
  );
}

/** All that the audit trail has met so far. */
export async function foreignSeen(db: SqlQuery): Promise<Foreign> {
  const { rows } = await db.query<{ events: number | null; streams: readonly string[] | null }>(
    `select (select sum(events)::float8 from ${foreignTable.name}) as events,
       (select array_agg(stream) from
          (select stream from ${foreignTable.name} where stream <> '' order by since limit ${MOST_NAMES}) named) as streams`,
  );
  return { events: rows[0]?.events ?? 0, streams: rows[0]?.streams ?? [] };
}
