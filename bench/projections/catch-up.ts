/** How long a projector takes from nothing to the end of the log, and how long the database takes to load the same rows. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../eventstore/port.js';
import type { SqlDatabase } from '../../eventstore/sql.js';
import type { ReadModel } from '../../projections/folding/read-model.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import type { RunnerNews } from '../../projections/runner/runner-contract.js';
import { startProjections } from '../../projections/runner/runner.js';

const LOOK_MS = 10;

/** Seconds until all of them stand at the end of the log. @throws for a stream that cannot be applied */
export async function catchUp(db: SqlDatabase, log: EventLog, models: readonly ReadModel[]): Promise<number> {
  await empty(db, models);
  const end = await log.head();
  const troubles: RunnerNews[] = [];
  const tell = (news: RunnerNews) => void (news.kind !== 'active' && troubles.push(news));
  const since = performance.now();
  const projections = startProjections(models, { db, log, tell });
  try {
    for (;;) {
      const positions = await readModelPositions(db);
      const there = positions.filter(({ position }) => position === end);
      if (there.length === models.length) return (performance.now() - since) / 1000;
      const [trouble] = troubles;
      if (trouble) throw new Error(`the projector told of ${JSON.stringify(trouble)}`);
      await pause(LOOK_MS);
    }
  } finally {
    await projections.stop();
  }
}

async function empty(db: SqlDatabase, models: readonly ReadModel[]): Promise<void> {
  await db.query('delete from projection_checkpoint');
  await db.query('delete from projection_parked');
  await db.query(`truncate ${models.flatMap(({ tables }) => tables).join(', ')}`);
}

/** Seconds for COPY of the rows that stand in the table into one with the same indexes. */
export async function copyInto(db: SqlDatabase, table: string): Promise<number> {
  const [{ folder = '' } = {}] = (
    await db.query<{ folder: string }>('select current_setting($1) as folder', ['data_directory'])
  ).rows;
  const file = `${folder}/${table}.copy`;
  await db.query(`copy ${table} to '${file}'`);
  await db.query(`drop table if exists copied_${table}`);
  await db.query(`create table copied_${table} (like ${table} including all)`);
  const since = performance.now();
  await db.query(`copy copied_${table} from '${file}'`);
  return (performance.now() - since) / 1000;
}
