import type { Position } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { asInstant } from '../queries/instant-column.js';
import { InvalidCursor, readOpaque, writeOpaque } from '../queries/cursor.js';

export interface AuditQuery {
  /** `next` of the page before. */
  readonly after?: string;
  /** Who did it: the id of an actor, also of one that somebody acted for. */
  readonly actor?: string;
  readonly type?: string;
  /** RFC 3339, both inclusive. */
  readonly from?: string;
  readonly to?: string;
}

/** Where an event stands: the event itself is in the log. */
export interface AuditPlace {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  /** What the trail remembers of it, should the log not hold it any more. */
  readonly type: string;
  readonly at: string;
  readonly actorId: string;
  readonly actorRole: string;
  readonly actingFor: string | null;
  readonly channel: string | null;
  readonly commandId: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly schemaVersion: number | null;
}

/** A page of the whole log, the oldest first. `next` is null at the end. @throws InvalidCursor */
export async function auditPage(
  db: SqlQuery,
  { after, actor, type, from, to }: AuditQuery,
  limit: number,
): Promise<{ readonly places: readonly AuditPlace[]; readonly next: string | null }> {
  const { rows } = await db.query<AuditPlace>(
    `select position, stream, revision, event_id as "eventId", type, ${asInstant('at')} as at, actor_id as "actorId",
       actor_role as "actorRole", acting_for as "actingFor", channel, command_id as "commandId",
       correlation_id as "correlationId", causation_id as "causationId", schema_version as "schemaVersion"
     from audit_trail
     where ($1::text is null or position > $1) and ($2::text is null or actor_id = $2 or acting_for = $2)
       and ($3::text is null or type = $3) and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at <= $5)
     order by position limit $6`,
    [after === undefined ? null : readCursor(after), actor ?? null, type ?? null, from ?? null, to ?? null, limit + 1],
  );
  const places = rows.slice(0, limit);
  const last = places.at(-1);
  return { places, next: rows.length > limit && last ? writeOpaque([last.position]) : null };
}

function readCursor(text: string): Position {
  const [position] = readOpaque(text);
  if (typeof position !== 'string' || position.includes('\0'))
    throw new InvalidCursor('not a cursor of the audit trail');
  return position;
}
