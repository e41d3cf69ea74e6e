/** Rebuilds that an administrator asked for over HTTP. The API writes the row; a projector carries it out and reports. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { fields, instant, integer, table, text, type FieldsOf } from '../folding/table.js';

export type RebuildStatus = 'waiting' | 'running' | 'done' | 'failed';

export const rebuildRequestTable = table('projection_rebuild_v1', {
  rebuild_id: text().key(),
  read_model: text(),
  asked_by: text(),
  asked_at: instant(),
  status: text<RebuildStatus>(),
  /** What it is doing: filling, indexing, comparing or swapping; null while it waits. */
  step: text().nullable(),
  /** Events applied, and about how many there are. */
  done: integer(),
  total: integer(),
  /** Why it failed: the name of an error. */
  failure: text().nullable(),
  /** Until when the projector that works on it has it in hand; null before and afterwards. */
  runner_until: instant().nullable(),
});

export type RebuildRequest = FieldsOf<typeof rebuildRequestTable>;

export const rebuildRequestTables = `
create table projection_rebuild_v1 (
  rebuild_id text not null primary key,
  read_model text not null,
  asked_by text not null,
  asked_at timestamptz not null default now(),
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed')),
  step text,
  done integer not null default 0,
  total integer not null default 0,
  failure text,
  runner_until timestamptz
);
create unique index projection_rebuild_v1_waiting on projection_rebuild_v1 (read_model) where status = 'waiting';
create index projection_rebuild_v1_order on projection_rebuild_v1 (asked_at);
create view projection_rebuild as select * from projection_rebuild_v1;
`;

const KEPT_DAYS = 90;
const HOLD = `clock_timestamp() + interval '60 seconds'`;

/**
 * Puts the rebuild into the queue; asked for again under its id, it changes nothing. Rows older than 90 days go.
 * @returns its id, or that of a rebuild of the same read model that still waits and serves this wish too.
 */
export async function askForRebuild(db: SqlQuery, id: string, readModel: string, by: string): Promise<string> {
  await db.query(
    `delete from projection_rebuild where status in ('done', 'failed') and asked_at < now() - interval '${KEPT_DAYS} days'`,
  );
  if (await findRebuild(db, id)) return id;
  await db.query(
    'insert into projection_rebuild (rebuild_id, read_model, asked_by) values ($1, $2, $3) on conflict do nothing',
    [id, readModel, by],
  );
  const { rows } = await db.query<{ id: string }>(
    `select rebuild_id as id from projection_rebuild
     where rebuild_id = $1 or (read_model = $2 and status = 'waiting') order by (rebuild_id = $1) desc limit 1`,
    [id, readModel],
  );
  // A waiting one that another projector took up between the two statements does not serve a wish that came later.
  return rows[0]?.id ?? askForRebuild(db, id, readModel, by);
}

export async function findRebuild(db: SqlQuery, id: string): Promise<RebuildRequest | null> {
  const { rows } = await db.query<RebuildRequest>(
    `select ${fields(rebuildRequestTable)} from projection_rebuild where rebuild_id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Takes the oldest rebuild that waits, or one whose projector vanished. @returns null where there is none. */
export async function takeRebuild(db: SqlQuery): Promise<RebuildRequest | null> {
  const { rows } = await db.query<RebuildRequest>(
    `update projection_rebuild set status = 'running', runner_until = ${HOLD}
     where rebuild_id = (
       select rebuild_id from projection_rebuild_v1
       where status = 'waiting' or (status = 'running' and runner_until < clock_timestamp())
       order by asked_at, rebuild_id limit 1 for update skip locked)
     returning ${fields(rebuildRequestTable)}`,
  );
  return rows[0] ?? null;
}

/** Says how far it is, and keeps it in hand for another minute. */
export async function tellRebuildProgress(
  db: SqlQuery,
  id: string,
  progress: { readonly step: string; readonly done: number; readonly total: number },
): Promise<void> {
  await db.query(
    `update projection_rebuild set step = $2, done = $3, total = $4, runner_until = ${HOLD}
     where rebuild_id = $1 and status = 'running'`,
    [id, progress.step, progress.done, progress.total],
  );
}

/** @param failure the name of an error; null where it succeeded. */
export async function endRebuild(db: SqlQuery, id: string, failure: string | null): Promise<void> {
  await db.query(
    `update projection_rebuild set status = $2, failure = $3, runner_until = null, step = null where rebuild_id = $1`,
    [id, failure === null ? 'done' : 'failed', failure],
  );
}

/** Gives it back to the queue: its projector stops. A newer wish for the same read model that waits takes its place. */
export async function giveRebuildBack(db: SqlQuery, id: string): Promise<void> {
  await db.query(
    `update projection_rebuild set runner_until = clock_timestamp() where rebuild_id = $1 and status = 'running'`,
    [id],
  );
}
