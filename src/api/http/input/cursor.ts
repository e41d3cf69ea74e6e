/** Lists are read page by page: `{items, nextCursor}`, and `?cursor=` (or another name) for what comes next. */
import { InvalidCursor, isId, readOpaque, writeOpaque } from '../../../../projections/queries/cursor.js';
import { textOf, wrongQuery } from './query.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; null on the last page. */
  readonly nextCursor: string | null;
}

/** What the documentation says of it. */
export const CURSOR = { cursor: { description: '`nextCursor` of the page before.' } } as const;

/** Reads a page. @param name of the parameter that carries the cursor. @throws HttpProblem for a cursor that no page gave */
export async function validCursor<Found>(name: string, read: () => Promise<Found>): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof InvalidCursor ? wrongQuery(name, 'wrong-type') : error;
  }
}

/** A page of a list that is ordered by one text of each item. @param found one more than `limit` where there is more */
export function pageBy<Item>(found: readonly Item[], limit: number, orderOf: (item: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? writeOpaque([orderOf(last)]) : null };
}

/** What `pageBy` wrote; undefined on the first page. @throws HttpProblem for anything else */
export function cursorOf(query: Readonly<Record<string, unknown>>): string | undefined {
  const cursor = textOf(query, 'cursor');
  if (cursor === undefined) return undefined;
  const [after] = readOpaque(cursor);
  if (!isId(after)) throw wrongQuery('cursor', 'wrong-type');
  return after;
}
