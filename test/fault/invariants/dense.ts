/** I2: revisions of a stream are dense, ids unique, and both ways of reading the log tell the same. */
import type { StoredEvent } from '../../../eventstore/port.js';
import { placeOf, type ReadLog } from './observed.js';

export function denseAndUnique({ events, streams }: ReadLog): string[] {
  const found: string[] = [];
  const ids = new Map<string, StoredEvent>();
  const next = new Map<string, number>();
  for (const event of events) {
    const twin = ids.get(event.id);
    if (twin) found.push(`the id of ${placeOf(event)} is that of ${placeOf(twin)}`);
    ids.set(event.id, event);
    const expected = next.get(event.stream) ?? 0;
    if (event.revision !== expected) found.push(`${placeOf(event)} stands where revision ${expected} should`);
    next.set(event.stream, event.revision + 1);
  }
  for (const [stream, own] of streams) {
    const inAll = next.get(stream) ?? 0;
    if (own.length !== inAll) found.push(`${stream} has ${own.length} events, the whole log shows ${inAll} of them`);
  }
  return found;
}
