import type { Appended, NewEvent, StoredEvent } from './port.js';

/**
 * Looks at what stands where a batch wanted to stand: after a conflict or a lost answer.
 * `stored`: all of it, id by id (ids are derived from content, so this is the same batch); `nothing`: no event is there (yet);
 * `others`: the place is taken.
 */
export function compareWithStored(
  batch: readonly NewEvent[],
  found: readonly StoredEvent[],
): { readonly kind: 'stored'; readonly answer: Appended } | { readonly kind: 'nothing' | 'others' } {
  const last = found.at(-1);
  if (!last) return { kind: 'nothing' };
  const same = found.length === batch.length && batch.every((event, i) => found[i]?.id === event.id);
  return same ? { kind: 'stored', answer: { revision: last.revision, position: last.position } } : { kind: 'others' };
}
