import type { SqlQuery } from '../../eventstore/sql.js';
import { parkedStreams } from './parked.js';
import type { Poison, ReadModel } from '../folding/read-model.js';
import { until } from '../queries/until.js';

/**
 * Ends the lease of the projector; the runner that takes the lease next begins by retrying what is parked.
 * @returns what is parked after that try; null when no projector has tried within `timeoutMs`.
 */
export async function askForRetry(
  db: SqlQuery,
  model: Pick<ReadModel, 'name' | 'version'>,
  timeoutMs: number,
): Promise<readonly Poison[] | null> {
  const key = [model.name, model.version];
  const { rows } = await db.query<{ asked: string }>('select clock_timestamp()::text as asked');
  const asked = rows[0]?.asked;
  await db.query(
    'update projection_checkpoint set holder = null, lease_until = null where read_model = $1 and version = $2',
    key,
  );
  return until(timeoutMs, async () => {
    const waiting = await db.query(
      'select 1 from projection_parked where read_model = $1 and version = $2 and tried_at <= $3::timestamptz',
      [...key, asked],
    );
    return waiting.rowCount === 0 ? parkedStreams(db, model) : null;
  });
}
