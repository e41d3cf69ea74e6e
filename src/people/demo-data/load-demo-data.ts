/** Loads the demonstration's schools, pupils and staff into an empty roster, by the import that schools use. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { deriveId } from '../../../domain/ids.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { openEventLog } from '../../adapters/open-event-log.js';
import type { Database } from '../../adapters/postgres/database.js';
import type { Config } from '../../config/config.js';
import { hashPassword } from '../accounts/passwords.js';
import type { PersonalDataService } from '../privacy/personal-data.js';
import { createReferences } from '../privacy/references.js';
import { RosterImports } from '../roster/import/roster-imports.js';
import { staffContext } from '../roster/roster-place.js';
import { RosterBusy, SchoolStreams } from '../roster/stream/school-streams.js';
import { DEMO_STAFF_PASSWORD, demoSchools, demoStaff, type DemoStaff } from './demo-data.js';
import { demoRosterFile, demoSchoolsFile } from './demo-files.js';

/** First day of the city staff's rights: before anybody could have signed in. */
const VALID_FROM = '2020-08-01';
const LOADER = { id: 'demo-data', role: 'administrator' } as const;
const IMPORT_OF_SCHOOLS = deriveId('demo-data', 'schools');
/** No school has this code; whoever holds its stream loads. */
const LOADING = 'demo-data';
const PATIENCE_MS = 60_000;

type LoaderConfig = Pick<Config, 'indexKey' | 'eventStoreDbUrl'>;

/**
 * All of it or, after a kill, the rest of it.
 * @returns false when the roster already holds a school: then nothing is touched.
 * @throws DatabaseUnavailable; it may be called again
 */
export async function loadDemoData(
  db: Database,
  personalData: PersonalDataService,
  config: LoaderConfig,
): Promise<boolean> {
  if (!(await isWanted(db))) return false;
  const log = await openEventLog(config, db);
  try {
    const streams = new SchoolStreams({ db, log, personalData, config });
    return await streams.hold(LOADING, () => load(streams), PATIENCE_MS);
  } finally {
    await log.close();
  }
}

/** The last rows that a load writes are those of the city staff. */
async function isWanted(db: SqlQuery): Promise<boolean> {
  const { rows } = await db.query<{ schools: boolean; begun: boolean; finished: boolean }>(
    `select exists (select from schools) as schools,
       exists (select from roster_imports where import_id = $1) as begun,
       exists (select from staff_logins where school_id is null and account = 'admin1') as finished`,
    [IMPORT_OF_SCHOOLS],
  );
  const [is] = rows;
  return is !== undefined && (!is.schools || (is.begun && !is.finished));
}

async function load(streams: SchoolStreams): Promise<boolean> {
  const { db, personalData, config } = streams.places;
  if (!(await isWanted(db))) return false;
  const imports = new RosterImports(streams);
  await bringIn(imports, IMPORT_OF_SCHOOLS, null, demoSchoolsFile());
  for (const school of demoSchools) {
    const file = await demoRosterFile(school);
    if (file) await bringIn(imports, deriveId('demo-data', school.schoolId), school.schoolId, file);
  }
  const passwordHash = await hashPassword(DEMO_STAFF_PASSWORD);
  const city = demoStaff.filter(({ schoolId }) => schoolId === undefined);
  const references = createReferences(db, config);
  const rows: CityRow[] = [];
  for (const member of city) rows.push(await cityRow(member, personalData, references));
  await db.transaction(async (tx) => {
    await tx.query(
      'update staff_logins set password_hash = $1, must_change = false where school_id is not null and password_hash is null',
      [passwordHash],
    );
    for (const row of rows) await insertCityStaff(tx, row, passwordHash);
  });
  return true;
}

async function bringIn(
  imports: RosterImports,
  importId: string,
  schoolId: string | null,
  bytes: Buffer,
): Promise<void> {
  const fileName = schoolId === null ? 'schools.csv' : `${schoolId}.zip`;
  await imports.rows.begin({ importId, schoolId, by: LOADER, fileName, bytes, dryRun: false, lines: 0 });
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const row = (await imports.work(importId)) ?? (await imports.rows.find(importId));
    if (row?.status === 'applied') return;
    if (row?.status !== 'reading' && row?.status !== 'applying')
      throw new Error(`the demonstration's data cannot be brought in: ${row?.status}`);
    if (performance.now() > until) throw new RosterBusy(schoolId ?? LOADING);
    await pause(200);
  }
}

interface CityRow {
  readonly member: DemoStaff;
  readonly staffId: string;
  readonly personRef: string | null;
  readonly name: string;
}

async function cityRow(
  member: DemoStaff,
  personalData: PersonalDataService,
  references: ReturnType<typeof createReferences>,
): Promise<CityRow> {
  const staffId = randomUUID();
  return {
    member,
    staffId,
    personRef: member.idNumber === undefined ? null : await references.personRefOf(member.idNumber),
    name: await personalData.seal(member.name, staffContext(null, staffId)),
  };
}

async function insertCityStaff(
  tx: SqlQuery,
  { member, staffId, personRef, name }: CityRow,
  hash: string,
): Promise<void> {
  await tx.query('insert into staff (staff_id, school_id, name, person_ref) values ($1, null, $2, $3)', [
    staffId,
    name,
    personRef,
  ]);
  await tx.query(
    'insert into staff_grants (staff_id, role, school_id, class_id, valid_from) values ($1, $2, null, null, $3)',
    [staffId, member.grant.role, VALID_FROM],
  );
  await tx.query(
    'insert into staff_logins (staff_id, school_id, account, password_hash, must_change) values ($1, null, $2, $3, false)',
    [staffId, member.account, hash],
  );
}
