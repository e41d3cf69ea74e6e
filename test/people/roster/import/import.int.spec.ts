/** Files of a school as they are brought in, on a real database and log. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../../eventstore/chain/envelope.js';
import { correctStudent, takeBackCorrection } from '../../../../src/people/roster/office/correct-student.js';
import { openConflicts, resolveConflict } from '../../../../src/people/roster/office/conflicts.js';
import { numberIndex } from '../../../../src/people/roster/roster-place.js';
import { rebuildRegistry } from '../../../../src/people/roster/stream/rebuild.js';
import { ADMINISTRATOR, ImportingSchool, REGISTRAR, T99 } from './importing.js';
import { big5, ONE_ROSTER, zipOf } from './files.js';

let at: ImportingSchool;
beforeAll(async () => {
  at = await ImportingSchool.open();
}, 120_000);
afterAll(() => at.close());

const without = (text: string, ...numbers: readonly string[]): string =>
  text
    .split('\n')
    .filter((line) => !numbers.some((number) => line.startsWith(number)))
    .join('\n');
const of = async (number: string) => {
  const { rows } = await at.school.db.query<{ studentId: string }>(
    `select s.student_id as "studentId" from students s where s.school_id = 'T99' and s.number_index = $1`,
    [numberIndex(at.school.config.indexKey, 'T99', number)],
  );
  return { schoolId: 'T99', studentId: rows[0]?.studentId ?? '' };
};
const by = () => ({ commandId: randomUUID(), actor: REGISTRAR });
const revision = async (): Promise<number> => (await at.events()).length;

const idOf = async (number: string): Promise<unknown> =>
  (await at.school.db.query(`select student_id from students where school_id = 'T98' and class_id = $1`, [number]))
    .rows;

describe('a file of students', () => {
  it('changes nothing and says nothing in the log where it is what the school has', async () => {
    const before = await revision();
    const row = await at.bring(big5(T99));
    expect([row.status, row.counts]).toEqual([
      'applied',
      { added: 0, changed: 0, unchanged: 11, ended: 0, conflicts: 0 },
    ]);
    expect(await revision()).toBe(before);
  });

  it('is applied as events, and tells before what it would do where it is only tried', async () => {
    const before = await revision();
    const file = `${without(T99, '10630031')}10630031,蔡明哲,A100000056,302\n10630032,甲乙,A100000065,303\n`.replace(
      '尹安安',
      '尹安',
    );
    const tried = await at.bring(file, { dryRun: true });
    expect([tried.status, tried.counts?.added, tried.counts?.changed]).toEqual(['checked', 1, 2]);
    expect(await revision()).toBe(before);
    const row = await at.bring(file);
    expect([row.status, row.counts, row.report?.warnings]).toEqual([
      'applied',
      { added: 1, changed: 2, unchanged: 9, ended: 0, conflicts: 0 },
      [],
    ]);
    expect((await at.types(before)).toSorted()).toEqual([
      'ClassChanged',
      'RosterImportApplied',
      'StudentDataChanged',
      'StudentEnrolled',
    ]);
    expect((await at.pupils()).filter((line) => /尹|蔡|甲/u.test(line))).toEqual([
      '301 10630008 尹安 enrolled',
      '302 10630031 蔡明哲 enrolled',
      '303 10630032 甲乙 enrolled',
    ]);
    const back = await at.bring(
      T99.replace('\n10630031,蔡明哲,A100000056,303', '\n10630031,蔡明哲,A100000056,303\n10630032,甲乙,A100000065,303'),
    );
    expect(back.status).toBe('applied');
  });

  it('keeps what it says unreadable in the log, with a chain that holds', async () => {
    const events = await at.events();
    expect(verifyChain('school-T99', events)).toMatchObject({ ok: true, events: events.length });
    const text = JSON.stringify(events);
    for (const canary of ['尹安安', '10630008', 'A200000003', '林美惠']) expect(text).not.toContain(canary);
    expect(text).toContain('teacher301');
  });

  it('is refused whole where one row is wrong, with the place of each fault', async () => {
    const before = await revision();
    const file = `${T99}10630040,丙丁,A123456780,301\n10630008,戊己,A100000074,301\n10630041,庚辛,A200000003,301\n`;
    const wrong = await at.bring(file);
    expect(wrong.status).toBe('refused');
    expect(wrong.report?.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [13, '身分證統一編號', 'invalid-id-number'],
    ]);
    const doubles = await at.bring(file.replace('A123456780', 'A200000067'));
    expect(doubles.report?.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [14, '學號', 'duplicate-student-number'],
      [15, '身分證統一編號', 'duplicate-id-number'],
    ]);
    expect(await revision()).toBe(before);
  });

  it('is held where too many would end or a class would vanish, and applied once somebody says so', async () => {
    const before = await revision();
    const file = T99.split('\n').slice(0, 6).join('\n');
    const row = await at.bring(file);
    expect([row.status, row.report?.heldBecause]).toEqual([
      'held',
      [
        { code: 'too-many-end', count: 7, of: 12 },
        { code: 'class-vanishes', count: 2, of: 3 },
      ],
    ]);
    expect(row.report?.ending).toHaveLength(7);
    expect(await at.types(before)).toEqual(['RosterImportHeld']);
    const confirmed = await at.confirm(row);
    expect([confirmed.status, confirmed.counts?.ended]).toEqual(['applied', 7]);
    expect((await at.pupils()).filter((line) => line.endsWith(' left'))).toHaveLength(7);
    const { rows } = await at.school.db.query('select 1 from parent_logins where ended_at is not null');
    expect(rows).toHaveLength(7);
    // They come back with the same ids.
    const back = await at.bring(T99);
    expect([back.status, back.counts?.added]).toEqual(['applied', 6]);
    expect(await at.types(before)).toContain('StudentReturned');
    expect((await at.school.db.query('select 1 from subject_keys')).rowCount).toBeGreaterThan(0);
  });

  it('takes a row that keeps the number and changes name and ID number for another person', async () => {
    const file = T99.replace('10630012,黃子晴,A200000021', '10630012,癸子丑,A200000076');
    const row = await at.bring(file);
    expect([row.status, row.report?.heldBecause]).toEqual(['held', [{ code: 'other-person', count: 1, of: 11 }]]);
    await at.confirm(row);
    expect((await at.pupils()).filter((line) => line.includes(' 10630012 '))).toEqual([
      '301 10630012 癸子丑 enrolled',
      '301 10630012 黃子晴 left',
    ]);
    const again = await at.bring(file);
    expect(again.counts).toMatchObject({ unchanged: 11, added: 0, ended: 0 });
    // The ID number is known here: the pupil of before is back, and the other one has left.
    expect((await at.bring(T99)).counts).toMatchObject({ added: 1, ended: 1 });
  });

  it('lets two pupils exchange their numbers', async () => {
    const file = T99.replace('10630021,', 'x,').replace('10630022,', '10630021,').replace('x,', '10630022,');
    expect((await at.bring(file)).counts?.changed).toBe(2);
    expect((await at.pupils()).filter((line) => /張雅婷|劉家豪/u.test(line))).toEqual([
      '302 10630021 劉家豪 enrolled',
      '302 10630022 張雅婷 enrolled',
    ]);
    expect((await at.bring(T99)).counts?.changed).toBe(2);
  });
});

describe('a correction made here', () => {
  it('is not undone by an older export: somebody decides, and is not asked twice', async () => {
    const pupil = await of('10630010');
    const places = { ...at.school, schoolId: 'T99' };
    await correctStudent(at.streams, by(), pupil, { name: '李佳瑩', classId: '302' }, randomUUID());
    const before = await revision();
    const first = await at.bring(T99);
    expect([first.status, first.counts]).toEqual([
      'applied',
      { added: 0, changed: 0, unchanged: 10, ended: 0, conflicts: 1 },
    ]);
    expect(await at.types(before)).toEqual(['RosterImportApplied']);
    expect((await at.bring(T99)).counts?.conflicts).toBe(1);
    expect(await revision()).toBe(before + 1);
    const open = await openConflicts(places, null, 10);
    expect(open.map(({ field, here, file }) => [field, here, file]).toSorted()).toEqual([
      ['classId', '302', '301'],
      ['name', '李佳瑩', '李佳穎'],
    ]);
    for (const { id, field } of open) {
      expect(await resolveConflict(at.streams, by(), 'T99', id, field === 'name' ? 'here' : 'file')).toBe('resolved');
    }
    expect(await openConflicts(places, null, 10)).toEqual([]);
    expect((await at.bring(T99)).counts).toMatchObject({ unchanged: 11, conflicts: 0 });
    expect(await at.pupils()).toContain('301 10630010 李佳瑩 enrolled');
    // A value that is newer than the correction counts.
    expect((await at.bring(T99.replace('李佳穎', '李佳盈'))).counts?.changed).toBe(1);
    expect((await at.bring(T99)).counts?.changed).toBe(1);
  });

  it('is taken back once, and only while it is the newest', async () => {
    const pupil = await of('10630011');
    const made = by();
    expect(await correctStudent(at.streams, made, pupil, { studentNumber: '10639999' }, randomUUID())).toBe(
      'corrected',
    );
    expect(await correctStudent(at.streams, made, pupil, { studentNumber: '10639999' }, randomUUID())).toBe(
      'done-before',
    );
    expect(await correctStudent(at.streams, by(), pupil, { studentNumber: '10630008' }, randomUUID())).toBe(
      'number-taken',
    );
    expect(await takeBackCorrection(at.streams, made, pupil)).toBe(true);
    expect(await takeBackCorrection(at.streams, made, pupil)).toBe(false);
    expect((await at.bring(T99)).counts).toMatchObject({ unchanged: 11, conflicts: 0 });
  });
});

describe('the registry', () => {
  it('can be filled again from the log, row by row as it was, with the passwords that people have', async () => {
    const tables = ['students', 'parent_logins', 'staff', 'staff_logins', 'staff_grants', 'family_ties', 'classes'];
    const all = async () => {
      const rows = [];
      for (const table of tables) {
        const { rows: found } = await at.school.db.query<{ row: string }>(
          `select to_jsonb(t)::text as row from ${table} t order by 1`,
        );
        rows.push([table, found.map(({ row }) => row)]);
      }
      return rows;
    };
    const before = await all();
    await at.school.db.query(`update students set class_id = '303', name = 'lost' where school_id = 'T99'`);
    await at.school.db.query('delete from family_ties');
    expect(await rebuildRegistry(at.streams.places)).toBeGreaterThan(50);
    expect(await all()).toEqual(before);
  });
});

describe('a pupil who changes schools', () => {
  const T98 = '學號,姓名,身分證統一編號,班級\n10690001,周小雨,A200000058,101\n';
  it('keeps the id and gets a new login; the school before is told when it still names the pupil', async () => {
    const { rows: before } = await at.school.db.query<{ student_id: string; login_id: string }>(
      `select student_id, login_id from students where class_id = '303' and school_id = 'T99' and enrolment = 'enrolled'`,
    );
    const moved = await at.bring(`${T98}10690002,蔡明哲,A100000056,102\n`, { schoolId: 'T98' });
    expect([moved.status, moved.report?.warnings.map(({ row, code }) => [row, code])]).toEqual([
      'applied',
      [
        [3, 'moves-from'],
        [3, 'class-without-teacher'],
      ],
    ]);
    expect(await idOf('102')).toEqual([{ student_id: before[0]?.student_id }]);
    const logins = await at.school.db.query<{ login_id: string }>(
      'select login_id from parent_logins where student_id = $1',
      [before[0]?.student_id],
    );
    expect(logins.rows).toHaveLength(1);
    expect(logins.rows[0]?.login_id).not.toBe(before[0]?.login_id);
    expect((await at.types(-1)).at(-1)).toBe('StudentLeft');
    const old = await at.bring(T99);
    expect([old.status, old.report?.errors.map(({ row, code }) => [row, code])]).toEqual([
      'refused',
      [[12, 'moved-to']],
    ]);
    // Once the new school lets the pupil go, the way back is open.
    expect((await at.confirm(await at.bring(T98, { schoolId: 'T98' }))).status).toBe('applied');
    expect((await at.bring(T99)).status).toBe('applied');
    expect(await at.pupils()).toContain('303 10630031 蔡明哲 enrolled');
  });
});

describe('staff, classes and schools', () => {
  it('brings in a ZIP as one import: staff with offices and ties, classes with teachers and substitutes', async () => {
    const zip = await zipOf({
      'staff.csv': '帳號,姓名,職務,子女學號\nNew1,辛老師,,10630008;10630009\nregistrar,許文玲,註冊組長;教務主任,\n',
      'classes.csv': 'class,teacher,substitute,substitute_from,substitute_to\n303,new1,teacher302,1150901,2099-12-31\n',
    });
    const before = await revision();
    const row = await at.bring(zip, { name: 'office.zip' });
    expect([row.status, row.report?.files.map(({ kind, counts }) => [kind, counts?.added, counts?.changed])]).toEqual([
      'applied',
      [
        ['staff', 1, 1],
        ['classes', 0, 1],
      ],
    ]);
    expect(await at.types(before)).toEqual([
      'StaffAdded',
      'FamilyTieSet',
      'FamilyTieSet',
      'RolesChanged',
      'TeacherAssigned',
      'SubstituteSet',
      'RosterImportApplied',
    ]);
    const again = await at.bring(zip, { name: 'office.zip' });
    expect(again.report?.files.map(({ counts }) => counts?.unchanged)).toEqual([2, 1]);
    const removed = await at.bring('account,name,active\nnew1,辛老師,no\nnew2,壬老師,no\n');
    expect(removed.report?.files[0]?.counts).toMatchObject({ ended: 1, unchanged: 1 });
    const unknown = await at.bring('班級,導師帳號\n301,nobody\n');
    expect(unknown.report?.errors).toMatchObject([{ row: 2, column: '導師帳號', code: 'unknown-account' }]);
  });

  it('takes schools from an administrator only', async () => {
    const file =
      '學校代碼,校名,行政區代碼,行政區,註冊組分機\nT50,測試國中3,63000010,松山區,211\nT99,測試國中1,63000010,松山區,\n';
    expect((await at.bring(file)).report?.errors).toMatchObject([{ code: 'not-a-roster', row: 1 }]);
    const row = await at.bring(file, { schoolId: null, by: ADMINISTRATOR });
    expect(row.report?.files[0]?.counts).toMatchObject({ added: 1, unchanged: 1 });
    expect(await at.types(0, 'T50')).toEqual(['SchoolAdded']);
  });

  it('takes a OneRoster ZIP as it takes the own format', async () => {
    const { status, report } = await at.bring(await zipOf(ONE_ROSTER), { name: 'oneroster.zip' });
    expect([status, report?.heldBecause.map(({ code }) => code)]).toEqual(['held', ['too-many-end', 'class-vanishes']]);
  });
});
