/** The file's staff beside the school's. Who is not in the file stays. */
import { randomUUID } from 'node:crypto';
import type { PersonalDataService } from '../../../privacy/personal-data.js';
import { numberIndex, staffContext } from '../../roster-place.js';
import type { Issues } from '../read/issues.js';
import type { StaffRow } from '../read/roster-rows.js';
import type { ComparePlaces } from './compare-pupils.js';
import { noCounts, type Change, type Counting, type StaffData } from './plan.js';
import { presentStaff, type PresentStaff } from './present-office.js';

export interface StaffPlan {
  readonly changes: readonly Change[];
  readonly counts: Counting;
  /** Staff who work at the school after the import, by account. */
  readonly byAccount: ReadonlyMap<string, string>;
}

/** @param pupilOf the pupil of a number after the import, by its hexadecimal index */
export async function compareStaff(
  places: ComparePlaces,
  rows: readonly StaffRow[],
  pupilOf: (number: string) => string | undefined,
  issues: Issues,
): Promise<StaffPlan> {
  const { db, schoolId, indexKey, personalData } = places;
  const present = new Map((await presentStaff(db, schoolId)).map((member) => [member.account, member]));
  const byAccount = new Map([...present.values()].flatMap((one) => (one.active ? [[one.account, one.staffId]] : [])));
  const changes: Change[] = [];
  const counts = noCounts();
  for (const row of rows) {
    const known = present.get(row.account);
    const staffId = known?.staffId ?? randomUUID();
    const before = changes.length;
    const kind = await basics(personalData, schoolId, row, staffId, known, changes);
    if (row.active) {
      if (row.roles && !same(row.roles, known?.active ? known.roles : []))
        changes.push({ do: 'roles', staffId, roles: row.roles });
      if (row.children) ties(row, staffId, known, changes);
      byAccount.set(row.account, staffId);
    } else byAccount.delete(row.account);
    counts[kind !== 'unchanged' ? kind : changes.length > before ? 'changed' : 'unchanged'] += 1;
  }
  return { changes, counts, byAccount };

  function ties(row: StaffRow, staffId: string, known: PresentStaff | undefined, into: Change[]): void {
    const wanted = new Set<string>();
    for (const number of row.children ?? []) {
      const studentId = pupilOf(numberIndex(indexKey, schoolId, number).toString('hex'));
      if (studentId === undefined) unknownChild(row);
      else wanted.add(studentId);
    }
    const tied = new Set(known?.children);
    for (const studentId of wanted) if (!tied.has(studentId)) into.push({ do: 'tie', staffId, studentId });
    for (const studentId of tied) if (!wanted.has(studentId)) into.push({ do: 'untie', staffId, studentId });
  }

  function unknownChild({ place }: StaffRow): void {
    issues.error('unknown-account', place.file.name, place.row, place.file.headers['children'] ?? null);
  }
}

async function basics(
  personalData: PersonalDataService,
  schoolId: string,
  row: StaffRow,
  staffId: string,
  known: PresentStaff | undefined,
  into: Change[],
): Promise<'added' | 'changed' | 'unchanged' | 'ended'> {
  const { account, name, email, idNumber, active } = row;
  if (!active) {
    if (!known?.active) return 'unchanged';
    into.push({ do: 'remove-staff', staffId });
    return 'ended';
  }
  const given: StaffData = { ...(email && { email }), ...(idNumber && { idNumber }) };
  if (!known?.active) {
    into.push({ do: 'add-staff', staffId, account, name, ...given });
    return 'added';
  }
  const data: StaffData = {
    ...((await differs(personalData, schoolId, known, 'name', name)) && { name }),
    ...(email && (await differs(personalData, schoolId, known, 'email', email)) && { email }),
    ...(idNumber && (await differs(personalData, schoolId, known, 'idNumber', idNumber)) && { idNumber }),
  };
  if (Object.keys(data).length === 0) return 'unchanged';
  into.push({ do: 'change-staff', staffId, ...data });
  return 'changed';
}

async function differs(
  personalData: PersonalDataService,
  schoolId: string,
  known: PresentStaff,
  field: 'name' | 'email' | 'idNumber',
  file: string,
): Promise<boolean> {
  const sealed = known[field];
  if (sealed === null) return true;
  const [here] = await personalData.openWhatIsLeft([{ sealed, context: staffContext(schoolId, known.staffId, field) }]);
  // Erased: nothing of them comes back by a file.
  return here !== null && here !== file;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
