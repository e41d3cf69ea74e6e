/** A page of cases by the time they were opened, and where the next one begins. */
import type { FieldsOf } from '../folding/table.js';
import type { bindingCaseTable } from './binding-case-table.js';
import type { CaseDocument } from './case-document.js';
import { InvalidCursor, isId, isTime, readOpaque, writeOpaque } from '../queries/cursor.js';

export interface CasePage {
  readonly documents: readonly CaseDocument[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

/** What a list of cases reads of each. */
export const CASE_ROW = ['document', 'opened_at', 'request_id'] as const;
export type CaseRow = FieldsOf<typeof bindingCaseTable, (typeof CASE_ROW)[number]>;

/** @param rows one more than the limit where there is a next page. */
export function casePageOf(rows: readonly CaseRow[], limit: number): CasePage {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    documents: page.map(({ document }) => JSON.parse(document) as CaseDocument),
    next: rows.length > limit && last ? writeOpaque([last.openedAt, last.requestId]) : null,
  };
}

/** @throws InvalidCursor */
export function readCaseCursor(text: string): readonly [openedAt: string, requestId: string] {
  const [openedAt, requestId] = readOpaque(text);
  if (!isTime(openedAt) || !isId(requestId)) throw new InvalidCursor('not a cursor of the cases');
  return [openedAt, requestId];
}
