/** Rows of a text of separated values (RFC 4180), as a spreadsheet counts them: the first is 1, a cell may hold a line break. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

export type Separator = ',' | ';' | '\t';

export interface CsvRow {
  /** From 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** The text cannot be cut into rows from here on: a quote that is never closed, or a row without an end. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  constructor(readonly row: number) {
    super('the text cannot be cut into rows from here on');
  }
}

const LONGEST_ROW = 100_000;
const PIECE = 1 << 16;

/** Row by row, so that never more than a piece of the text stands in memory as cells. @throws UnreadableRow */
export async function* csvRows(text: string, separator: Separator): AsyncGenerator<CsvRow> {
  let row = 0;
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  Readable.from(pieces(text)).pipe(parser);
  try {
    for await (const cells of parser as AsyncIterable<readonly string[]>) {
      row += 1;
      yield { row, cells };
    }
  } catch (error) {
    // Rows that were cut already and not taken yet are gone with the error.
    if (error instanceof CsvError) throw new UnreadableRow(Math.max(row, recordsBefore(error)) + 1);
    throw error;
  } finally {
    parser.destroy();
  }
}

function* pieces(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + PIECE, text.length);
    // A character of two code units stays whole.
    if (isHighSurrogate(text.charCodeAt(to - 1)) && to < text.length) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** How many rows the text has at most: for the progress, before it is read. */
export function lineCount(text: string): number {
  let lines = text.length > 0 && !text.endsWith('\n') ? 1 : 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function recordsBefore(error: CsvError): number {
  const records: unknown = error['records'];
  return typeof records === 'number' ? records : 0;
}
