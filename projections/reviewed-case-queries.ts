/** The cases that came to a reviewer, each once, however many applicants of it were sent. */
import type { Holder, Outcome } from '../domain/binding/vocabulary.js';
import type { SqlQuery } from '../eventstore/sql.js';
import type { CaseDocument } from './case-document.js';
import { InvalidCursor, isTime, readOpaque, writeOpaque } from './cursor.js';
import { instant } from './instant-column.js';

export interface ReviewedFilter {
  readonly schoolId: string;
  /** Absent: the whole school. Empty: nothing. */
  readonly classIds?: readonly string[];
  /** Only what came to these. Absent: whatever was sent, and the answers 無意參加, which come back to the school too. */
  readonly holders?: readonly Holder[];
  readonly outcome?: Outcome;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface ReviewedPage {
  readonly documents: readonly CaseDocument[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

interface Row {
  readonly document: string;
  readonly openedAt: string;
  readonly requestId: string;
}

/** The newest first. @throws InvalidCursor */
export async function reviewedCases(db: SqlQuery, filter: ReviewedFilter): Promise<ReviewedPage> {
  const { schoolId, classIds, holders, outcome, after, limit } = filter;
  const [openedAt, requestId] = after === undefined ? [null, null] : readCursor(after);
  const { rows } = await db.query<Row>(
    `select document, ${instant('opened_at')} as "openedAt", request_id as "requestId" from binding_case
     where school_id = $1
       and ($2::text[] is null or class_id = any($2::text[]))
       and (($3::text[] is null and outcome = 'refused') or exists (
         select 1 from review_inbox i where i.request_id = binding_case.request_id
           and ($3::text[] is null or i.holder = any($3::text[]) or i.decided_by = any($3::text[]))))
       and ($4::text is null or outcome = $4::text)
       and ($5::timestamptz is null or (opened_at, request_id) < ($5::timestamptz, $6::text))
     order by opened_at desc, request_id desc
     limit $7`,
    [schoolId, classIds ?? null, holders ?? null, outcome ?? null, openedAt, requestId, limit + 1],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    documents: page.map(({ document }) => JSON.parse(document) as CaseDocument),
    next: rows.length > limit && last ? writeOpaque([last.openedAt, last.requestId]) : null,
  };
}

function readCursor(text: string): readonly [openedAt: string, requestId: string] {
  const [openedAt, requestId] = readOpaque(text);
  if (!isTime(openedAt) || typeof requestId !== 'string') throw new InvalidCursor('not a cursor of the cases');
  return [openedAt, requestId];
}
