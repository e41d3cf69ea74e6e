/** One file of a OneRoster ZIP: records by the names of its columns. */
import { cellText } from './cells.js';
import { csvRows, UnreadableRow } from './csv-rows.js';
import { readText } from './file-text.js';
import type { Issues } from './issues.js';
import type { RowBudget } from './row-budget.js';

export interface OneRosterRecord {
  readonly row: number;
  /** The cell as text; '' where the file has no such column. */
  get(column: string): string;
}

export interface OneRosterTable {
  readonly name: string;
  readonly encoding: string;
  readonly columns: ReadonlySet<string>;
  readonly records: readonly OneRosterRecord[];
}

export type OneRosterTableName = 'orgs' | 'classes' | 'users' | 'enrollments' | 'roles';
export type OneRosterTables = { readonly [T in OneRosterTableName]: OneRosterTable | null };

/** Null where it cannot be read; then `issues` say why. Column names are compared without case. */
export async function oneRosterTable(
  name: string,
  bytes: Buffer,
  needed: readonly string[],
  issues: Issues,
  budget: RowBudget,
): Promise<OneRosterTable | null> {
  const read = readText(bytes);
  if (!('text' in read)) {
    issues.error('unreadable-encoding', name, read.row);
    return null;
  }
  const records: OneRosterRecord[] = [];
  let at: ReadonlyMap<string, number> | null = null;
  try {
    for await (const { row, cells } of csvRows(read.text, ',')) {
      if (at === null) {
        at = new Map(cells.map((header, i) => [cellText(header).toLowerCase(), i]));
        continue;
      }
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (!(await budget.take())) {
        issues.error('too-many-rows', name, row);
        return null;
      }
      records.push(record(row, cells, at));
    }
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    issues.error('not-a-roster', name, error.row);
    return null;
  }
  const columns = new Set(at?.keys());
  const missing = needed.filter((column) => !columns.has(column.toLowerCase()));
  for (const column of missing) issues.error('missing-column', name, 1, column);
  return missing.length > 0 ? null : { name, encoding: read.encoding, columns, records };
}

function record(row: number, cells: readonly string[], at: ReadonlyMap<string, number>): OneRosterRecord {
  return {
    row,
    get(column) {
      const place = at.get(column.toLowerCase());
      return place === undefined ? '' : cellText(cells[place] ?? '');
    },
  };
}
