/** What the audit trail remembers of the log up to its checkpoint: what the log is compared with. */
import type { Position } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';

export interface RememberedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly position: Position;
}

/** Where the trail ends: its checkpoint, or its last row where somebody took the checkpoint away. Null before its first event. */
export async function endOfTrail(db: SqlQuery): Promise<Position | null> {
  const { rows } = await db.query<{ position: Position | null }>(
    `select coalesce((select position from projection_checkpoint where read_model = 'audit_trail' order by version desc limit 1),
                     (select position from audit_trail order by position desc limit 1)) as position`,
  );
  return rows[0]?.position ?? null;
}

/** Those of these places that it remembers, in no order. */
export async function rememberedAt(
  db: SqlQuery,
  places: readonly { readonly stream: string; readonly revision: number }[],
): Promise<readonly RememberedEvent[]> {
  if (places.length === 0) return [];
  const { rows } = await db.query<RememberedEvent>(
    `select ${COLUMNS} from unnest($1::text[], $2::integer[]) as asked (stream, revision)
       join audit_trail t on t.stream = asked.stream and t.revision = asked.revision`,
    [places.map(({ stream }) => stream), places.map(({ revision }) => revision)],
  );
  return rows;
}

const COLUMNS = `t.stream, t.revision, t.event_id as "eventId", t.type, t.position`;
const STREAMS = 2_000;

/** The last event of each stream up to a position, by the name of the stream. */
export async function* rememberedEnds(
  db: SqlQuery,
  until: Position,
): AsyncGenerator<readonly RememberedEvent[], void, undefined> {
  for (let after = ''; ;) {
    const { rows } = await db.query<RememberedEvent>(
      `with ends as (
         select stream, max(revision) as revision from audit_trail where stream > $1 and position <= $2
         group by stream order by stream limit $3)
       select ${COLUMNS} from ends join audit_trail t using (stream, revision) order by stream`,
      [after, until, STREAMS],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.stream;
  }
}
