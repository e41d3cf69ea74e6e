/** The demonstration's people as the files that a school would send: one of schools, and a ZIP of own CSVs for each school. */
import { csvText } from '../roster/export/csv-text.js';
import { zipped } from '../roster/export/zip.js';
import { demoDistrict, demoPupils, demoSchools, demoStaff, type DemoSchool, type DemoStaff } from './demo-data.js';

export function demoSchoolsFile(): Buffer {
  const header = ['school', 'name', 'district_code', 'district', 'telephone'];
  const rows = demoSchools.map(({ schoolId, name, telephone }) => [
    schoolId,
    name,
    demoDistrict.code,
    demoDistrict.name,
    telephone,
  ]);
  return Buffer.from(csvText(header, rows));
}

/** Null for a school without pupils. */
export function demoRosterFile(school: DemoSchool): Promise<Buffer> | null {
  const pupils = demoPupils.filter(({ schoolId }) => schoolId === school.schoolId);
  if (pupils.length === 0) return null;
  const staff = demoStaff.filter(({ schoolId }) => schoolId === school.schoolId);
  return zipped({
    'students.csv': csvText(
      ['student_number', 'name', 'id_number', 'class'],
      pupils.map(({ number, name, idNumber, classId }) => [number, name, idNumber, classId]),
    ),
    'classes.csv': csvText(
      ['class', 'teacher'],
      school.classes.map((classId) => [classId, staff.find(({ grant }) => grant.classId === classId)?.account ?? '']),
    ),
    'staff.csv': csvText(
      ['account', 'name', 'id_number', 'children', 'roles'],
      staff.map((member) => [
        member.account,
        member.name,
        member.idNumber ?? '',
        pupils
          .filter(({ familyOf }) => familyOf === member.account)
          .map(({ number }) => number)
          .join(';'),
        officeOf(member),
      ]),
    ),
  });
}

function officeOf({ grant: { role } }: DemoStaff): string {
  return role === 'class-teacher' ? '' : role;
}
