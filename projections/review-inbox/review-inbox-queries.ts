import type { Holder } from '../../domain/binding/vocabulary.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { fields, type FieldsOf } from '../folding/table.js';
import { InvalidCursor, isId, isTime, readOpaque, writeOpaque } from '../queries/cursor.js';
import type { ReviewCode } from './review-code.js';
import { reviewInboxTable } from './review-inbox-tables.js';

export type InboxItem = FieldsOf<typeof reviewInboxTable>;

export interface InboxFilter {
  readonly schoolId: string;
  /** Absent: the whole school. Empty: nothing. */
  readonly classIds?: readonly string[];
  readonly holders?: readonly Holder[];
  /** Absent: whatever became of it. */
  readonly statuses?: readonly (ReviewCode | 'withdrawn')[];
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface InboxPage {
  readonly rows: readonly InboxItem[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

const DUE = `coalesce(due_at, timestamptz 'infinity')`;

/** The inbox, oldest due first, without a due time last. @throws InvalidCursor */
export async function inboxPage(db: SqlQuery, filter: InboxFilter): Promise<InboxPage> {
  const { schoolId, classIds, holders, statuses, after, limit } = filter;
  const cursor = after === undefined ? null : readCursor(after);
  const { rows } = await db.query<InboxItem>(
    `select ${FIELDS} from review_inbox
     where school_id = $1
       and ($2::text[] is null or class_id = any($2::text[]))
       and ($3::text[] is null or holder = any($3::text[]))
       and ($4::text[] is null or review = any($4::text[]))
       and ($5::boolean or (${DUE}, sent_at, request_id, applicant_id)
            > (coalesce($6::timestamptz, timestamptz 'infinity'), $7::timestamptz, $8::text, $9::text))
     order by ${DUE}, sent_at, request_id, applicant_id
     limit $10`,
    [
      schoolId,
      classIds ?? null,
      holders ?? null,
      statuses ?? null,
      cursor === null,
      ...(cursor ?? [null, null, null, null]),
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? writeCursor(last) : null };
}

/** One row of the inbox; null when this applicant was never sent. */
export async function findInboxItem(db: SqlQuery, requestId: string, applicantId: string): Promise<InboxItem | null> {
  const { rows } = await db.query<InboxItem>(
    `select ${FIELDS} from review_inbox where request_id = $1 and applicant_id = $2`,
    [requestId, applicantId],
  );
  return rows[0] ?? null;
}

const FIELDS = fields(reviewInboxTable);

type Cursor = readonly [dueAt: string | null, sentAt: string, requestId: string, applicantId: string];

function writeCursor({ dueAt, sentAt, requestId, applicantId }: InboxItem): string {
  const cursor: Cursor = [dueAt, sentAt, requestId, applicantId];
  return writeOpaque(cursor);
}

function readCursor(text: string): Cursor {
  const [dueAt, sentAt, requestId, applicantId] = readOpaque(text);
  if (dueAt !== null && !isTime(dueAt)) throw new InvalidCursor('not a cursor of the inbox');
  if (!isTime(sentAt) || !isId(requestId) || !isId(applicantId)) throw new InvalidCursor('not a cursor of the inbox');
  return [dueAt, sentAt, requestId, applicantId];
}
