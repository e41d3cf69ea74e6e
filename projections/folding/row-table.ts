/** Writes and deletes many rows of a table in one statement. */
import type { SqlQuery, SqlTransaction } from '../../eventstore/sql.js';
import { copyLines } from './copy-lines.js';
import { columnNames, type CellsOf, type Table } from './table.js';

/** COPY takes a round trip more than INSERT, and half as long for each row. */
const WORTH_A_COPY = 100;

/** Identifies a row within its table. */
export function keyOf<Row extends CellsOf<Row>>(table: Table<Row>, row: Row): string {
  return JSON.stringify(table.key.map((column) => row[column]));
}

/** Inserts or replaces rows in one statement. No key may come twice. */
export async function upsertRows<Row extends CellsOf<Row>>(
  tx: SqlQuery,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  const others = columnNames(table).filter((column) => !table.key.includes(column));
  const replaced = others.map((column) => `${column} = excluded.${column}`).join(', ');
  await insert(tx, table, rows, `on conflict (${table.key.join(', ')}) do update set ${replaced}`);
}

/** Inserts rows where none of them can be there yet: the database need not look for each. */
export async function insertRows<Row extends CellsOf<Row>>(
  tx: SqlTransaction,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length < WORTH_A_COPY) return insert(tx, table, rows, '');
  const columns = columnNames(table);
  await tx.copyRows(`${table.name} (${columns.join(', ')})`, copyLines(columns, rows));
}

async function insert<Row extends CellsOf<Row>>(
  tx: SqlQuery,
  table: Table<Row>,
  rows: readonly Row[],
  onConflict: string,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnNames(table);
  await tx.query(
    `insert into ${table.name} (${columns.join(', ')}) select * from unnest(${arrays(table, columns)}) ${onConflict}`,
    columns.map((column) => rows.map((row) => row[column])),
  );
}

/** Deletes the rows with these keys in one statement. */
export async function deleteRows<Row extends CellsOf<Row>>(
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

function arrays<Row>(table: Table<Row>, columns: readonly (keyof Row & string)[]): string {
  return columns.map((column, i) => `$${i + 1}::${table.columns[column].type}[]`).join(', ');
}
