/** One batch into one read model: rows, parked streams and position in the same transaction. */
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlDatabase, SqlTransaction } from '../../eventstore/sql.js';
import { applyStrictly } from './apply-strictly.js';
import { positionAfter, type Batch } from './batch.js';
import type { Checkpoint } from './checkpoint.js';
import { park } from './parked.js';
import { readsStream, type Poison, type ReadModel } from '../folding/read-model.js';
import { isRefusedRow } from './refused-row.js';

/**
 * @returns the streams that could not go on.
 * @throws LeaseLost; what the database throws, with nothing applied; StoppedAtPoison from a strict read model.
 */
export async function applyBatch(
  db: SqlDatabase,
  model: ReadModel,
  checkpoint: Checkpoint,
  batch: Batch,
): Promise<readonly Poison[]> {
  if (model.strict) return applyStrictly(db, model, checkpoint, batch);
  try {
    return await commit(db, model, checkpoint, batch, (events, tx) => model.apply(events, tx));
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    // The database does not say which event it was: find it, and keep the others.
    return commit(db, model, checkpoint, batch, (events, tx) => applyOneByOne(model, events, tx));
  }
}

async function commit(
  db: SqlDatabase,
  model: ReadModel,
  checkpoint: Checkpoint,
  { from, events, parked }: Batch,
  apply: ReadModel['apply'],
): Promise<readonly Poison[]> {
  const mine = events.filter(({ stream }) => readsStream(model, stream) && !parked.has(stream));
  return db.transaction(async (tx) => {
    await checkpoint.advance(tx, from, positionAfter(from, events), events.length);
    const poisons = mine.length === 0 ? [] : await apply(mine, tx);
    await park(tx, model, poisons);
    return poisons;
  });
}

/** A savepoint for each event, so that one refused row takes no other event with it. Slow. */
export async function applyOneByOne(
  model: ReadModel,
  events: readonly StoredEvent[],
  tx: SqlTransaction,
): Promise<readonly Poison[]> {
  const poisons = new Map<string, Poison>();
  for (const event of events) {
    if (poisons.has(event.stream)) continue;
    const [poison] = await applyOne(model, event, tx);
    if (poison) poisons.set(event.stream, poison);
  }
  return [...poisons.values()];
}

async function applyOne(model: ReadModel, event: StoredEvent, tx: SqlTransaction): Promise<readonly Poison[]> {
  await tx.query('savepoint one_event');
  try {
    const poisons = await model.apply([event], tx);
    await tx.query('release savepoint one_event');
    return poisons;
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    await tx.query('rollback to savepoint one_event');
    const { stream, revision, type: eventType } = event;
    return [{ stream, revision, eventType, code: `sql-${error.code}` }];
  }
}
