/** One batch into one read model: rows, parked streams and position in the same transaction. */
import type { Position, StoredEvent } from '../eventstore/port.js';
import { SqlError, type SqlDatabase, type SqlQuery } from '../eventstore/sql.js';
import type { Checkpoint } from './checkpoint.js';
import { park } from './parked.js';
import { categoryOf, type Poison, type ReadModel } from './read-model.js';

export interface Batch {
  /** Where the read model stands before it. */
  readonly from: Position | null;
  readonly events: readonly [StoredEvent, ...StoredEvent[]];
  /** Streams that stand still: their events are read again from the log once they go on. */
  readonly parked: ReadonlySet<string>;
}

/** @returns the streams that could not go on. @throws LeaseLost; what the database throws, with nothing applied. */
export async function applyBatch(
  db: SqlDatabase,
  model: ReadModel,
  checkpoint: Checkpoint,
  batch: Batch,
): Promise<readonly Poison[]> {
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
  const mine = events.filter(({ stream }) => model.categories.includes(categoryOf(stream)) && !parked.has(stream));
  return db.transaction(async (tx) => {
    await checkpoint.advance(tx, from, positionAfter(from, events), events.length);
    const poisons = mine.length === 0 ? [] : await apply(mine, tx);
    await park(tx, model, poisons);
    return poisons;
  });
}

/** Where the read model stands after the events. Never back: an event that comes again must not move it. */
export function positionAfter(from: Position | null, events: readonly [StoredEvent, ...StoredEvent[]]): Position {
  return events.reduce((to, { position }) => (position > to ? position : to), from ?? events[0].position);
}

/** Slow and sure: a savepoint for each event, so that one refused row takes nothing else with it. */
export async function applyOneByOne(
  model: ReadModel,
  events: readonly StoredEvent[],
  tx: SqlQuery,
): Promise<readonly Poison[]> {
  const poisons = new Map<string, Poison>();
  for (const event of events) {
    if (poisons.has(event.stream)) continue;
    const [poison] = await applyOne(model, event, tx);
    if (poison) poisons.set(event.stream, poison);
  }
  return [...poisons.values()];
}

async function applyOne(model: ReadModel, event: StoredEvent, tx: SqlQuery): Promise<readonly Poison[]> {
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

/** SQLSTATE classes 21 to 23: cardinality, data, constraint. All others are about the server, or a bug of every batch. */
function isRefusedRow(error: unknown): error is SqlError {
  return error instanceof SqlError && /^2[123]/.test(error.code);
}
