/**
 * audit_trail: every event of every stream of ours, one row each, in the order of the log. Who did what, when and through which
 * command; never what was entered: for that the auditor's page goes to the log itself. It never skips an event.
 */
import type { JsonObject, StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { isOurs } from '../folding/our-streams.js';
import { countForeign, foreignTable } from './foreign-streams.js';
import { isTime } from '../queries/cursor.js';
import { PoisonEvent, poisonCodeOf, type PoisonCode, type ReadModel } from '../folding/read-model.js';
import { insertRows } from '../folding/row-table.js';
import { auditTrailTable, type AuditRow } from './audit-trail-table.js';

export const auditTrail: ReadModel = {
  name: 'audit_trail',
  version: 1,
  categories: 'all',
  tables: [auditTrailTable.name, foreignTable.name],
  strict: true,
  isEvidence: true,
  async apply(all, tx) {
    const events = all.filter(({ stream }) => isOurs(stream));
    const foreign = all.filter(({ stream }) => !isOurs(stream));
    await countForeign(tx, foreign);
    const looking = endsOf(events, tx);
    // Made while the server looks: in a catch-up both have enough to do.
    const made = events.map(rowOrPoison);
    const ends = await looking;
    const rows: AuditRow[] = [];
    for (const [i, { stream, revision, type: eventType }] of events.entries()) {
      const next = (ends.get(stream) ?? -1) + 1;
      if (revision < next) continue;
      const row = revision === next ? made[i] : 'gap';
      if (typeof row !== 'object') return [{ stream, revision: next, eventType, code: row ?? 'gap' }];
      rows.push(row);
      ends.set(stream, revision);
    }
    // What was there is left out above, and the checkpoint's row, which this transaction holds, keeps others away.
    await insertRows(tx, auditTrailTable, rows);
    return [];
  },
};

function rowOrPoison(event: StoredEvent): AuditRow | PoisonCode {
  try {
    return rowOf(event);
  } catch (error) {
    return poisonCodeOf(error);
  }
}

/** The last revision there is of each stream. */
async function endsOf(events: readonly StoredEvent[], tx: SqlQuery): Promise<Map<string, number>> {
  const firsts = new Map<string, number>();
  for (const { stream, revision } of events) if (!firsts.has(stream)) firsts.set(stream, revision);
  // A stream that begins here has none.
  const streams = [...firsts].flatMap(([stream, revision]) => (revision > 0 ? [stream] : []));
  if (streams.length === 0) return new Map();
  const { rows } = await tx.query<{ stream: string; revision: number }>(
    `select asked.stream, last.revision from unnest($1::text[]) as asked (stream), lateral
       (select t.revision from ${auditTrailTable.name} t where t.stream = asked.stream order by t.revision desc limit 1) last`,
    [streams],
  );
  return new Map(rows.map(({ stream, revision }) => [stream, revision]));
}

/** @throws PoisonEvent for an event without time or actor: nothing of ours wrote it. */
export function rowOf({ position, stream, revision, id, type, metadata }: StoredEvent): AuditRow {
  const { at, actor, schemaVersion } = metadata;
  if (!isTime(at)) throw new PoisonEvent('misshapen-metadata-at');
  const { id: actorId, role, actingFor } = (actor ?? {}) as JsonObject;
  if (typeof actorId !== 'string' || typeof role !== 'string') throw new PoisonEvent('misshapen-metadata-actor');
  return {
    position,
    stream,
    revision,
    event_id: id,
    type,
    at,
    actor_id: actorId,
    actor_role: role,
    acting_for: textOrNull(actingFor),
    channel: textOrNull(metadata['channel']),
    command_id: textOrNull(metadata['commandId']),
    correlation_id: textOrNull(metadata['$correlationId']),
    causation_id: textOrNull(metadata['$causationId']),
    schema_version: Number.isInteger(schemaVersion) ? (schemaVersion as number) : null,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
