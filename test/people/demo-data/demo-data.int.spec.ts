import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseIdNumber } from '../../../domain/identity/id-number.js';
import { demoApplicants, demoParentAccount, demoPupils, demoStaff } from '../../../src/people/demo-data/demo-data.js';
import { loadDemoData } from '../../../src/people/demo-data/load-demo-data.js';
import { Roster } from '../../../src/people/roster/roster.js';
import { findSchool, listDistricts, listSchools } from '../../../src/people/roster/schools.js';
import { grantsOf, staffName } from '../../../src/people/roster/staff.js';
import { createEmbeddedIdentityProvider } from '../../../src/people/sso/embedded-identity-provider.js';
import { createReferences } from '../../../src/people/privacy/references.js';
import { SessionService } from '../../../src/people/accounts/session-service.js';
import { openDemoSchool, type DemoSchool } from '../roster/demo-school.js';
import { everyValueOf } from '../roster/every-value.js';

let school: DemoSchool;
let roster: Roster;
beforeAll(async () => {
  school = await openDemoSchool();
  roster = new Roster(school.db, school.personalData, school.config);
});
afterAll(() => school.close());

async function staffIdOf(account: string): Promise<string> {
  const { rows } = await school.db.query<{ id: string }>('select staff_id as id from staff_logins where account = $1', [
    account,
  ]);
  return rows[0]?.id ?? '';
}

/** The demonstration school, typed a second time, so that the table in code cannot drift. */
const PUPILS = `
T99 301 10630008 尹安安 A200000003
T99 301 10630009 王小明 A100000001
T99 301 10630010 李佳穎 A200000012
T99 301 10630011 陳宥廷 A100000010
T99 301 10630012 黃子晴 A200000021
T99 301 10630013 吳承恩 A100000029
T99 301 10630014 林書宇 A100000038
T99 302 10630021 張雅婷 A200000030
T99 302 10630022 劉家豪 A100000047
T99 302 10630023 王小華 A200000049
T99 303 10630031 蔡明哲 A100000056
T98 101 10690001 周小雨 A200000058`;
const STAFF = `
teacher301 林美惠 F200000008 class-teacher T99 301
teacher302 陳志明 F100000006 class-teacher T99 302
teacher101b 簡志豪 F100000024 class-teacher T98 101
registrar 許文玲 F200000017 registrar T99
registrar98 註冊組長 - registrar T98
director 郭建國 F100000015 director T99
auditor 何淑芬 F200000026 auditor
admin1 系統管理者 - administrator
admin2 系統管理者 - administrator`;

describe('the demonstration data', () => {
  it('has the pupils of the design, each with the class, name and number that the page confirms', async () => {
    const lines = [];
    for (const { schoolId, number, idNumber } of demoPupils) {
      const pupil = await roster.studentByNumber(schoolId, number);
      const view = await roster.studentView(pupil?.studentId ?? '');
      lines.push([view?.schoolId, view?.classId, view?.number, view?.name, idNumber].join(' '));
      expect([view?.version, pupil?.enrolment]).toEqual([1, 'enrolled']);
    }
    expect(lines).toEqual(PUPILS.trim().split('\n'));
  });

  it('has the staff of the design, with the rights they hold', async () => {
    const lines = [];
    for (const { account, idNumber = '-' } of demoStaff) {
      const staffId = await staffIdOf(account);
      const [grant] = await grantsOf(school.db, staffId);
      const name = await staffName(school.db, school.personalData, staffId);
      const parts = [account, name, idNumber, grant?.role, grant?.schoolId, grant?.classId];
      lines.push(parts.filter((part) => part !== undefined).join(' '));
    }
    expect(lines).toEqual(STAFF.trim().split('\n'));
  });

  it('has the schools of 松山區 with telephones that ring nowhere', async () => {
    const [district] = await listDistricts(school.db, { limit: 9 });
    const schools = (await listSchools(school.db, district?.code ?? '', { limit: 9 })) ?? [];
    expect(district?.name).toBe('松山區');
    expect(schools.map(({ schoolId }) => schoolId)).toEqual(['T01', 'T02', 'T03', 'T04', 'T05', 'T06', 'T98', 'T99']);
    expect(schools.every(({ telephone }) => /^02-0000-\d{4}$/.test(telephone))).toBe(true);
    expect(await findSchool(school.db, 'T99')).toMatchObject({ name: '測試國中1' });
    expect(await listSchools(school.db, '00000000', { limit: 9 })).toBeNull();
  });

  it('has valid ID numbers only, each of one person', () => {
    const people = [...demoPupils, ...demoStaff, ...Object.values(demoApplicants)];
    const numbers = people.flatMap((person) => ('idNumber' in person && person.idNumber ? [person.idNumber] : []));
    expect(numbers.filter((number) => parseIdNumber(number) !== number)).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is loaded once: a second load, also two at once, changes nothing', async () => {
    const before = await everyValueOf(school.db);
    expect(await loadDemoData(school.db, school.personalData, school.config)).toBe(false);
    expect(await everyValueOf(school.db)).toBe(before);
    const fresh = await openDemoSchool({ people: false });
    const loads = [1, 2, 3].map(() => loadDemoData(fresh.db, fresh.personalData, fresh.config));
    expect((await Promise.all(loads)).toSorted()).toEqual([false, false, true]);
    expect((await fresh.db.query('select 1 from students')).rowCount).toBe(demoPupils.length);
    await fresh.close();
  });

  it('does not find a pupil by the number of another school, or by none', async () => {
    expect(await roster.studentByNumber('T98', '10630008')).toBeNull();
    expect(await roster.studentByNumber('T99', '')).toBeNull();
    expect(await roster.findStudent('nobody')).toBeNull();
  });

  it('can be read nowhere in the database, also after sign-ins, changes of password and new accounts', async () => {
    const { db, personalData, config } = school;
    const sessions = new SessionService(db, personalData, config);
    const [pupil] = demoPupils;
    const signedIn = await sessions.signIn(await sessions.find('T99', 'P10630008'), 'T99', pupil?.idNumber ?? '', '');
    if (signedIn.kind === 'refused') throw new Error('the parent could not sign in');
    await sessions.changePassword(signedIn.token, pupil?.idNumber ?? '', 'six green umbrellas');
    const references = createReferences(db, config);
    for (const { idNumber, email } of Object.values(demoApplicants)) {
      const personRef = await references.personRefOf(idNumber);
      const provider = createEmbeddedIdentityProvider(db, config);
      const holder = { requestId: personRef, applicantId: personRef, attempt: 1 };
      await provider.create({ accountId: personRef, personRef, email, firstPassword: idNumber.slice(-6), ...holder });
      await references.emailRefOf(email);
    }

    const text = await everyValueOf(db);
    const people = [...demoPupils, ...Object.values(demoApplicants), ...demoStaff.filter(({ idNumber }) => idNumber)];
    const canaries = people.flatMap((person) =>
      [
        person.name,
        person.idNumber,
        'email' in person ? person.email : undefined,
        'mobile' in person ? person.mobile : undefined,
        'number' in person ? person.number : undefined,
        'number' in person ? demoParentAccount(person) : undefined,
      ].filter((value) => value !== undefined),
    );
    expect(canaries.length).toBeGreaterThan(60);
    expect(canaries.filter((canary) => text.includes(canary.toLowerCase()))).toEqual([]);
    // The search itself works: what may be read is found.
    expect(text).toContain('teacher301');
  });
});
