/** How far the read models have come, for health and for people who wait. */
import type { Position } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';

export interface ReadModelPosition {
  readonly readModel: string;
  readonly version: number;
  /** Last event applied; null before the first. */
  readonly position: Position | null;
  /** End of the log as its runner saw it last; null for an empty log or before the first look. */
  readonly head: Position | null;
  /** For how long there have been events that are not applied; 0 when caught up. */
  readonly behindSeconds: number;
  /** True: the checkpoint is past the end of the log (the log was restored from an older copy). Nothing is applied then. */
  readonly aheadOfLog: boolean;
  /** False: no projector has it in hand. */
  readonly active: boolean;
  /** Events seen so far, those of other streams included. */
  readonly events: number;
  /** Streams that stand still on an event that cannot be applied. */
  readonly parked: number;
}

export async function readModelPositions(db: SqlQuery): Promise<readonly ReadModelPosition[]> {
  const { rows } = await db.query<ReadModelPosition>(
    `select read_model as "readModel", version, position, head,
       coalesce(extract(epoch from clock_timestamp() - behind_since), 0)::float8 as "behindSeconds",
       position is not null and looked_at is not null and (head is null or position > head) as "aheadOfLog",
       coalesce(lease_until > clock_timestamp(), false) as active, events::float8 as events,
       (select count(*)::int from projection_parked p
        where p.read_model = c.read_model and p.version = c.version) as parked
     from projection_checkpoint c order by read_model, version`,
  );
  return rows;
}
