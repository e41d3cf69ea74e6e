import type { SqlQuery } from '../../../eventstore/sql.js';

/**
 * All rows of all tables as one lower-case text, for looking for what must not be there. Bytes are shown as hexadecimal
 * and, where they are UTF-8, as text too.
 */
export async function everyValueOf(db: SqlQuery): Promise<string> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const dumps: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.query<{ line: string }>(`select t::text as line from ${name} t order by 1`);
    dumps.push(name, ...rows.flatMap(({ line }) => [line, ...decoded(line)]));
  }
  return dumps.join('\n').toLowerCase();
}

function decoded(line: string): string[] {
  const hex = [...line.matchAll(/\\x((?:[0-9a-f]{2})+)/g)].map(([, digits = '']) => Buffer.from(digits, 'hex'));
  const base64 = [...line.matchAll(/[\w+/-]{16,}/g)].map(([text]) => Buffer.from(text, 'base64'));
  return [...hex, ...base64].map((bytes) => bytes.toString('utf8'));
}
