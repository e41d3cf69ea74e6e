/** What is parked, page by page, each with an id of its own for an administrator's answer. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { InvalidCursor, isId, isTime, readOpaque, writeOpaque } from '../queries/cursor.js';
import { asInstant } from '../queries/instant-column.js';

export interface ParkedItem {
  /** Made from read model, version and stream: it stays the same while the stream is parked. */
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly stream: string;
  /** The first revision that is not applied. */
  readonly revision: number;
  readonly type: string;
  readonly reason: string;
  readonly since: string;
}

const ID = `md5(read_model || '/' || version || '/' || stream)::uuid`;
const FIELDS = `${ID}::text as id, read_model as model, version, stream, revision, event_type as type, code as reason,
  ${asInstant('parked_at')} as since`;
const PLACE = `(date_trunc('milliseconds', parked_at), ${ID})`;

/** The oldest first. @throws InvalidCursor */
export async function parkedPage(
  db: SqlQuery,
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: readonly ParkedItem[]; readonly next: string | null }> {
  const [since, id] = after === undefined ? [null, null] : readCursor(after);
  const { rows } = await db.query<ParkedItem>(
    `select ${FIELDS} from projection_parked
     where $1::timestamptz is null or ${PLACE} > ($1::timestamptz, $2::uuid)
     order by date_trunc('milliseconds', parked_at), ${ID} limit $3`,
    [since, id, limit + 1],
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? writeOpaque([last.since, last.id]) : null };
}

/** @param id a UUID. @returns null where it is parked no longer, or never was. */
export async function findParked(db: SqlQuery, id: string): Promise<ParkedItem | null> {
  const { rows } = await db.query<ParkedItem>(`select ${FIELDS} from projection_parked where ${ID} = $1::uuid`, [id]);
  return rows[0] ?? null;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readCursor(text: string): readonly [since: string, id: string] {
  const [since, id] = readOpaque(text);
  if (!isTime(since) || !isId(id) || !UUID.test(id)) throw new InvalidCursor('not a cursor of what is parked');
  return [since, id];
}
