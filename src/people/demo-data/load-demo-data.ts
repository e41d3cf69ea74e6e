import { randomUUID } from 'node:crypto';
import type { Grant } from '../../../domain/binding/facts.js';
import type { SqlDatabase, SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { createReferences, type References } from '../privacy/references.js';
import { hashPassword } from '../accounts/passwords.js';
import {
  DEMO_STAFF_PASSWORD,
  demoDistrict,
  demoParentAccount,
  demoPupils,
  demoSchools,
  demoStaff,
  type DemoPupil,
  type DemoStaff,
} from './demo-data.js';
import {
  idNumberIndex,
  numberIndex,
  parentAccountIndex,
  pupilContext,
  staffContext,
  type PupilField,
} from '../roster/roster-place.js';

/** First day of every grant: before anybody could have signed in. */
const VALID_FROM = '2020-08-01';
/** Any number that no other lock of ours uses: 'demo' in ASCII. */
const LOCK = 0x64656d6f;

type KeyConfig = Pick<Config, 'indexKey'>;

/** A row of each kind, sealed and ready to be written. */
interface PupilRow {
  readonly pupil: DemoPupil;
  readonly studentId: string;
  readonly loginId: string;
  readonly personRef: string;
  readonly sealed: Readonly<Record<PupilField, string>>;
}

interface StaffRow {
  readonly member: DemoStaff;
  readonly staffId: string;
  readonly personRef: string | null;
  readonly name: string;
  readonly passwordHash: string;
}

/**
 * Loads the demonstration's schools, pupils and staff into an empty roster, all or nothing.
 * @returns false when the roster already holds a school: then nothing is touched.
 * @throws DatabaseUnavailable; it may be called again
 */
export async function loadDemoData(
  db: SqlDatabase,
  personalData: PersonalDataService,
  config: KeyConfig,
): Promise<boolean> {
  if (await holdsSchools(db)) return false;
  const references = createReferences(db, config);
  // One after another: a start-up on a busy machine must not queue for connections.
  const pupils: PupilRow[] = [];
  for (const pupil of demoPupils) pupils.push(await sealPupil(pupil, personalData, references));
  const staff: StaffRow[] = [];
  for (const member of demoStaff) staff.push(await sealStaff(member, personalData, references));
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    if (await holdsSchools(tx)) return false;
    await insertSchools(tx);
    for (const row of staff) await insertStaff(tx, row);
    for (const row of pupils) await insertPupil(tx, row, config);
    for (const { pupil, studentId } of pupils) await insertFamilyTie(tx, pupil, studentId, staff);
    return true;
  });
}

async function holdsSchools(db: SqlQuery): Promise<boolean> {
  return (await db.query('select 1 from schools limit 1')).rowCount > 0;
}

async function sealPupil(
  pupil: DemoPupil,
  personalData: PersonalDataService,
  references: References,
): Promise<PupilRow> {
  const studentId = randomUUID();
  const seal = (field: PupilField) => personalData.seal(pupil[field], pupilContext(pupil.schoolId, studentId, field));
  return {
    pupil,
    studentId,
    loginId: randomUUID(),
    personRef: await references.personRefOf(pupil.idNumber),
    sealed: { name: await seal('name'), number: await seal('number'), idNumber: await seal('idNumber') },
  };
}

async function sealStaff(
  member: DemoStaff,
  personalData: PersonalDataService,
  references: References,
): Promise<StaffRow> {
  const staffId = randomUUID();
  return {
    member,
    staffId,
    personRef: member.idNumber === undefined ? null : await references.personRefOf(member.idNumber),
    name: await personalData.seal(member.name, staffContext(member.schoolId ?? null, staffId)),
    passwordHash: await hashPassword(DEMO_STAFF_PASSWORD),
  };
}

async function insertSchools(tx: SqlQuery): Promise<void> {
  const { code, name } = demoDistrict;
  await tx.query('insert into districts (district_code, name) values ($1, $2)', [code, name]);
  for (const school of demoSchools) {
    const { schoolId, telephone, classes } = school;
    await tx.query('insert into schools (school_id, district_code, name, telephone) values ($1, $2, $3, $4)', [
      schoolId,
      code,
      school.name,
      telephone,
    ]);
    await tx.query('insert into classes (school_id, class_id) select $1, unnest($2::text[])', [schoolId, classes]);
  }
}

async function insertStaff(tx: SqlQuery, { member, staffId, personRef, name, passwordHash }: StaffRow): Promise<void> {
  const schoolId = member.schoolId ?? null;
  await tx.query('insert into staff (staff_id, school_id, name, person_ref) values ($1, $2, $3, $4)', [
    staffId,
    schoolId,
    name,
    personRef,
  ]);
  await insertGrant(tx, staffId, member.grant);
  await tx.query(
    'insert into staff_logins (staff_id, school_id, account, password_hash, must_change) values ($1, $2, $3, $4, false)',
    [staffId, schoolId, member.account, passwordHash],
  );
}

async function insertGrant(tx: SqlQuery, staffId: string, { role, schoolId, classId }: Grant): Promise<void> {
  await tx.query(
    'insert into staff_grants (staff_id, role, school_id, class_id, valid_from) values ($1, $2, $3, $4, $5)',
    [staffId, role, schoolId ?? null, classId ?? null, VALID_FROM],
  );
}

async function insertPupil(tx: SqlQuery, row: PupilRow, { indexKey }: KeyConfig): Promise<void> {
  const { pupil, studentId, loginId, personRef, sealed } = row;
  await tx.query(
    `insert into students (student_id, school_id, class_id, login_id, name, number, id_number, number_index, id_index,
       person_ref, enrolment, roster_version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'enrolled', 1)`,
    [
      studentId,
      pupil.schoolId,
      pupil.classId,
      loginId,
      sealed.name,
      sealed.number,
      sealed.idNumber,
      numberIndex(indexKey, pupil.schoolId, pupil.number),
      idNumberIndex(indexKey, pupil.idNumber),
      personRef,
    ],
  );
  await tx.query('insert into parent_logins (login_id, school_id, student_id, account_index) values ($1, $2, $3, $4)', [
    loginId,
    pupil.schoolId,
    studentId,
    parentAccountIndex(indexKey, pupil.schoolId, demoParentAccount(pupil)),
  ]);
}

async function insertFamilyTie(
  tx: SqlQuery,
  { familyOf }: DemoPupil,
  studentId: string,
  staff: readonly StaffRow[],
): Promise<void> {
  const tied = staff.find(({ member }) => member.account === familyOf);
  if (!tied) return;
  await tx.query('insert into family_ties (staff_id, student_id) values ($1, $2)', [tied.staffId, studentId]);
}
