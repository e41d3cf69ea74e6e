/** An import as its reader sees it. */
import type { HoldReason, ImportCounts } from '../../../domain/school/events.js';
import { maskPersonName } from '../../../domain/identity/person-name.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { ImportReport, ImportRow, ImportStatus, ReportedFile } from '../../people/roster/import/import-rows.js';
import type { Issue } from '../../people/roster/import/read/issues.js';
import type { PersonalDataService } from '../../people/privacy/personal-data.js';
import { pupilContext } from '../../people/roster/roster-place.js';
import type { Language } from '../http/answers/language.js';
import { ISSUE_TEXTS } from './roster-issue-texts.js';

type ShownStatus = Exclude<ImportStatus, 'applying'>;

export interface ImportView {
  readonly importId: string;
  readonly status: ShownStatus;
  readonly progress: { readonly done: number; readonly total: number };
  readonly files: readonly ReportedFile[];
  readonly counts: ImportCounts;
  readonly errors: readonly IssueView[];
  readonly warnings: readonly IssueView[];
  readonly ending: readonly { readonly studentNumber: string; readonly name: string; readonly class: string }[];
  readonly heldBecause: readonly HoldReason[];
}

type IssueView = Issue & { readonly detail: string };

const NONE: ImportCounts = { added: 0, changed: 0, unchanged: 0, ended: 0, conflicts: 0 };
const ERASED = '〔已刪除〕';

export async function importView(
  db: SqlQuery,
  personalData: PersonalDataService,
  row: ImportRow,
  language: Language,
): Promise<ImportView> {
  const { importId, report } = row;
  const told = (issues: readonly Issue[] = []): readonly IssueView[] =>
    issues.map((issue) => ({ ...issue, detail: ISSUE_TEXTS[issue.code][language] }));
  return {
    importId,
    status: shownStatus(row),
    progress: progressOf(row),
    files: (report?.files ?? []).map((file) => ({ ...file, counts: file.counts ?? NONE })),
    counts: row.counts ?? NONE,
    errors: told(report?.errors),
    warnings: told(report?.warnings),
    ending: await endingOf(db, personalData, row.schoolId, report?.ending ?? []),
    heldBecause: report?.heldBecause ?? [],
  };
}

export function shownStatus({ status }: Pick<ImportRow, 'status'>): ShownStatus {
  return status === 'applying' ? 'reading' : status;
}

function progressOf({ status, done, total }: ImportRow): ImportView['progress'] {
  const over = status !== 'reading' && status !== 'applying';
  return { done: over ? total : Math.min(done, total), total };
}

/** Numbers and masked names of those who are still known. */
async function endingOf(
  db: SqlQuery,
  personalData: PersonalDataService,
  schoolId: string | null,
  ending: ImportReport['ending'],
): Promise<ImportView['ending']> {
  if (ending.length === 0 || schoolId === null) return [];
  const { rows } = await db.query<{ studentId: string; name: string; number: string }>(
    'select student_id as "studentId", name, number from students where student_id = any($1) and school_id = $2',
    [ending.map(({ studentId }) => studentId), schoolId],
  );
  const values = await personalData.openWhatIsLeft(
    rows.flatMap(({ studentId, name, number }) => [
      { sealed: name, context: pupilContext(schoolId, studentId, 'name') },
      { sealed: number, context: pupilContext(schoolId, studentId, 'number') },
    ]),
  );
  const known = new Map(rows.map(({ studentId }, i) => [studentId, [values[2 * i], values[2 * i + 1]] as const]));
  const shown = ending.flatMap(({ studentId, classId }) => {
    const found = known.get(studentId);
    if (!found) return [];
    const [name, number] = found;
    return [{ studentNumber: number ?? ERASED, name: name ? maskPersonName(name) : ERASED, class: classId }];
  });
  return shown.toSorted((a, b) => a.class.localeCompare(b.class) || a.studentNumber.localeCompare(b.studentNumber));
}
