/** Rows as the text format of PostgreSQL's COPY has them: a line each, tabs between the cells, `\\N` for null. */
import type { Cell } from './table.js';

/** The server begins with the first part while the next are made. */
const PART_LENGTH = 60_000;
const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = new RegExp(SPECIAL, 'g');
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** In parts of whole lines. */
export function* copyLines<Column extends string>(
  columns: readonly Column[],
  rows: readonly { readonly [C in Column]: Cell }[],
): Generator<string, void, undefined> {
  let part = '';
  for (const row of rows) {
    let separator = '';
    for (const column of columns) {
      part += separator + cellText(row[column]);
      separator = '\t';
    }
    part += '\n';
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '\\N' : String(cell);
  return SPECIAL.test(cell) ? cell.replace(SPECIALS, (character) => ESCAPES[character] ?? '') : cell;
}
