/**
 * OneRoster CSV 1.2 and 1.1 (1EdTech), bulk only. The pupil's number is `users.identifier`, the class `classes.classCode`,
 * the teacher who has the class's enrolment with role teacher and `primary` true, the ID number the `userIds` entry of
 * type nationalId (else the column `metadata.nationalId`), the school `orgs.identifier`.
 */
import { basename } from 'node:path';
import type { Issues } from './issues.js';
import {
  oneRosterTable,
  type OneRosterTable,
  type OneRosterTableName,
  type OneRosterTables,
} from './one-roster-table.js';
import { OneRosterPeople } from './one-roster-people.js';
import type { ReadFile, RosterRows } from './roster-rows.js';
import type { RowBudget } from './row-budget.js';
import type { ZipEntry } from './zip-entries.js';

export const MANIFEST = 'manifest.csv';

const NEEDED = {
  orgs: ['sourcedId', 'name', 'type', 'identifier'],
  classes: ['sourcedId', 'classCode'],
  users: ['sourcedId', 'username', 'givenName', 'familyName', 'identifier'],
  enrollments: ['classSourcedId', 'userSourcedId', 'role'],
  roles: ['userSourcedId', 'role', 'orgSourcedId'],
} as const satisfies Readonly<Record<OneRosterTableName, readonly string[]>>;

export function isOneRoster(files: readonly ZipEntry[]): boolean {
  return files.some(({ name }) => nameOf(name) === MANIFEST);
}

export async function readOneRoster(
  files: readonly ZipEntry[],
  schoolId: string | null,
  into: RosterRows,
  issues: Issues,
  budget: RowBudget,
): Promise<readonly ReadFile[]> {
  const read = async (name: string, needed: readonly string[]): Promise<OneRosterTable | null> => {
    const entry = files.find((one) => nameOf(one.name) === name);
    return entry ? oneRosterTable(entry.name, entry.bytes, needed, issues, budget) : null;
  };
  const manifest = await read(MANIFEST, ['propertyName', 'value']);
  if (manifest === null) return [];
  const properties = new Map(manifest.records.map((one) => [one.get('propertyName').toLowerCase(), one]));
  const delta = [...properties].filter(([name, one]) => name.startsWith('file.') && valueOf(one) === 'delta');
  for (const [, one] of delta) issues.error('delta-not-supported', manifest.name, one.row, 'value');
  if (delta.length > 0) return [];
  const older = (properties.get('oneroster.version')?.get('value') ?? '').startsWith('1.1');
  const tables = await readTables(files, read, older, issues);
  if (tables === null) return [];
  new OneRosterPeople(tables, older, schoolId, issues).rows(into);
  return Object.entries(tables).flatMap(([kind, table]) =>
    table === null ? [] : [{ name: table.name, kind, encoding: table.encoding, rows: table.records.length }],
  );
}

async function readTables(
  files: readonly ZipEntry[],
  read: (name: string, needed: readonly string[]) => Promise<OneRosterTable | null>,
  older: boolean,
  issues: Issues,
): Promise<OneRosterTables | null> {
  const wanted = (Object.keys(NEEDED) as OneRosterTableName[]).filter((name) => !(older && name === 'roles'));
  const tables = new Map<OneRosterTableName, OneRosterTable | null>();
  for (const name of wanted) {
    const file = `${name}.csv`;
    if (!files.some((one) => nameOf(one.name) === file)) issues.error('not-a-roster', file);
    const needed = older && name === 'users' ? [...NEEDED.users, 'role'] : NEEDED[name];
    tables.set(name, await read(file, needed));
  }
  if (wanted.some((name) => !tables.get(name))) return null;
  const of = (name: OneRosterTableName): OneRosterTable | null => tables.get(name) ?? null;
  return {
    orgs: of('orgs'),
    classes: of('classes'),
    users: of('users'),
    enrollments: of('enrollments'),
    roles: of('roles'),
  };
}

function valueOf(record: { get(column: string): string }): string {
  return record.get('value').toLowerCase();
}

/** ZIPs keep the files in a folder now and then. */
function nameOf(name: string): string {
  return basename(name).toLowerCase();
}
