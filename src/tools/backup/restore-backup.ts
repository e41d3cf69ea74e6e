import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../../eventstore/port.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { readModelPositions } from '../../../projections/runner/read-model-positions.js';
import { readModels } from '../../../projections/read-models.js';
import type { RunnerNews } from '../../../projections/runner/runner-contract.js';
import { startProjections } from '../../../projections/runner/runner.js';
import type { Config } from '../../config/config.js';
import type { Database } from '../../adapters/postgres/database.js';
import { migrateAll } from '../../processes/schema/schema.js';
import { openEventLog } from '../../adapters/open-event-log.js';
import { createPersonalData } from '../../people/privacy/personal-data.js';
import { appendLog, readLog } from './log-file.js';
import { assertSameKeys, openBackup, UnusableBackup, type Manifest } from './manifest.js';
import { holdsRows, keptTables, readTable } from './tables.js';

/** Where it goes: a database that holds nothing, and where one is configured an event store that holds nothing. */
export interface RestoreTarget {
  readonly config: Config;
  readonly db: Database;
}

export type RestoreStep = 'log' | 'tables' | 'erasures' | 'read models';

export interface Restored {
  readonly manifest: Manifest;
  readonly events: number;
  readonly rows: number;
  /** Answers that were kept for a repeated key, of commands whose events came after the log was read. */
  readonly answersTakenBack: number;
  readonly erasures: number;
  /** Events in streams that no read model could take; see `projection_parked`. */
  readonly parked: number;
  /** Read models that wait at an event which they cannot apply and never skip. */
  readonly stopped: readonly string[];
}

const REBUILD = { lookMs: 100, patienceMs: 60 * 60_000 };

/**
 * Checks the backup, then fills an empty system from it: log, tables, erasures, read models from scratch. The roles must not
 * run. A target that a broken-off restore left behind is not empty any more: drop it and begin again.
 * @param erased subjects that were erased after the backup was taken
 * @throws UnusableBackup before anything is written, or at an event whose chain is broken; Unavailable, DatabaseUnavailable
 */
export async function restoreBackup(
  { config, db }: RestoreTarget,
  folder: string,
  erased: readonly string[] = [],
  tell: (step: RestoreStep, done: number, total: number) => void = () => undefined,
): Promise<Restored> {
  const manifest = await openBackup(folder);
  assertSameKeys(manifest, config);
  await refuseRows(db);
  await migrateAll(db);
  await refuseNewerSchema(db, manifest);
  const log = await openEventLog(config, db);
  try {
    if ((await log.head()) !== null) throw new UnusableBackup('the event log to restore into is not empty');
    const events = await appendLog(log, folder, (done) => tell('log', done, manifest.log.lines));
    const gone = new Set([...(await erasedIn(folder)), ...erased]);
    const answersTakenBack = await restoreTables({ config, db }, folder, manifest, gone);
    const rows = manifest.tables.reduce((sum, { lines }) => sum + lines, 0);
    tell('tables', rows, rows);
    tell('erasures', gone.size, gone.size);
    const rebuilt = await rebuildReadModels(db, log, (done) => tell('read models', done, events));
    await untilOnDisk(db);
    return { manifest, events, rows, answersTakenBack, erasures: gone.size, ...rebuilt };
  } finally {
    await log.close();
  }
}

async function refuseRows(db: SqlQuery): Promise<void> {
  const { rows } = await db.query<{ table: string }>(
    `select relname::text as table from pg_class where relnamespace = current_schema::regnamespace and relkind = 'r'
       and relname <> 'schema_migration' order by 1`,
  );
  for (const { table } of rows)
    if (await holdsRows(db, table)) throw new UnusableBackup(`the database to restore into is not empty: ${table}`);
}

/** A step that this release does not know may have changed what a row means. */
async function refuseNewerSchema(db: SqlQuery, { schema }: Manifest): Promise<void> {
  const { rows } = await db.query<{ name: string }>('select name from schema_migration');
  const known = new Set(rows.map(({ name }) => name));
  const unknown = schema.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new UnusableBackup(`the backup is of a later release: its schema has ${unknown.join(', ')}`);
}

/** All tables or none, and never the key of a person in `gone`. @returns how many answers were taken back */
async function restoreTables(
  { config, db }: RestoreTarget,
  folder: string,
  { tables }: Manifest,
  gone: ReadonlySet<string>,
): Promise<number> {
  const ours = new Set((await keptTables(db)).map(({ table }) => table));
  return db.transaction(
    async (tx) => {
      for (const table of tables) if (ours.has(table.table)) await readTable(tx, folder, table);
      const personalData = createPersonalData(tx, config);
      for (const subject of gone) await personalData.eraseKey(subject);
      return takeBackAnswers(tx, folder);
    },
    { statementTimeoutMs: 10 * 60_000 },
  );
}

/**
 * The tables are later than the log. A kept answer of a command that is not in it would say to a repeated call that
 * it was done; without the row the call is decided again. What waits to be delivered stays, for reconcile.
 */
async function takeBackAnswers(tx: SqlQuery, folder: string): Promise<number> {
  await tx.query('create temporary table restored_command (command_id uuid primary key) on commit drop');
  const add = (ids: readonly string[]) =>
    tx.query('insert into restored_command select unnest($1::uuid[]) on conflict do nothing', [ids]);
  let ids: string[] = [];
  for await (const { metadata } of readLog(folder)) {
    if (typeof metadata['commandId'] === 'string' && UUID.test(metadata['commandId'])) ids.push(metadata['commandId']);
    if (ids.length < 1_000) continue;
    await add(ids);
    ids = [];
  }
  await add(ids);
  const { rowCount } = await tx.query(
    `delete from command_requests r where r.status is not null and r.command is null
       and not exists (select 1 from restored_command c where c.command_id = r.command_id)`,
  );
  return rowCount;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

async function erasedIn(folder: string): Promise<readonly string[]> {
  const subjects: string[] = [];
  for await (const { type, data } of readLog(folder))
    if (type === 'PersonalDataErased' && typeof data['subjectId'] === 'string') subjects.push(data['subjectId']);
  return subjects;
}

interface Rebuilt {
  readonly parked: number;
  readonly stopped: readonly string[];
}

/** Runs the projections until each read model has reached the end of the log, or an event that it cannot apply and never skips. */
async function rebuildReadModels(db: Database, log: EventLog, tell: (events: number) => void): Promise<Rebuilt> {
  const head = await log.head();
  const stopped = new Set<string>();
  const hear = (news: RunnerNews) => {
    if (news.kind === 'stopped') stopped.add(news.readModel);
  };
  const projections = startProjections(readModels, { db, log, tell: hear });
  const until = Date.now() + REBUILD.patienceMs;
  try {
    for (;;) {
      const positions = await readModelPositions(db);
      const done = positions.filter(
        ({ position, readModel }) => stopped.has(readModel) || head === null || (position !== null && position >= head),
      );
      tell(Math.min(...positions.map(({ events }) => events), Infinity));
      if (done.length === readModels.length)
        return { parked: positions.reduce((sum, { parked }) => sum + parked, 0), stopped: [...stopped] };
      if (Date.now() > until) throw new UnusableBackup('the read models do not reach the end of the log');
      await pause(REBUILD.lookMs);
    }
  } finally {
    await projections.stop();
  }
}

/** A commit that waits for the disk waits for every commit before it: until then the caller's connections need not. */
async function untilOnDisk(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('set local synchronous_commit = on');
    await tx.query('select pg_current_xact_id()');
  });
}
