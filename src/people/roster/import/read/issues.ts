/** What is wrong in a file of the roster, and where: a code, the row as a spreadsheet counts it, and the column's header. */

export const ISSUE_CODES = [
  'missing-column',
  'unreadable-encoding',
  'not-a-roster',
  'too-many-rows',
  'missing-value',
  'too-long',
  'invalid-id-number',
  'invalid-status',
  'invalid-date',
  'duplicate-student-number',
  'duplicate-id-number',
  'moved-to',
  'unknown-account',
  'unknown-school',
  'delta-not-supported',
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

export const WARNING_CODES = ['unknown-column', 'unknown-file', 'moves-from', 'class-without-teacher'] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** Never holds a value of the file: a place is enough to find it. */
export interface Issue<Code = IssueCode | WarningCode> {
  readonly file: string;
  /** 1 is the header; null where the whole file is meant. */
  readonly row: number | null;
  /** Text of the header, as the file has it; null where the whole row is meant. */
  readonly column: string | null;
  readonly code: Code;
}

/** So many entries are kept; the others are counted. */
export const MOST_ISSUES = 1_000;

/** Issues in the order in which they are found, bounded. */
export class Issues {
  private readonly kept: { errors: Issue<IssueCode>[]; warnings: Issue<WarningCode>[] } = { errors: [], warnings: [] };
  private found = 0;

  error(code: IssueCode, file: string, row: number | null = null, column: string | null = null): void {
    this.found += 1;
    if (this.kept.errors.length < MOST_ISSUES) this.kept.errors.push({ file, row, column, code });
  }

  warn(code: WarningCode, file: string, row: number | null = null, column: string | null = null): void {
    if (this.kept.warnings.length < MOST_ISSUES) this.kept.warnings.push({ file, row, column, code });
  }

  /** How many errors there are, those beyond the bound included. */
  get errorCount(): number {
    return this.found;
  }

  get errors(): readonly Issue<IssueCode>[] {
    return this.kept.errors;
  }

  get warnings(): readonly Issue<WarningCode>[] {
    return this.kept.warnings;
  }
}
