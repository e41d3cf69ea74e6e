/** Whether an event stands in the log as the audit trail remembers it. */
import { chainOf, verifyChain } from '../../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../../eventstore/port.js';
import type { AuditPlace } from '../../../projections/audit-trail/audit-trail-queries.js';
import type { AuditEvent } from './masked-event.js';

export type Mismatch = 'altered' | 'missing';

/** @param events of the stream by revision: the one at the place and, for its chain, the one before. */
export function mismatchOf(place: AuditPlace, events: ReadonlyMap<number, StoredEvent>): Mismatch | undefined {
  const event = events.get(place.revision);
  if (!event) return 'missing';
  if (event.id !== place.eventId) return 'altered';
  return saysWhatItsChainSays(event, events.get(place.revision - 1)) ? undefined : 'altered';
}

/** An id is made from the chain, and the chain from the content: both are recomputed, where the chain before is there. */
function saysWhatItsChainSays(event: StoredEvent, before: StoredEvent | undefined): boolean {
  if (event.revision === 0) return verifyChain(event.stream, [event]).ok;
  const chain = before && chainOf(before);
  return chain === undefined || verifyChain(event.stream, [event], { revision: event.revision - 1, chain }).ok;
}

/** An event that the log lacks, as far as the audit trail remembers it. */
export function rememberedEvent(place: AuditPlace): AuditEvent {
  const { stream, revision, eventId: id, type, at, channel, commandId, correlationId, causationId } = place;
  const { actorId, actorRole, actingFor, schemaVersion } = place;
  return {
    stream,
    revision,
    id,
    type,
    at,
    actor: { id: actorId, role: actorRole, ...(actingFor !== null && { actingFor }) } as AuditEvent['actor'],
    channel,
    data: {},
    commandId,
    correlationId,
    causationId,
    chain: null,
    schemaVersion,
    mismatch: 'missing',
  };
}
