/** Tables of read models: what the runner needs to write many rows in one statement. */
import type { SqlQuery, SqlTransaction } from '../../eventstore/sql.js';
import { copyLines } from './copy-lines.js';

export type Cell = string | number | boolean | null;
export type ColumnType = 'text' | 'integer' | 'boolean' | 'timestamptz';

export interface Table<Row> {
  /** With its version, as `review_inbox_v1`. */
  readonly name: string;
  readonly key: readonly (keyof Row & string)[];
  /** Column names are the property names of the row. */
  readonly columns: { readonly [C in keyof Row & string]: ColumnType };
}

export type RowOf<Row> = { readonly [C in keyof Row]: Cell };

/** COPY takes a round trip more than INSERT, and half as long for each row. */
const WORTH_A_COPY = 100;

/** Identifies a row within its table. */
export function keyOf<Row extends RowOf<Row>>(table: Table<Row>, row: Row): string {
  return JSON.stringify(table.key.map((column) => row[column]));
}

/** Inserts or replaces rows in one statement. No key may come twice. */
export async function upsertRows<Row extends RowOf<Row>>(
  tx: SqlQuery,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  const others = columnsOf(table).filter((column) => !table.key.includes(column));
  const replaced = others.map((column) => `${column} = excluded.${column}`).join(', ');
  await insert(tx, table, rows, `on conflict (${table.key.join(', ')}) do update set ${replaced}`);
}

/** Inserts rows where none of them can be there yet: the database need not look for each. */
export async function insertRows<Row extends RowOf<Row>>(
  tx: SqlTransaction,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length < WORTH_A_COPY) return insert(tx, table, rows, '');
  const columns = columnsOf(table);
  await tx.copyRows(`${table.name} (${columns.join(', ')})`, copyLines(columns, rows));
}

async function insert<Row extends RowOf<Row>>(
  tx: SqlQuery,
  table: Table<Row>,
  rows: readonly Row[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(table);
  await tx.query(
    `insert into ${table.name} (${columns.join(', ')}) select * from unnest(${arrays(table, columns)}) ${onConflict}`,
    columns.map((column) => rows.map((row) => row[column])),
  );
}

/** Deletes the rows with these keys in one statement. */
export async function deleteRows<Row extends RowOf<Row>>(
  tx: SqlQuery,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `delete from ${table.name} as row using unnest(${arrays(table, table.key)}) as gone (${table.key.join(', ')})
     where ${table.key.map((column) => `row.${column} = gone.${column}`).join(' and ')}`,
    table.key.map((column) => rows.map((row) => row[column])),
  );
}

function columnsOf<Row>(table: Table<Row>): (keyof Row & string)[] {
  return Object.keys(table.columns) as (keyof Row & string)[];
}

function arrays<Row>(table: Table<Row>, columns: readonly (keyof Row & string)[]): string {
  return columns.map((column, i) => `$${i + 1}::${table.columns[column]}[]`).join(', ');
}
