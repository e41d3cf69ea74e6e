/** One file of the own format: rows into `into`, what is wrong into `issues`. */
import { csvRows, UnreadableRow } from './csv-rows.js';
import type { Issues } from './issues.js';
import { OwnCells } from './own-cells.js';
import { COLUMNS, layoutOf, type Kind, type Layout } from './own-kinds.js';
import { READ_ROW } from './own-rows.js';
import type { FileHead, RosterRows } from './roster-rows.js';
import type { RowBudget } from './row-budget.js';

/** @returns the kind of the file and how many rows it has; null where it is no file of a roster */
export async function readOwnFile(
  name: string,
  text: string,
  into: RosterRows,
  issues: Issues,
  budget: RowBudget,
): Promise<{ readonly kind: Kind; readonly rows: number } | null> {
  const layout = layoutOf(text);
  if (layout === null) {
    issues.error('not-a-roster', name, 1);
    return null;
  }
  const { kind, unknown, missing } = layout;
  for (const header of unknown) issues.warn('unknown-column', name, 1, header);
  for (const column of missing) issues.error('missing-column', name, 1, inLanguageOf(layout, column));
  if (missing.length > 0) return { kind, rows: 0 };
  return { kind, rows: await readRows(name, text, layout, into, issues, budget) };
}

async function readRows(
  name: string,
  text: string,
  layout: Layout,
  into: RosterRows,
  issues: Issues,
  budget: RowBudget,
): Promise<number> {
  const { kind, separator, columns } = layout;
  const rows: unknown[] = (into[kind] ??= []);
  const headers = Object.fromEntries([...columns].map(([column, { header }]) => [column, header]));
  const file: FileHead = { name, headers };
  let count = 0;
  try {
    for await (const row of csvRows(text, separator)) {
      if (row.row === 1 || row.cells.every((cell) => cell.trim() === '')) continue;
      if (!(await budget.take())) {
        issues.error('too-many-rows', name, row.row);
        return count;
      }
      count += 1;
      const read = READ_ROW[kind](new OwnCells(file, layout, row, issues));
      if (read) rows.push(read);
    }
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    issues.error('not-a-roster', name, error.row);
  }
  return count;
}

/** A column that is missing is named as the others of the file are. */
function inLanguageOf({ kind, columns }: Layout, column: string): string {
  const names: Readonly<Record<string, { readonly zh: string }>> = COLUMNS[kind];
  const english = [...columns].some(([name, { header }]) => header.toLowerCase().startsWith(name));
  return english ? column : (names[column]?.zh ?? column);
}
