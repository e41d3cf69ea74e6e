import { EventEmitter, once } from 'node:events';
import type { SqlDatabase, SqlQuery } from '../../eventstore/sql.js';

export interface OpenTransaction {
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Runs `work` in a transaction that then stays open until it is told to end. */
export async function openTransaction(
  db: SqlDatabase,
  work: (tx: SqlQuery) => Promise<unknown>,
): Promise<OpenTransaction> {
  const told = new EventEmitter();
  const begun = once(told, 'begun');
  const done = db.transaction(async (tx) => {
    await work(tx);
    const end = once(told, 'end') as Promise<[giveUp: boolean]>;
    told.emit('begun');
    const [giveUp] = await end;
    if (giveUp) throw new Error('the writer gives up');
  });
  await Promise.race([begun, done]);
  return {
    async commit() {
      told.emit('end', false);
      await done;
    },
    async rollback() {
      told.emit('end', true);
      await done.catch(() => undefined);
    },
  };
}
