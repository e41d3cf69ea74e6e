/** The own format: one kind of rows in a file, known by its header. Either name of a column is taken, in any order. */
import { plain } from '../../../../../domain/identity/typed.js';
import type { Separator } from './csv-rows.js';

export const KINDS = ['students', 'classes', 'staff', 'schools'] as const;
export type Kind = (typeof KINDS)[number];

interface ColumnNames {
  readonly zh: string;
  readonly needed?: true;
}

export const COLUMNS = {
  students: {
    student_number: { zh: '學號', needed: true },
    name: { zh: '姓名', needed: true },
    id_number: { zh: '身分證統一編號', needed: true },
    class: { zh: '班級', needed: true },
    status: { zh: '學籍狀態' },
    excluded: { zh: '不列入綁定率' },
  },
  classes: {
    class: { zh: '班級', needed: true },
    teacher: { zh: '導師帳號' },
    substitute: { zh: '代理導師帳號' },
    substitute_from: { zh: '代理起日' },
    substitute_to: { zh: '代理迄日' },
  },
  staff: {
    account: { zh: '帳號', needed: true },
    name: { zh: '姓名', needed: true },
    email: { zh: '電子郵件' },
    id_number: { zh: '身分證統一編號' },
    children: { zh: '子女學號' },
    roles: { zh: '職務' },
    active: { zh: '在職' },
  },
  schools: {
    school: { zh: '學校代碼', needed: true },
    name: { zh: '校名', needed: true },
    district_code: { zh: '行政區代碼', needed: true },
    district: { zh: '行政區', needed: true },
    telephone: { zh: '聯絡電話' },
    registrar_extension: { zh: '註冊組分機' },
    asks_for_paper: { zh: '收紙本申請書' },
  },
} as const satisfies Readonly<Record<Kind, Readonly<Record<string, ColumnNames>>>>;

export type Column<K extends Kind> = keyof (typeof COLUMNS)[K] & string;

/** How a file is laid out. */
export interface Layout<K extends Kind = Kind> {
  readonly kind: K;
  readonly separator: Separator;
  /** Place and header text of each column that is there. */
  readonly columns: ReadonlyMap<string, { readonly at: number; readonly header: string }>;
  readonly missing: readonly string[];
  /** Headers that mean nothing here. */
  readonly unknown: readonly string[];
}

const SEPARATORS: readonly Separator[] = [',', ';', '\t'];

/** Told by the header; null where it is none of a roster. */
export function layoutOf(text: string): Layout | null {
  const line = headerLine(text);
  const layouts = SEPARATORS.flatMap((separator) => {
    const headers = headerCells(line, separator);
    return KINDS.map((kind) => layout(kind, separator, headers));
  });
  const [best] = layouts.toSorted((a, b) => b.columns.size - a.columns.size || a.missing.length - b.missing.length);
  return best && best.columns.size > 0 && (best.columns.size > 1 || best.missing.length === 0) ? best : null;
}

function layout(kind: Kind, separator: Separator, headers: readonly string[]): Layout {
  const names: Readonly<Record<string, ColumnNames>> = COLUMNS[kind];
  const columns = new Map<string, { at: number; header: string }>();
  const unknown: string[] = [];
  for (const [at, header] of headers.entries()) {
    const name = nameOf(header, names);
    if (name !== undefined && !columns.has(name)) columns.set(name, { at, header });
    else if (header !== '') unknown.push(header);
  }
  const missing = Object.keys(names).filter((name) => names[name]?.needed && !columns.has(name));
  return { kind, separator, columns, missing, unknown };
}

function nameOf(header: string, names: Readonly<Record<string, ColumnNames>>): string | undefined {
  const text = plain(header).replace(/\*$/u, '').trim().toLowerCase();
  return Object.keys(names).find((name) => text === name || text === names[name]?.zh);
}

/** The first row; a header may be quoted, and no header holds a line break. */
export function headerLine(text: string): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const end = text.slice(start, start + 10_000).search(/[\r\n]/u);
  return text.slice(start, end === -1 ? start + 10_000 : start + end);
}

export function headerCells(line: string, separator: Separator): readonly string[] {
  return line
    .split(separator)
    .map((cell) => cell.trim().replaceAll(/^"|"$/gu, '').replaceAll('""', '"').trim().slice(0, 100));
}
