/** A line of the inbox as a reviewer reads it. */
import { STUDENT, TYPED } from '../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../domain/event-declaration/sealed-values.js';
import type { InboxItem as InboxRow } from '../../../projections/review-inbox/review-inbox-queries.js';
import { bindingStream } from '../../../workflows/names.js';
import { labelled, type Language } from '../http/answers/language.js';
import { uuid, named, orNull, page, shape, text, time, whole, type ViewOf } from '../http/answers/shape.js';
import { HOLDER_SHAPE, RELATION_SHAPE, REVIEW_SHAPE, STUDENT_SHAPE } from '../case/case-shape.js';
import { RELATION_LABELS } from '../case/words/labels.js';
import { holderView, reviewView } from '../case/case-view.js';
import { ERASED, parseStudent, shownStudent } from '../case/case-values.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';

const INBOX_ITEM = shape({
  bindingId: uuid(),
  applicantId: uuid(),
  caseNumber: text('T99-7F3K9Q2M'),
  student: STUDENT_SHAPE,
  applicant: shape({ name: text('王大明'), relation: RELATION_SHAPE }),
  review: REVIEW_SHAPE,
  holder: HOLDER_SHAPE,
  dueAt: orNull(time()),
  sentAt: time(),
  dossierRevision: whole(4),
});
export type InboxItem = ViewOf<typeof INBOX_ITEM>;

export const INBOX_PAGE = named('InboxPage', page(INBOX_ITEM));

/** Opens the names of a whole page with one query for their keys. */
export async function inboxItems(
  personalData: PersonalDataService,
  rows: readonly InboxRow[],
  language: Language,
): Promise<readonly InboxItem[]> {
  const opened = await personalData.openWhatIsLeft(
    rows.flatMap(({ requestId, studentId, applicantId, student, applicantName }) => [
      { sealed: student, context: sealingContext(STUDENT, bindingStream(requestId), { studentId }) },
      { sealed: applicantName, context: sealingContext(TYPED.name, bindingStream(requestId), { applicantId }) },
    ]),
  );
  return rows.map((row, i) => item(row, opened[2 * i] ?? null, opened[2 * i + 1] ?? null, language));
}

function item(row: InboxRow, student: string | null, name: string | null, language: Language): InboxItem {
  const kind = row.holder ?? 'nobody';
  return {
    bindingId: row.requestId,
    applicantId: row.applicantId,
    caseNumber: row.caseNumber,
    student: { classId: row.classId, ...shownStudent(parseStudent(student), 'reviewer') },
    applicant: { name: name ?? ERASED, relation: labelled(row.relation, RELATION_LABELS, language) },
    review: reviewView(row, language),
    holder: holderView({ kind, dueAt: row.dueAt, ...(kind === 'class-teacher' && { classId: row.classId }) }, language),
    dueAt: row.dueAt,
    sentAt: row.sentAt,
    dossierRevision: row.dossierRevision,
  };
}
