/** The file's classes beside the school's: teachers and substitutes. Files of classes end nobody. */
import type { Issues } from '../read/issues.js';
import type { ClassRow } from '../read/roster-rows.js';
import { noCounts, type Change, type Counting } from './plan.js';
import type { PresentClass } from './present-office.js';

export interface ClassPlan {
  readonly changes: readonly Change[];
  readonly counts: Counting;
  /** Classes that have a teacher after the import. */
  readonly taught: ReadonlySet<string>;
}

export function compareClasses(
  present: readonly PresentClass[],
  rows: readonly ClassRow[],
  staffOf: (account: string) => string | undefined,
  issues: Issues,
): ClassPlan {
  const known = new Map(present.map((one) => [one.classId, one]));
  const taught = new Set(present.flatMap(({ classId, teachers }) => (teachers.length > 0 ? [classId] : [])));
  const changes: Change[] = [];
  const counts = noCounts();
  for (const row of rows) {
    const one = known.get(row.classId);
    const before = changes.length;
    if (!one) changes.push({ do: 'add-class', classId: row.classId });
    teacher(row, one);
    substitute(row, one);
    counts[!one ? 'added' : changes.length > before ? 'changed' : 'unchanged'] += 1;
  }
  return { changes, counts, taught };

  function teacher({ classId, teacher: account, place }: ClassRow, one: PresentClass | undefined): void {
    if (account === undefined) return;
    const staffId = account === null ? undefined : staffOf(account);
    if (account !== null && staffId === undefined)
      return issues.error('unknown-account', place.file.name, place.row, place.file.headers['teacher'] ?? null);
    const teachers = one?.teachers ?? [];
    for (const other of teachers) {
      if (other.staffId !== staffId) changes.push({ do: 'unassign', classId, staffId: other.staffId });
    }
    if (staffId !== undefined && !teachers.some((other) => other.staffId === staffId))
      changes.push({ do: 'assign', classId, staffId });
    if (staffId === undefined) taught.delete(classId);
    else taught.add(classId);
  }

  function substitute({ classId, substitute: wanted, place }: ClassRow, one: PresentClass | undefined): void {
    if (wanted === undefined) return;
    const now = one?.substitute ?? null;
    if (wanted === null) {
      if (now) changes.push({ do: 'end-substitute', classId });
      return;
    }
    const staffId = staffOf(wanted.account);
    if (staffId === undefined)
      return issues.error('unknown-account', place.file.name, place.row, place.file.headers['substitute'] ?? null);
    const { from, to } = wanted;
    if (now?.staffId !== staffId || now.from !== from || now.to !== to)
      changes.push({ do: 'substitute', classId, staffId, from, to });
  }
}
