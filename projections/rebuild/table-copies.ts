/** Empty copies of tables in a schema of their own: columns, constraints and indexes under the same names. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { PRODUCT } from './schema-view.js';

/** Columns, defaults, checks and keys; the other indexes come when the rows are there (`addIndexes`). */
export async function copyTable(tx: SqlQuery, table: string, schema: string): Promise<void> {
  await tx.query(`create table ${schema}.${table} (like ${PRODUCT}.${table} including all excluding indexes)`);
  const { rows } = await tx.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = $1::regclass and contype in ('p', 'u') order by conname`,
    [`${PRODUCT}.${table}`],
  );
  for (const { name, definition } of rows) {
    await tx.query(`alter table ${schema}.${table} add constraint ${name} ${definition}`);
  }
}

/** The indexes without a constraint, and statistics for the planner. */
export async function addIndexes(tx: SqlQuery, table: string, schema: string): Promise<void> {
  const { rows } = await tx.query<{ definition: string }>(
    `select pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = $1::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [`${PRODUCT}.${table}`],
  );
  for (const { definition } of rows) {
    await tx.query(definition.replace(` ON ${PRODUCT}.${table} `, ` ON ${schema}.${table} `));
  }
  await tx.query(`analyze ${schema}.${table}`);
}
