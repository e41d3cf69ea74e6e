/**
 * The statements of the log. Columns in `order by` are qualified on purpose: `select e.xid::text as xid ... order by xid`
 * would sort by the text.
 */

/** A batch. See the function in migrations.ts. */
export const APPEND = 'select event_log_append($1, $2, $3, $4, $5, $6) as place';

/**
 * One event, as most batches have: no arrays, planned once a connection. The event before it must be there; that none stands in
 * its place is what the primary key says. No row: the stream does not reach so far.
 */
export const APPEND_ONE = `
  insert into event_log as e (stream, revision, event_id, type, data, metadata)
  select $1::text, $2::integer + 1, $3::uuid, $4::text, $5::text, $6::text
  where $2::integer = -1 or exists (select from event_log b where b.stream = $1::text and b.revision = $2::integer)
  returning e.xid::text || '-' || e.seq::text as place`;

export const STREAM = `
  select e.stream, e.revision, e.event_id, e.type, e.data, e.metadata, e.xid::text as xid, e.seq::text as seq
  from event_log e
  where e.stream = $1 and e.revision between $2::bigint and $3::bigint
  order by e.revision`;

/**
 * A page from a place on, inclusive. A row is settled when every transaction that began before its own has ended:
 * nothing can appear before it any more. The settled rows are the first ones.
 */
export const PAGE = `
  select e.stream, e.revision, e.event_id, e.type, e.data, e.metadata, e.xid::text as xid, e.seq::text as seq,
    e.xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
  from event_log e
  where (e.xid, e.seq) >= ($1::text::xid8, $2::bigint)
  order by e.xid, e.seq
  limit $3`;

/** The last event that is committed, settled or not. */
export const HEAD = `
  select e.xid::text as xid, e.seq::text as seq
  from event_log e
  order by e.xid desc, e.seq desc
  limit 1`;

/** Null for a stream that does not exist. */
export const REVISION = 'select max(e.revision) as revision from event_log e where e.stream = $1';

/** A row that is visible was written by a transaction that this server has begun already. */
export const FROM_THE_FUTURE = `
  select exists (select 1 from event_log e where e.xid >= pg_snapshot_xmax(pg_current_snapshot())) as foreign_rows`;
