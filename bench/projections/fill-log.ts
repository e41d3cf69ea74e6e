/** Puts many appends into the PostgreSQL log faster than appending them would: each still has a transaction number of its own. */
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { SealedAppend } from './bindings.js';

const ROWS = 5_000;

export async function fillPostgresLog(db: SqlDatabase, appends: Iterable<SealedAppend>, most: number): Promise<number> {
  const first = await useUpTransactions(db, most);
  let xid = first;
  let events = 0;
  let rows: (readonly unknown[])[] = [];
  const write = async () => {
    const columns = [0, 1, 2, 3, 4, 5, 6].map((i) => rows.map((row) => row[i]));
    await db.query(
      `insert into event_log (xid, stream, revision, event_id, type, data, metadata)
       select x::xid8, s, r, i, t, d, m
       from unnest($1::text[], $2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[])
         with ordinality as n (x, s, r, i, t, d, m, nth) order by nth`,
      columns,
    );
    rows = [];
  };
  for (const { stream, expectedRevision, events: sealed } of appends) {
    sealed.forEach(({ id, type, data, metadata }, i) =>
      rows.push([String(xid), stream, expectedRevision + 1 + i, id, type, data, metadata]),
    );
    xid += 1n;
    events += sealed.length;
    if (rows.length >= ROWS) await write();
  }
  if (rows.length > 0) await write();
  await db.query('vacuum analyze event_log');
  return events;
}

/** So many numbers that no transaction will have: those that were given to transactions which did nothing. */
async function useUpTransactions(db: SqlDatabase, count: number): Promise<bigint> {
  await db.query('set synchronous_commit = off');
  const { rows } = await db.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
  await db.query(`do $$ begin for i in 1..${count} loop perform pg_current_xact_id(); commit; end loop; end $$`);
  return BigInt(rows[0]?.xid ?? '0') + 1n;
}
