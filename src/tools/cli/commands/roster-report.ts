/** An import in words for a terminal: counts, then each thing that is wrong, at its place. */
import type { ImportRow } from '../../../people/roster/import/import-rows.js';
import type { Issue } from '../../../people/roster/import/read/issues.js';
import { printLine, type Terminal } from '../terminal.js';

const SHOWN = 50;

export function tellImport(terminal: Terminal, { status, counts, report }: ImportRow): void {
  printLine(terminal, status);
  for (const file of report?.files ?? []) {
    const told = file.counts ?? counts;
    const words = Object.entries(told ?? {}).map(([name, count]) => `${name} ${count}`);
    printLine(
      terminal,
      `${file.name}: ${[file.kind ?? 'unknown', file.encoding ?? 'unreadable', `${file.rows} rows`, ...words].join(', ')}`,
    );
  }
  for (const { code, count, of } of report?.heldBecause ?? []) printLine(terminal, `held: ${code}, ${count} of ${of}`);
  for (const error of (report?.errors ?? []).slice(0, SHOWN))
    printLine(terminal, `error: ${placeOf(error)}: ${error.code}`);
  const more = (report?.errorCount ?? 0) - SHOWN;
  if (more > 0) printLine(terminal, `and ${more} more errors`);
  for (const warning of (report?.warnings ?? []).slice(0, SHOWN))
    printLine(terminal, `warning: ${placeOf(warning)}: ${warning.code}`);
}

function placeOf({ file, row, column }: Issue): string {
  return [file, row === null ? undefined : `row ${row}`, column === null ? undefined : `column ${column}`]
    .filter((part) => part !== undefined)
    .join(', ');
}
