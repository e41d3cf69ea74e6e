/** A line of the inbox as a reviewer reads it. */
import { STUDENT, TYPED } from '../../../domain/binding/events/fields.js';
import { sealingContext } from '../../../domain/event-declaration/sealed-values.js';
import type { Relation } from '../../../domain/binding/vocabulary.js';
import type { ReviewCode } from '../../../projections/review-inbox/review-code.js';
import type { InboxItem as InboxRow } from '../../../projections/review-inbox/review-inbox-queries.js';
import { bindingStream } from '../../../workflows/names.js';
import { labelled, type Labelled, type Language } from '../http/answers/language.js';
import { RELATION_LABELS } from '../case/words/labels.js';
import { holderView, reviewView, type HolderView } from '../case/case-page.js';
import { ERASED, parseStudent, shownStudent } from '../case/case-values.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';

export interface InboxItem {
  readonly bindingId: string;
  readonly applicantId: string;
  readonly caseNumber: string;
  readonly student: { readonly classId: string; readonly name: string; readonly number: string };
  readonly applicant: { readonly name: string; readonly relation: Labelled<Relation> };
  readonly review: Labelled<ReviewCode>;
  readonly holder: HolderView;
  readonly dueAt: string | null;
  readonly sentAt: string;
  readonly dossierRevision: number;
}

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
