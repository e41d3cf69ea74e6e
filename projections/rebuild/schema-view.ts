/** The same database with another schema in front: what the statements of a read model call by name is then found there. */
import type { SqlDatabase, SqlQuery, SqlTransaction } from '../../eventstore/sql.js';

/** Statements and transactions find tables in `schema` first. Opening and closing stays with the owner of `db`. */
export function throughSchema(db: SqlDatabase, schema: string): SqlDatabase {
  const transaction: SqlDatabase['transaction'] = (work) =>
    db.transaction(async (tx) => {
      await lookInto(tx, schema);
      return work(tx);
    });
  return {
    transaction,
    query: (text, values, name) => transaction((tx) => tx.query(text, values, name)),
    listen: (channel, wake, signal) => db.listen(channel, wake, signal),
    close: () => Promise.resolve(),
  };
}

/** Until the transaction ends, or it is called again. The schema of the product stays behind it. */
export async function lookInto(tx: SqlQuery, schema: string): Promise<void> {
  await tx.query(`set local search_path = ${schema}, ${PRODUCT}`);
}

/** Where the migrations put everything. */
export const PRODUCT = 'public';

/** A transaction that is under way as a database: its transactions are savepoints. */
export function within(tx: SqlTransaction): SqlDatabase {
  return {
    query: (text, values, name) => tx.query(text, values, name),
    async transaction(work) {
      await tx.query('savepoint inner_work');
      try {
        const result = await work(tx);
        await tx.query('release savepoint inner_work');
        return result;
      } catch (error) {
        await tx.query('rollback to savepoint inner_work');
        throw error;
      }
    },
    listen: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
