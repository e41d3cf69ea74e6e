/** One batch into a read model that never skips by itself: all of it, or what comes before the event that cannot be applied. */
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { positionAfter, type Batch } from './batch.js';
import type { Checkpoint } from './checkpoint.js';
import { park, unparkAll } from './parked.js';
import { isQuarantined } from './quarantine.js';
import { readsStream, StoppedAtPoison, type Poison, type ReadModel } from '../folding/read-model.js';
import { isRefusedRow } from './refused-row.js';

/**
 * @returns nothing parked, ever.
 * @throws StoppedAtPoison: what came before is applied, and the event is in projection_parked.
 * @throws LeaseLost, what the database throws
 */
export async function applyStrictly(
  db: SqlDatabase,
  model: ReadModel,
  checkpoint: Checkpoint,
  batch: Batch,
): Promise<readonly []> {
  try {
    await commit(db, model, checkpoint, batch);
  } catch (error) {
    if (!(error instanceof StoppedAtPoison) && !isRefusedRow(error)) throw error;
    await upToThePoison(db, model, checkpoint, batch);
  }
  return [];
}

/** Slow and sure, as it ends in a stop but for streams in quarantine: a transaction for each event. */
async function upToThePoison(db: SqlDatabase, model: ReadModel, checkpoint: Checkpoint, batch: Batch): Promise<void> {
  let { from } = batch;
  for (const event of batch.events) {
    const one: Batch = { ...batch, from, events: [event] };
    try {
      await commit(db, model, checkpoint, one);
    } catch (error) {
      const poison = poisonOf(event, error);
      if (!poison) throw error;
      if (await isQuarantined(db, model, poison)) await goPast(db, model, checkpoint, one);
      else await stopBefore(db, model, checkpoint, poison);
    }
    from = positionAfter(from, one.events);
  }
}

/** @throws StoppedAtPoison */
async function stopBefore(db: SqlDatabase, model: ReadModel, checkpoint: Checkpoint, poison: Poison): Promise<never> {
  await db.transaction(async (tx) => {
    await checkpoint.hold(tx);
    await park(tx, model, [poison]);
  });
  throw new StoppedAtPoison(poison);
}

/** An event of a stream in quarantine: only the checkpoint moves. */
async function goPast(db: SqlDatabase, model: ReadModel, checkpoint: Checkpoint, batch: Batch): Promise<void> {
  await db.transaction(async (tx) => {
    await checkpoint.advance(tx, batch.from, positionAfter(batch.from, batch.events), batch.events.length);
    await unparkAll(tx, model);
  });
}

function poisonOf({ stream, revision, type: eventType }: StoredEvent, error: unknown): Poison | undefined {
  if (error instanceof StoppedAtPoison) return error.poison;
  return isRefusedRow(error) ? { stream, revision, eventType, code: `sql-${error.code}` } : undefined;
}

async function commit(db: SqlDatabase, model: ReadModel, checkpoint: Checkpoint, batch: Batch): Promise<void> {
  const { from, events, parked } = batch;
  const mine = events.filter(({ stream }) => readsStream(model, stream));
  await db.transaction(async (tx) => {
    await checkpoint.advance(tx, from, positionAfter(from, events), events.length);
    const [poison] = mine.length === 0 ? [] : await model.apply(mine, tx);
    if (poison) throw new StoppedAtPoison(poison);
    // The model was parked at an event of this batch, which has now been applied.
    if (parked.size > 0) await unparkAll(tx, model);
  });
}
