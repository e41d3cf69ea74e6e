/** The cells of one row by the names of their columns; what is wrong in one is noted at its place. */
import { parseIdNumber } from '../../../../../domain/identity/id-number.js';
import { cellText, parseDay } from './cells.js';
import type { CsvRow } from './csv-rows.js';
import type { IssueCode, Issues } from './issues.js';
import type { Layout } from './own-kinds.js';
import type { FileHead, Place } from './roster-rows.js';
import { codeOf } from './words.js';

/** Longest values, in characters: whatever is longer is a slip of columns. */
const LONGEST: Readonly<Record<string, number>> = {
  name: 50,
  email: 254,
  children: 500,
  telephone: 50,
  school: 20,
  district: 50,
  account: 64,
  teacher: 64,
  substitute: 64,
};
const LONGEST_OTHER = 30;

export class OwnCells {
  readonly place: Place;
  private wrong = false;

  constructor(
    file: FileHead,
    private readonly layout: Layout,
    private readonly row: CsvRow,
    private readonly issues: Issues,
  ) {
    this.place = { file, row: row.row };
  }

  /** False once a cell was wrong: nothing is made of the row then. */
  get readable(): boolean {
    return !this.wrong;
  }

  has(column: string): boolean {
    return this.layout.columns.has(column);
  }

  /** Undefined where the file has no such column, '' for an empty cell. */
  optional(column: string): string | undefined {
    const at = this.layout.columns.get(column)?.at;
    if (at === undefined) return undefined;
    const text = cellText(this.row.cells[at] ?? '');
    if ([...text].length <= (LONGEST[column] ?? LONGEST_OTHER)) return text;
    this.fail('too-long', column);
    return '';
  }

  needed(column: string): string {
    const before = this.issues.errorCount;
    const text = this.optional(column) ?? '';
    // What is too long has been said already.
    return text === '' && this.issues.errorCount === before ? this.fail('missing-value', column) : text;
  }

  idNumber(column: string): string {
    const text = this.needed(column);
    return text === '' ? '' : (parseIdNumber(text) ?? this.fail('invalid-id-number', column));
  }

  day(column: string): string {
    const text = this.needed(column);
    return text === '' ? '' : (parseDay(text) ?? this.fail('invalid-date', column));
  }

  /** The code that the cell's word stands for; null for an empty cell or a column that is not there. */
  code<Code extends string>(column: string, words: Readonly<Record<Code, string>>): Code | null {
    const text = this.optional(column) ?? '';
    if (text === '') return null;
    const code = codeOf(words, text);
    if (code === undefined) this.fail('invalid-status', column);
    return code ?? null;
  }

  fail(code: IssueCode, column: string): '' {
    this.wrong = true;
    this.issues.error(code, this.place.file.name, this.row.row, this.layout.columns.get(column)?.header ?? column);
    return '';
  }
}
