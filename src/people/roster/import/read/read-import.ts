/** What was sent in, as rows: a CSV of the own format, a ZIP of several, or a OneRoster ZIP, told apart by their content. */
import { lineCount } from './csv-rows.js';
import { readText } from './file-text.js';
import { Issues } from './issues.js';
import { isOneRoster, readOneRoster } from './one-roster.js';
import { layoutOf } from './own-kinds.js';
import { readOwnFile } from './read-own.js';
import type { ReadFile, RosterRows } from './roster-rows.js';
import { MOST_ROWS, RowBudget } from './row-budget.js';
import { isZip, zipEntries, type ZipEntry } from './zip-entries.js';

export interface ReadImport {
  readonly files: readonly ReadFile[];
  readonly rows: RosterRows;
  readonly issues: Issues;
  /** Rows of all files. */
  readonly rowCount: number;
}

export interface ReadOptions {
  /** Name of the file that was sent. */
  readonly name: string;
  /** Whose rows of a OneRoster file are meant; null takes all. */
  readonly schoolId: string | null;
  readonly progress?: (rows: number) => void;
  readonly mostRows?: number;
}

/** @throws UnreadableZip */
export async function readImport(bytes: Buffer, options: ReadOptions): Promise<ReadImport> {
  const issues = new Issues();
  const rows: RosterRows = {};
  const budget = new RowBudget(options.mostRows ?? MOST_ROWS, options.progress);
  const done = (files: readonly ReadFile[]): ReadImport => ({ files, rows, issues, rowCount: budget.rows });
  if (!isZip(bytes)) return done([await readOne({ name: options.name, bytes }, rows, issues, budget)]);
  const { files, others } = await zipEntries(bytes);
  if (isOneRoster(files)) return done(await readOneRoster(files, options.schoolId, rows, issues, budget));
  for (const name of others) issues.warn('unknown-file', name);
  if (files.length === 0) issues.error('not-a-roster', options.name);
  const read: ReadFile[] = [];
  for (const file of files) read.push(await readOne(file, rows, issues, budget));
  return done(read);
}

async function readOne(
  { name, bytes }: ZipEntry,
  into: RosterRows,
  issues: Issues,
  budget: RowBudget,
): Promise<ReadFile> {
  const read = readText(bytes);
  if (!('text' in read)) {
    issues.error('unreadable-encoding', name, read.row);
    return { name, kind: null, encoding: null, rows: 0 };
  }
  const file = await readOwnFile(name, read.text, into, issues, budget);
  return { name, kind: file?.kind ?? null, encoding: read.encoding, rows: file?.rows ?? 0 };
}

export interface Glance {
  /** Every file is one of schools, so that the import is about no one school. */
  readonly ofSchools: boolean;
  /** Lines of all files: at least as many as rows, unless a cell holds a lone carriage return. */
  readonly lines: number;
}

/** What can be told before the rows are read. @throws UnreadableZip */
export async function glance(bytes: Buffer): Promise<Glance> {
  const files = isZip(bytes) ? (await zipEntries(bytes)).files : [{ name: '', bytes }];
  const texts = files.map((file) => readText(file.bytes));
  const kinds = texts.map((read) => ('text' in read ? layoutOf(read.text)?.kind : undefined));
  return {
    ofSchools: kinds.length > 0 && kinds.every((kind) => kind === 'schools'),
    lines: texts.reduce((sum, read) => sum + ('text' in read ? lineCount(read.text) : 0), 0),
  };
}
