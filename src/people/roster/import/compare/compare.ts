/** A read import beside the school's registry → what it would change, and whether it may. */
import type { Issues } from '../read/issues.js';
import type { RosterRows, StudentRow } from '../read/roster-rows.js';
import { compareClasses } from './compare-classes.js';
import { comparePupils, type ComparePlaces, type PupilPlan } from './compare-pupils.js';
import { compareStaff, type StaffPlan } from './compare-staff.js';
import { noCounts, type Change, type Plan } from './plan.js';
import { presentClasses, presentStaff } from './present-office.js';
import { presentPupils } from './present-pupils.js';

/** @param progress called with the rows of pupils that were compared */
export async function compare(
  places: ComparePlaces,
  rows: RosterRows,
  issues: Issues,
  progress: (rows: number) => void = () => undefined,
): Promise<Plan> {
  const { db, schoolId } = places;
  const classes = await presentClasses(db, schoolId);
  const pupils = rows.students ? await comparePupils(places, rows.students, issues, progress) : null;
  const staff = await staffPlan(places, rows, pupils, issues);
  const taught = compareClasses(classes, rows.classes ?? [], (account) => staff.byAccount.get(account), issues);
  const known = new Set([
    ...classes.map(({ classId }) => classId),
    ...(rows.classes ?? []).map(({ classId }) => classId),
  ]);
  const appearing = newClasses(rows.students ?? [], known);
  for (const [classId, row] of firstRows(rows.students ?? [])) {
    if (taught.taught.has(classId) || classes.some((one) => one.classId === classId)) continue;
    issues.warn('class-without-teacher', row.place.file.name, row.place.row, row.place.file.headers['class'] ?? null);
  }
  return {
    // A class before the pupils in it, staff before their classes and ties, pupils before ties.
    changes: [
      ...appearing,
      ...taught.changes.filter((change) => change.do === 'add-class'),
      ...(pupils?.changes ?? []),
      ...staff.changes,
      ...taught.changes.filter((change) => change.do !== 'add-class'),
    ],
    conflicts: pupils?.conflicts ?? [],
    counts: pupils?.counts ?? noCounts(),
    countsOf: {
      ...(pupils && { students: pupils.counts }),
      ...(rows.staff && { staff: staff.counts }),
      ...(rows.classes && { classes: taught.counts }),
    },
    heldBecause: pupils?.heldBecause ?? [],
    ending: pupils?.ending ?? [],
  };
}

async function staffPlan(
  places: ComparePlaces,
  { staff = [] }: RosterRows,
  pupils: PupilPlan | null,
  issues: Issues,
): Promise<StaffPlan> {
  const { db, schoolId } = places;
  if (staff.length === 0) {
    const active = (await presentStaff(db, schoolId)).filter((member) => member.active);
    return { changes: [], counts: noCounts(), byAccount: new Map(active.map((one) => [one.account, one.staffId])) };
  }
  const byNumber = pupils?.byNumber ?? (await activeNumbers(places));
  return compareStaff(places, staff, (number) => byNumber.get(number), issues);
}

async function activeNumbers({ db, schoolId }: ComparePlaces): Promise<ReadonlyMap<string, string>> {
  const pupils = await presentPupils(db, schoolId);
  return new Map(
    pupils.flatMap((one) => (one.enrolment === 'enrolled' ? [[one.numberIndex, one.studentId] as const] : [])),
  );
}

function newClasses(rows: readonly StudentRow[], known: ReadonlySet<string>): readonly Change[] {
  const wanted = [...firstRows(rows).keys()].filter((classId) => !known.has(classId));
  return wanted.map((classId) => ({ do: 'add-class', classId }));
}

/** The first row of each class with a pupil who is there. */
function firstRows(rows: readonly StudentRow[]): ReadonlyMap<string, StudentRow> {
  const first = new Map<string, StudentRow>();
  for (const row of rows) {
    const there = row.enrolment === 'enrolled' || row.enrolment === 'suspended';
    if (there && !first.has(row.classId)) first.set(row.classId, row);
  }
  return first;
}
