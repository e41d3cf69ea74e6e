/** The tables of a backup: all but those that the log brings back, or that must not come back. */
import { join } from 'node:path';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { LineFile, readLines } from './line-file.js';
import type { TableInBackup } from './manifest.js';

/**
 * The log has a file of its own; read models (their tables end in a version) and their checkpoints are folded from it;
 * every session and every sign-in for a service ends with a restore; the schema's own list is written by the schema.
 */
const LEFT_OUT = /^(event_log.*|.+_v\d+|projection_.+|sessions|oidc_state|oidc_logout_calls|schema_migration)$/;

const PAGE = 1_000;

interface Table {
  readonly table: string;
  readonly columns: readonly string[];
}

/** In an order in which rows may be inserted: what others refer to comes first. */
export async function keptTables(db: SqlQuery): Promise<readonly Table[]> {
  const { rows } = await db.query<Table & { refersTo: readonly string[] }>(
    `select c.relname::text as table,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             order by a.attnum) as columns,
       array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
             where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as "refersTo"
     from pg_class c where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' order by 1`,
  );
  let waiting = rows.filter(({ table }) => !LEFT_OUT.test(table));
  const ordered: Table[] = [];
  while (waiting.length > 0) {
    const blocked = new Set(waiting.map(({ table }) => table));
    const free = waiting.filter(({ refersTo }) => !refersTo.some((table) => blocked.has(table)));
    if (free.length === 0) throw new Error('tables refer to each other in a circle');
    ordered.push(...free.map(({ table, columns }) => ({ table, columns })));
    waiting = waiting.filter((one) => !free.includes(one));
  }
  return ordered;
}

/** @param tx a snapshot that stays the same for all tables */
export async function writeTable(tx: SqlQuery, folder: string, { table, columns }: Table): Promise<TableInBackup> {
  const file = new LineFile(folder, join('tables', `${table}.ndjson`));
  await tx.query(`declare kept no scroll cursor for select row_to_json(t)::text as line from ${quoted(table)} t`);
  for (;;) {
    const { rows } = await tx.query<{ line: string }>(`fetch ${PAGE} from kept`);
    if (rows.length === 0) break;
    for (const { line } of rows) await file.write(line);
  }
  await tx.query('close kept');
  return { table, columns, ...(await file.close()) };
}

/** Puts the rows back as they were; a column that came later keeps its default. */
export async function readTable(tx: SqlQuery, folder: string, { table, columns, file }: TableInBackup): Promise<void> {
  const names = columns.map(quoted).join(', ');
  const insert = `insert into ${quoted(table)} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${quoted(table)}, $1::json)`;
  let lines: string[] = [];
  const flush = async () => {
    if (lines.length > 0) await tx.query(insert, [`[${lines.join(',')}]`]);
    lines = [];
  };
  for await (const line of readLines(join(folder, file))) {
    lines.push(line);
    if (lines.length === PAGE) await flush();
  }
  await flush();
  await moveSequences(tx, table, columns);
}

/** The next number that is given out must come after those that came back. */
async function moveSequences(tx: SqlQuery, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    const { rows } = await tx.query<{ sequence: string | null }>('select pg_get_serial_sequence($1, $2) as sequence', [
      quoted(table),
      column,
    ]);
    const sequence = rows[0]?.sequence;
    if (!sequence) continue;
    await tx.query(
      `select setval($1::regclass, greatest(max(${quoted(column)}), 1), max(${quoted(column)}) is not null) from ${quoted(table)}`,
      [sequence],
    );
  }
}

export async function holdsRows(db: SqlQuery, table: string): Promise<boolean> {
  return (await db.query(`select 1 from ${quoted(table)} limit 1`)).rowCount > 0;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
