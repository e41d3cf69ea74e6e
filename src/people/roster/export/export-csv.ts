/** The own format, as it comes in again: ID numbers included. */
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { COLUMNS, type Kind } from '../import/read/own-kinds.js';
import type { Enrolment, Exclusion, OfficeRole } from '../import/read/roster-rows.js';
import { ENROLMENT_WORDS, EXCLUSION_WORDS, ROLE_WORDS } from '../import/read/words.js';
import { presentClasses, presentStaff } from '../import/compare/present-office.js';
import { staffContext } from '../roster-place.js';
import { csvText } from './csv-text.js';
import { exportedPupils, type ExportedPupil } from './exported-pupils.js';
import { zipped } from './zip.js';

export interface ExportPlaces {
  readonly db: SqlQuery;
  readonly personalData: PersonalDataService;
  readonly schoolId: string;
}

/** A ZIP of students.csv, classes.csv and staff.csv. @throws DatabaseUnavailable */
export async function exportCsv(
  places: ExportPlaces,
  progress?: (done: number, total: number) => void,
): Promise<Buffer> {
  const pupils = await exportedPupils(places, progress);
  return zipped({
    'students.csv': csvText(headerOf('students'), pupils.map(studentCells)),
    'classes.csv': csvText(headerOf('classes'), await classRows(places)),
    'staff.csv': csvText(headerOf('staff'), await staffRows(places, pupils)),
  });
}

function headerOf(kind: Kind): readonly string[] {
  return Object.values(COLUMNS[kind]).map(({ zh }) => zh);
}

function studentCells({ number, name, idNumber, classId, suspended, excluded }: ExportedPupil): readonly string[] {
  const enrolment: Enrolment = suspended ? 'suspended' : 'enrolled';
  const word = excluded === null ? '' : (EXCLUSION_WORDS[excluded as Exclusion] ?? '');
  return [number, name, idNumber, classId, ENROLMENT_WORDS[enrolment], word];
}

async function classRows({ db, schoolId }: ExportPlaces): Promise<readonly (readonly string[])[]> {
  const classes = await presentClasses(db, schoolId);
  return classes.map(({ classId, teachers, substitute }) => [
    classId,
    teachers[0]?.account ?? '',
    substitute?.account ?? '',
    substitute?.from ?? '',
    substitute?.to ?? '',
  ]);
}

async function staffRows(
  { db, personalData, schoolId }: ExportPlaces,
  pupils: readonly ExportedPupil[],
): Promise<readonly (readonly string[])[]> {
  const staff = (await presentStaff(db, schoolId)).filter(({ active }) => active);
  const numbers = new Map(pupils.map(({ studentId, number }) => [studentId, number]));
  const rows: (readonly string[])[] = [];
  for (const member of staff) {
    const open = async (field: 'name' | 'email' | 'idNumber'): Promise<string> => {
      const sealed = member[field];
      if (sealed === null) return '';
      const context = staffContext(schoolId, member.staffId, field);
      return (await personalData.openWhatIsLeft([{ sealed, context }]))[0] ?? '';
    };
    const name = await open('name');
    // An erased member of staff comes back by no file.
    if (name === '') continue;
    const children = member.children.flatMap((studentId) => numbers.get(studentId) ?? []);
    const roles = member.roles.map((role) => ROLE_WORDS[role as OfficeRole]);
    rows.push([
      member.account,
      name,
      await open('email'),
      await open('idNumber'),
      children.join(';'),
      roles.join(';'),
      '是',
    ]);
  }
  return rows;
}
