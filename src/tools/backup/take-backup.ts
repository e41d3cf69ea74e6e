import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog } from '../../../eventstore/port.js';
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { writeLog } from './log-file.js';
import { fingerprintsOf, FORMAT, MANIFEST, UnusableBackup, type Manifest, type TableInBackup } from './manifest.js';
import { keptTables, writeTable } from './tables.js';

/** A table may be large; each statement reads a page of it. */
export interface TakenFrom {
  readonly config: Config;
  readonly db: SqlDatabase;
  readonly log: EventLog;
}

/**
 * Takes a backup while everything runs. First the log, then, in one snapshot, the tables: so whatever the log needs (keys,
 * references, accounts) is there; what the tables know beyond the log is taken back by the restore.
 * @param folder must be empty or absent
 * @param tell how many events have been written
 * @throws UnusableBackup; Unavailable, DatabaseUnavailable, and what the file system says: the folder is then no backup
 */
export async function takeBackup(
  { config, db, log }: TakenFrom,
  folder: string,
  tell: (events: number) => void = () => undefined,
): Promise<Manifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UnusableBackup(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const startedAt = new Date().toISOString();
  const { file: logFile, foreignEvents } = await writeLog(log, folder, tell);
  const takenAt = new Date().toISOString();
  const { tables, schema } = await db.transaction((tx) => writeTables(tx, folder));
  const manifest: Manifest = {
    format: FORMAT,
    startedAt,
    takenAt,
    log: logFile,
    ...(foreignEvents > 0 && { foreignEvents }),
    tables,
    schema,
    keys: fingerprintsOf(config),
  };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return manifest;
}

async function writeTables(tx: SqlQuery, folder: string): Promise<{ tables: TableInBackup[]; schema: string[] }> {
  await tx.query('set transaction isolation level repeatable read, read only');
  const tables: TableInBackup[] = [];
  for (const table of await keptTables(tx)) tables.push(await writeTable(tx, folder, table));
  const { rows } = await tx.query<{ name: string }>('select name from schema_migration order by name');
  return { tables, schema: rows.map(({ name }) => name) };
}
