/** Rows → a text that a spreadsheet opens without doing anything (RFC 4180, UTF-8 with a byte order mark). */

const BOM = '\uFEFF';
/** What a spreadsheet takes for a formula; an apostrophe before it makes it text, and the import takes that off again. */
const FORMULA_LIKE = /^[=+\-@'\t\r]/u;

export function csvText(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [line(header)];
  for (const row of rows) lines.push(line(row));
  return `${BOM}${lines.join('\r\n')}\r\n`;
}

function line(cells: readonly string[]): string {
  return cells.map(cell).join(',');
}

function cell(value: string): string {
  const text = FORMULA_LIKE.test(value) ? `'${value}` : value;
  return /[",\r\n;]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
