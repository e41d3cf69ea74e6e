/**
 * OneRoster CSV 1.2, bulk: school, classes, pupils, teachers, and guardians with a link. No ID numbers. A guardian is an
 * applicant who has an account, and stands with their children in `agentSourcedIds`.
 */
import { boundPersonsOf } from '../../../../projections/student-binding/student-binding-queries.js';
import { bindingStream } from '../../../../workflows/names.js';
import {
  presentClasses,
  presentStaff,
  type PresentClass,
  type PresentStaff,
} from '../import/compare/present-office.js';
import { staffContext } from '../roster-place.js';
import { csvText } from './csv-text.js';
import type { ExportPlaces } from './export-csv.js';
import { exportedPupils, type ExportedPupil } from './exported-pupils.js';
import { zipped } from './zip.js';

const FILES =
  'academicSessions categories classes classResources courses courseResources demographics enrollments lineItems lineItemLearningObjectiveIds lineItemScoreScales orgs resources resultLearningObjectiveIds results resultScoreScales roles scoreScales userProfiles userResources users'.split(
    ' ',
  );
const WRITTEN: readonly string[] = ['classes', 'enrollments', 'orgs', 'roles', 'users'];

const USERS =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns'.split(
    ',',
  );
const CLASSES =
  'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods'.split(
    ',',
  );
const ROLES =
  'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId'.split(
    ',',
  );
const ENROLLMENTS =
  'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate'.split(
    ',',
  );
const ORGS = 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId'.split(',');

type Cells = Readonly<Record<string, string>>;

/** @throws DatabaseUnavailable */
export async function exportOneRoster(
  places: ExportPlaces,
  progress?: (done: number, total: number) => void,
): Promise<Buffer> {
  const { db, schoolId } = places;
  const pupils = await exportedPupils(places, progress);
  const classes = await presentClasses(db, schoolId);
  const staff = await staffUsers(
    places,
    classes,
    (await presentStaff(db, schoolId)).filter(({ active }) => active),
  );
  const guardians = await guardianUsers(places, pupils);
  const { rows } = await db.query<{ name: string }>('select name from schools where school_id = $1', [schoolId]);
  const org = `school-${schoolId}`;
  const users = [...pupils.map(pupilUser), ...staff, ...guardians];
  return zipped({
    'manifest.csv': csvText(['propertyName', 'value'], manifest()),
    'orgs.csv': table(ORGS, [{ sourcedId: org, name: rows[0]?.name ?? '', type: 'school', identifier: schoolId }]),
    'classes.csv': table(
      CLASSES,
      classes.map(({ classId }) => ({
        sourcedId: `class-${schoolId}-${classId}`,
        title: classId,
        classCode: classId,
        classType: 'homeroom',
        schoolSourcedId: org,
      })),
    ),
    'users.csv': table(
      USERS,
      users.map((user) => ({ ...user, enabledUser: 'true', primaryOrgSourcedId: org })),
    ),
    'roles.csv': table(
      ROLES,
      users.map(({ sourcedId = '', role = '' }) => ({
        sourcedId: `role-${sourcedId}`,
        userSourcedId: sourcedId,
        roleType: 'primary',
        role,
        orgSourcedId: org,
      })),
    ),
    'enrollments.csv': table(ENROLLMENTS, enrollments(schoolId, pupils, classes)),
  });
}

function manifest(): readonly (readonly string[])[] {
  return [
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...FILES.map((file) => [`file.${file}`, WRITTEN.includes(file) ? 'bulk' : 'absent']),
  ];
}

function table(header: readonly string[], rows: readonly Cells[]): string {
  return csvText(
    header,
    rows.map((row) => header.map((name) => row[name] ?? '')),
  );
}

function pupilUser({ studentId, number, name }: ExportedPupil): Cells {
  return { sourcedId: studentId, username: number, identifier: number, role: 'student', ...namesOf(name) };
}

async function staffUsers(
  { personalData, schoolId }: ExportPlaces,
  classes: readonly PresentClass[],
  staff: readonly PresentStaff[],
): Promise<readonly Cells[]> {
  const teachers = new Set(classes.flatMap((one) => one.teachers.map(({ staffId }) => staffId)));
  const names = await personalData.openWhatIsLeft(
    staff.map(({ staffId, name }) => ({ sealed: name, context: staffContext(schoolId, staffId) })),
  );
  return staff.flatMap(({ staffId, account }, i) => {
    const name = names[i];
    if (!name || !teachers.has(staffId)) return [];
    return [{ sourcedId: staffId, username: account, role: 'teacher', ...namesOf(name) }];
  });
}

/** One user a person, whichever of the school's pupils they are bound to. */
async function guardianUsers(
  { db, personalData }: ExportPlaces,
  pupils: readonly ExportedPupil[],
): Promise<readonly Cells[]> {
  const rows = await boundPersonsOf(
    db,
    pupils.map(({ studentId }) => studentId),
  );
  const named = rows.filter((row) => row.name !== null);
  const names = await personalData.openWhatIsLeft(
    named.map(({ requestId, applicantId, name }) => ({
      sealed: name ?? '',
      context: { stream: bindingStream(requestId), subject: applicantId, field: 'name' },
    })),
  );
  const people = new Map<string, { name: string; children: string[] }>();
  for (const [i, { personRef, studentId }] of named.entries()) {
    const name = names[i];
    if (!name) continue;
    const person = people.get(personRef) ?? { name, children: [] };
    if (!person.children.includes(studentId)) person.children.push(studentId);
    people.set(personRef, person);
  }
  return [...people].map(([personRef, { name, children }]) => ({
    sourcedId: personRef,
    username: personRef,
    role: 'guardian',
    agentSourcedIds: children.join(','),
    ...namesOf(name),
  }));
}

function enrollments(
  schoolId: string,
  pupils: readonly ExportedPupil[],
  classes: readonly PresentClass[],
): readonly Cells[] {
  const row = (classId: string, userId: string, role: string, primary: string): Cells => ({
    sourcedId: `enrollment-${classId}-${userId}`,
    classSourcedId: `class-${schoolId}-${classId}`,
    schoolSourcedId: `school-${schoolId}`,
    userSourcedId: userId,
    role,
    primary,
  });
  return [
    ...pupils.map(({ classId, studentId }) => row(classId, studentId, 'student', 'false')),
    ...classes.flatMap(({ classId, teachers }) =>
      teachers.map(({ staffId }) => row(classId, staffId, 'teacher', 'true')),
    ),
  ];
}

/** Family names of two characters that are still borne; every other is one. */
const DOUBLE = ['歐陽', '司馬', '司徒', '諸葛', '上官', '皇甫', '端木', '夏侯', '范姜', '張簡', '令狐', '公孫', '慕容'];

function namesOf(name: string): { readonly familyName: string; readonly givenName: string } {
  if (!/^\p{Script=Han}/u.test(name)) {
    const at = name.lastIndexOf(' ');
    return { familyName: name.slice(at + 1), givenName: at === -1 ? '' : name.slice(0, at) };
  }
  const characters = [...name];
  const length = characters.length > 2 && DOUBLE.includes(characters.slice(0, 2).join('')) ? 2 : 1;
  return { familyName: characters.slice(0, length).join(''), givenName: characters.slice(length).join('') };
}
