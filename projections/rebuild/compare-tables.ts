import type { SqlQuery } from '../../eventstore/sql.js';
import { PRODUCT } from './schema-view.js';

export interface TableComparison {
  readonly table: string;
  /** Rows of the rebuilt table. */
  readonly rows: number;
  /** Rows that readers do not see, or see with other values. */
  readonly onlyRebuilt: number;
  /** Rows that readers see and that do not follow from the log. */
  readonly onlyCurrent: number;
}

/** Row by row and column by column; documents by their content, not by their text. Both tables are at the same position. */
export async function compareTable(tx: SqlQuery, table: string, schema: string): Promise<TableComparison> {
  const columns = await columnsOf(tx, table);
  const [current, rebuilt] = [PRODUCT, schema].map((where) => `select ${columns} from ${where}.${table}`);
  const { rows } = await tx.query<{ rows: number; only_rebuilt: number; only_current: number }>(
    `select (select count(*) from ${schema}.${table})::float8 as rows,
       (select count(*) from (${rebuilt} except all ${current}) r)::float8 as only_rebuilt,
       (select count(*) from (${current} except all ${rebuilt}) c)::float8 as only_current`,
  );
  const found = rows[0];
  return {
    table,
    rows: found?.rows ?? 0,
    onlyRebuilt: found?.only_rebuilt ?? 0,
    onlyCurrent: found?.only_current ?? 0,
  };
}

async function columnsOf(tx: SqlQuery, table: string): Promise<string> {
  const { rows } = await tx.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`${PRODUCT}.${table}`],
  );
  return rows.map(({ name }) => (name === 'document' ? 'document::jsonb' : name)).join(', ');
}
