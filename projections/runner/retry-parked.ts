/** Gives parked streams another chance: a later release may know the event, and a gap closes from the log itself. */
import type { EventLog } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import { applyOneByOne } from './apply-batch.js';
import type { Checkpoint } from './checkpoint.js';
import { park, parkedStreams, unpark } from './parked.js';
import type { Poison, ReadModel } from '../folding/read-model.js';

/** @returns the streams that are still parked. @throws LeaseLost, Unavailable, what the database throws */
export async function retryParked(
  db: SqlDatabase,
  log: EventLog,
  model: ReadModel,
  checkpoint: Checkpoint,
): Promise<readonly Poison[]> {
  const parked = await parkedStreams(db, model);
  // A strict model reads again from its parked event anyway; that read is the retry.
  if (model.strict) return parked;
  const still: Poison[] = [];
  for (const poison of parked) {
    const { stream, revision } = poison;
    const events = await log.readStream(stream, revision);
    if (events.length === 0) {
      still.push(poison);
      continue;
    }
    const poisons = await db.transaction(async (tx) => {
      await checkpoint.hold(tx);
      const found = await applyOneByOne(model, events, tx);
      await (found.length === 0 ? unpark(tx, model, stream) : park(tx, model, found));
      return found;
    });
    still.push(...poisons);
  }
  return still;
}
