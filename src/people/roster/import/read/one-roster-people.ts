/** Pupils, classes and teachers of the tables of a OneRoster ZIP. */
import { parseIdNumber } from '../../../../../domain/identity/id-number.js';
import type { IssueCode, Issues } from './issues.js';
import type { OneRosterRecord, OneRosterTable, OneRosterTables } from './one-roster-table.js';
import { account, personName } from './own-rows.js';
import type { ClassRow, FileHead, OfficeRole, Place, RosterRows, StaffRow, StudentRow } from './roster-rows.js';

const NATIONAL_ID = /\{\s*nationalId\s*:\s*([^}]*)\}/iu;
const LONGEST = { identifier: 30, username: 64, classCode: 30 } as const;
/** Roles of the standard that our registrars and directors have. */
const OFFICE: Readonly<Record<string, OfficeRole>> = { principal: 'director', sitemadministrator: 'registrar' };

type Orgs = ReadonlySet<string>;

export class OneRosterPeople {
  private readonly roles = new Map<string, Set<string>>();
  private readonly classCodes = new Map<string, string>();
  private readonly heads = new Map<OneRosterTable, FileHead>();

  /** @param schoolId whose rows are meant, by `orgs.identifier`; null takes those of every school */
  constructor(
    private readonly tables: OneRosterTables,
    private readonly older: boolean,
    private readonly schoolId: string | null,
    private readonly issues: Issues,
  ) {}

  rows(into: RosterRows): void {
    const orgs = this.orgs();
    if (orgs === null) return;
    this.readRoles(orgs);
    const classes = this.readClasses(orgs);
    const homeroom = this.homerooms(classes);
    into.students = this.students(homeroom);
    into.classes = [...classes.values()];
    into.staff = this.staff();
  }

  /** sourcedIds of the school; null where no organisation of the file is it. */
  private orgs(): Orgs | null {
    const table = this.tables.orgs;
    const schools = (table?.records ?? []).filter((org) => org.get('type').toLowerCase() === 'school');
    if (this.schoolId === null) return new Set(schools.map((org) => org.get('sourcedId')));
    const own = schools.filter((org) => org.get('identifier') === this.schoolId);
    if (own.length > 0) return new Set(own.map((org) => org.get('sourcedId')));
    for (const org of schools) this.fail(table, org, 'unknown-school', 'identifier');
    if (schools.length === 0) this.issues.error('unknown-school', table?.name ?? '', null, 'identifier');
    return null;
  }

  private readRoles(orgs: Orgs): void {
    const { users, roles } = this.tables;
    const note = (userId: string, role: string, at: readonly string[]): void => {
      if (!at.some((org) => orgs.has(org))) return;
      const known = this.roles.get(userId) ?? new Set<string>();
      this.roles.set(userId, known.add(role.toLowerCase()));
    };
    if (this.older) {
      for (const user of users?.records ?? [])
        note(
          user.get('sourcedId'),
          user.get('role'),
          user
            .get('orgSourcedIds')
            .split(',')
            .map((org) => org.trim()),
        );
    } else {
      for (const role of roles?.records ?? [])
        note(role.get('userSourcedId'), role.get('role'), [role.get('orgSourcedId')]);
    }
  }

  private readClasses(orgs: Orgs): Map<string, ClassRow & { teacher?: string | null }> {
    const table = this.tables.classes;
    const records = (table?.records ?? []).filter((one) => {
      const school = one.get('schoolSourcedId');
      return school === '' || orgs.has(school);
    });
    const homerooms = records.filter((one) => one.get('classType').toLowerCase() === 'homeroom');
    const classes = new Map<string, ClassRow & { teacher?: string | null }>();
    for (const record of homerooms.length > 0 ? homerooms : records) {
      const classId = this.text(table, record, 'classCode', LONGEST.classCode);
      if (classId === '') continue;
      this.classCodes.set(record.get('sourcedId'), classId);
      classes.set(classId, { place: this.place(table, record), classId, teacher: null });
    }
    return classes;
  }

  /** Class of each pupil, and the teachers of the classes. */
  private homerooms(classes: Map<string, ClassRow & { teacher?: string | null }>): ReadonlyMap<string, string> {
    const accounts = new Map(this.tables.users?.records.map((user) => [user.get('sourcedId'), user.get('username')]));
    const homeroom = new Map<string, string>();
    for (const record of this.tables.enrollments?.records ?? []) {
      const classId = this.classCodes.get(record.get('classSourcedId'));
      if (classId === undefined) continue;
      const role = record.get('role').toLowerCase();
      const primary = record.get('primary').toLowerCase() === 'true';
      const userId = record.get('userSourcedId');
      if (role === 'student' && (primary || !homeroom.has(userId))) homeroom.set(userId, classId);
      const known = classes.get(classId);
      if (role === 'teacher' && primary && known)
        classes.set(classId, { ...known, teacher: account(accounts.get(userId)) });
    }
    return homeroom;
  }

  private students(homeroom: ReadonlyMap<string, string>): StudentRow[] {
    const table = this.tables.users;
    return (table?.records ?? []).flatMap((user) => {
      if (!this.roles.get(user.get('sourcedId'))?.has('student')) return [];
      const before = this.issues.errorCount;
      const classId = homeroom.get(user.get('sourcedId')) ?? '';
      const row: StudentRow = {
        place: this.place(table, user),
        number: this.text(table, user, 'identifier', LONGEST.identifier),
        name: this.name(table, user),
        idNumber: this.idNumber(table, user),
        classId,
        enrolment: 'enrolled',
        excluded: null,
      };
      // Which row of the enrolments is missing has no place; the pupil's own has one.
      if (classId === '') this.fail(table, user, 'missing-value', 'sourcedId');
      return this.issues.errorCount === before ? [row] : [];
    });
  }

  private staff(): StaffRow[] {
    const table = this.tables.users;
    return (table?.records ?? []).flatMap((user) => {
      const roles = this.roles.get(user.get('sourcedId')) ?? new Set<string>();
      const office = [...roles].flatMap((role) => OFFICE[role] ?? []);
      if (!roles.has('teacher') && office.length === 0) return [];
      const before = this.issues.errorCount;
      const email = user.get('email');
      const row: StaffRow = {
        place: this.place(table, user),
        account: account(this.text(table, user, 'username', LONGEST.username)),
        name: this.name(table, user),
        ...(email !== '' && { email }),
        ...(this.hasIdNumber(user) && { idNumber: this.idNumber(table, user) }),
        active: user.get('enabledUser').toLowerCase() !== 'false',
      };
      return this.issues.errorCount === before ? [row] : [];
    });
  }

  /** A family name in Han characters stands right before the given name. */
  private name(table: OneRosterTable | null, user: OneRosterRecord): string {
    const [family, given] = [user.get('familyName'), user.get('givenName')];
    const joined = /\p{Script=Han}$/u.test(family) || given === '' ? `${family}${given}` : `${given} ${family}`.trim();
    if (joined === '') this.fail(table, user, 'missing-value', 'familyName');
    if ([...joined].length > 50) this.fail(table, user, 'too-long', 'familyName');
    return personName(joined);
  }

  private hasIdNumber(user: OneRosterRecord): boolean {
    return NATIONAL_ID.test(user.get('userIds')) || user.get('metadata.nationalId') !== '';
  }

  private idNumber(table: OneRosterTable | null, user: OneRosterRecord): string {
    const entry = NATIONAL_ID.exec(user.get('userIds'))?.[1]?.trim();
    const typed = entry ?? user.get('metadata.nationalId');
    const column = entry === undefined && table?.columns.has('metadata.nationalid') ? 'metadata.nationalId' : 'userIds';
    if (typed === '') return this.fail(table, user, 'missing-value', column);
    return parseIdNumber(typed) ?? this.fail(table, user, 'invalid-id-number', column);
  }

  private text(table: OneRosterTable | null, record: OneRosterRecord, column: string, longest: number): string {
    const text = record.get(column);
    if (text === '') return this.fail(table, record, 'missing-value', column);
    return [...text].length > longest ? this.fail(table, record, 'too-long', column) : text;
  }

  private fail(table: OneRosterTable | null, record: OneRosterRecord, code: IssueCode, column: string): '' {
    this.issues.error(code, table?.name ?? '', record.row, column);
    return '';
  }

  private place(table: OneRosterTable | null, { row }: OneRosterRecord): Place {
    if (table === null) return { file: { name: '', headers: {} }, row };
    let file = this.heads.get(table);
    if (!file) {
      file = { name: table.name, headers: HEADERS };
      this.heads.set(table, file);
    }
    return { file, row };
  }
}

/** Headers of the columns by the names that the own format has for them. */
const HEADERS: FileHead['headers'] = {
  student_number: 'identifier',
  id_number: 'userIds',
  name: 'familyName',
  class: 'classCode',
  teacher: 'classCode',
  account: 'username',
};
