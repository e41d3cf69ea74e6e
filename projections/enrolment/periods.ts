/** The periods of pupils while changes are applied: in memory what is there, and which rows have changed. */
import { taipeiDay } from '../../domain/calendar/taipei.js';
import type { Exclusion, PeriodRow, SchoolRow } from './enrolment-tables.js';
import type { RosterChange } from './roster-changes.js';

type Standing = Pick<PeriodRow, 'class_id' | 'suspended' | 'excluded'>;

export class Periods {
  /** The latest period of a pupil at a school. */
  private readonly latest = new Map<string, PeriodRow>();
  private readonly changed = new Map<string, PeriodRow>();
  private readonly schools = new Map<string, SchoolRow>();
  private readonly changedSchools = new Set<string>();

  constructor(periods: readonly PeriodRow[], schools: readonly SchoolRow[]) {
    for (const period of periods) this.latest.set(keyOf(period.school_id, period.student_id), period);
    for (const school of schools) this.schools.set(school.school_id, school);
  }

  changedPeriods(): readonly PeriodRow[] {
    return [...this.changed.values()];
  }

  changedSchoolRows(): readonly SchoolRow[] {
    return [...this.changedSchools].flatMap((id) => this.schools.get(id) ?? []);
  }

  apply(schoolId: string, { type, data, at }: RosterChange): void {
    const day = taipeiDay(at);
    switch (type) {
      case 'SchoolAdded':
      case 'SchoolDataChanged':
        return this.nameSchool(schoolId, data.name ?? '', day);
      case 'StudentEnrolled': {
        const { studentId = '', classId = '', suspended = false, excluded, movedFrom } = data;
        if (movedFrom !== undefined) this.end(movedFrom, studentId, day);
        return this.begin(schoolId, studentId, day, standing(classId, suspended, excluded));
      }
      case 'StudentDataChanged': {
        const { studentId = '', suspended, excluded } = data;
        return this.change(schoolId, studentId, day, (now) =>
          standing(now.class_id, suspended ?? now.suspended, excluded ?? now.excluded ?? undefined),
        );
      }
      case 'ClassChanged': {
        const { studentId = '', classId = '' } = data;
        return this.change(schoolId, studentId, day, (now) => ({ ...now, class_id: classId }));
      }
      case 'StudentLeft':
        return this.end(schoolId, data.studentId ?? '', day);
      case 'StudentReturned': {
        const { studentId = '', classId = '', suspended = false } = data;
        const before = this.latest.get(keyOf(schoolId, studentId));
        return this.begin(schoolId, studentId, day, standing(classId, suspended, before?.excluded ?? undefined));
      }
    }
  }

  private nameSchool(schoolId: string, name: string, day: string): void {
    const before = this.schools.get(schoolId);
    this.schools.set(schoolId, { school_id: schoolId, added_on: before?.added_on ?? day, name });
    this.changedSchools.add(schoolId);
  }

  /** On the day on which a period begins, the last word counts: its row is replaced. */
  private begin(schoolId: string, studentId: string, day: string, now: Standing): void {
    const before = this.latest.get(keyOf(schoolId, studentId));
    const from = before && before.from_day > day ? before.from_day : day;
    if (before && before.to_day === null && before.from_day < from) this.put({ ...before, to_day: from });
    this.put({ school_id: schoolId, student_id: studentId, from_day: from, to_day: null, ...now });
  }

  private change(schoolId: string, studentId: string, day: string, to: (now: Standing) => Standing): void {
    const before = this.latest.get(keyOf(schoolId, studentId));
    if (before?.to_day !== null) return;
    const { class_id, suspended, excluded } = before;
    const next = to({ class_id, suspended, excluded });
    const isSame = next.class_id === class_id && next.suspended === suspended && next.excluded === excluded;
    if (!isSame) this.begin(schoolId, studentId, day, next);
  }

  private end(schoolId: string, studentId: string, day: string): void {
    const before = this.latest.get(keyOf(schoolId, studentId));
    if (before?.to_day !== null) return;
    this.put({ ...before, to_day: before.from_day > day ? before.from_day : day });
  }

  private put(period: PeriodRow): void {
    const key = keyOf(period.school_id, period.student_id);
    this.latest.set(key, period);
    this.changed.set(`${key} ${period.from_day}`, period);
  }
}

/** An empty text takes a pupil back into the 綁定率. */
function standing(classId: string, suspended: boolean, excluded: string | undefined): Standing {
  return { class_id: classId, suspended, excluded: excluded ? (excluded as Exclusion) : null };
}

function keyOf(schoolId: string, studentId: string): string {
  return JSON.stringify([schoolId, studentId]);
}
