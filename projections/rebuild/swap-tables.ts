/** Rebuilt tables in the place of the current ones, within one transaction: a reader sees the old rows or the new ones. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { PRODUCT } from './schema-view.js';

/** How long the swap waits for running readers; new readers wait behind it. */
const LONGEST_WAIT_MS = 1_000;

/** @throws DatabaseUnavailable when a reader keeps a table for too long: the transaction may be tried again. */
export async function swapTables(tx: SqlQuery, tables: readonly string[], schema: string): Promise<void> {
  const views = await viewsOf(tx, tables);
  await tx.query(`set local lock_timeout = ${LONGEST_WAIT_MS}`);
  // Readers lock the view first, then its table: so do we, or each would wait for the other.
  for (const { name } of views) await tx.query(`lock table ${PRODUCT}.${name} in access exclusive mode`);
  const replaced = `${schema}_replaced`;
  await tx.query(`create schema ${replaced}`);
  for (const table of tables) {
    await tx.query(`alter table ${PRODUCT}.${table} set schema ${replaced}`);
    await tx.query(`alter table ${schema}.${table} set schema ${PRODUCT}`);
  }
  for (const { name, definition } of views) {
    await tx.query(`create or replace view ${PRODUCT}.${name} as ${definition}`);
  }
  await tx.query(`drop schema ${replaced} cascade`);
}

/** The views that readers use, with their text as it names the tables now. */
async function viewsOf(
  tx: SqlQuery,
  tables: readonly string[],
): Promise<readonly { readonly name: string; readonly definition: string }[]> {
  const { rows } = await tx.query<{ name: string; definition: string }>(
    `select distinct v.relname as name, pg_get_viewdef(v.oid) as definition
     from pg_depend d join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
       join pg_class v on v.oid = r.ev_class and v.relkind = 'v'
     where d.refclassid = 'pg_class'::regclass and d.refobjid = any($1::regclass[]) order by v.relname`,
    [tables.map((table) => `${PRODUCT}.${table}`)],
  );
  return rows;
}
