/**
 * Which part of its append an event is: `part: [n, of]` in its metadata, counted from 1 and covered by the chain. Neither the
 * order nor the times of a log tell where an append ends, so every reader goes by this alone (docs/adr/0022).
 */
import type { JsonObject, StoredEvent } from '../port.js';

export interface Part {
  readonly n: number;
  readonly of: number;
}

/** Undefined for an event that names none, or none that can be: nothing of ours wrote it. */
export function partOf({ part }: JsonObject): Part | undefined {
  if (!Array.isArray(part) || part.length !== 2) return undefined;
  const [n, of] = part as readonly unknown[];
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(of)) return undefined;
  const named = { n: n as number, of: of as number };
  return named.n >= 1 && named.n <= named.of ? named : undefined;
}

/** What it takes to put an event into its append. */
export type Placed = Pick<StoredEvent, 'stream' | 'revision' | 'metadata'>;

/** True where nothing of its append comes after it. */
export function endsAppend({ metadata }: Pick<Placed, 'metadata'>): boolean {
  const part = partOf(metadata);
  return part === undefined || part.n === part.of;
}

/** True where `next` is the part of the same append that comes after `event`. */
export function goesOn(event: Placed, next: Placed): boolean {
  if (event.stream !== next.stream || event.revision + 1 !== next.revision) return false;
  const [part, following] = [partOf(event.metadata), partOf(next.metadata)];
  return part !== undefined && following !== undefined && part.of === following.of && part.n + 1 === following.n;
}

/** True where an append begins with this event, as far as it says. */
export function beginsAppend({ metadata }: Pick<Placed, 'metadata'>): boolean {
  const part = partOf(metadata);
  return part === undefined || part.n === 1;
}

/** True for all the parts of one append, from the first to the last. */
export function isWholeAppend(events: readonly Placed[]): boolean {
  const [first] = events;
  const part = first && partOf(first.metadata);
  return part ? part.n === 1 && part.of === events.length : events.length === 1;
}
