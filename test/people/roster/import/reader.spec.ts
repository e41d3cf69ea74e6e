/** Whatever bytes come in as a roster: each row is read, or it is said what is wrong, where. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDay } from '../../../../src/people/roster/import/read/cells.js';
import { ISSUE_CODES } from '../../../../src/people/roster/import/read/issues.js';
import { readImport, type ReadImport } from '../../../../src/people/roster/import/read/read-import.js';
import { UnreadableZip } from '../../../../src/people/roster/import/read/zip-entries.js';
import { big5, ONE_ROSTER, STUDENTS, zipOf } from './files.js';

const read = (content: string | Buffer, schoolId: string | null = 'T99', mostRows?: number): Promise<ReadImport> =>
  readImport(Buffer.from(content), { name: 'roster.csv', schoolId, ...(mostRows !== undefined && { mostRows }) });

const students = async (content: string | Buffer) => ((await read(content)).rows.students ?? []).map(withoutPlace);

const withoutPlace = <Row extends { place: unknown }>(row: Row): Omit<Row, 'place'> => {
  const { place: _place, ...others } = row;
  return others;
};

const errors = async (content: string | Buffer) =>
  (await read(content)).issues.errors.map(({ row, column, code }) => [row, column, code]);

const YIN = {
  number: '10630008',
  name: '尹安安',
  idNumber: 'A200000003',
  classId: '301',
  enrolment: 'enrolled',
  excluded: null,
};

describe('a file of students', () => {
  it('is read in UTF-8 with and without a byte order mark and in Big5, and the encoding is named', async () => {
    for (const [bytes, encoding] of [
      [Buffer.from(STUDENTS), 'utf-8'],
      [Buffer.from(`\uFEFF${STUDENTS}`), 'utf-8-bom'],
      [big5(STUDENTS), 'big5'],
    ] as const) {
      expect((await students(bytes))[0]).toEqual(YIN);
      expect((await read(bytes)).files).toEqual([{ name: 'roster.csv', kind: 'students', encoding, rows: 2 }]);
    }
  });

  it('is read with comma, semicolon and tab, in any order of the columns, with either of their names', async () => {
    const rows = STUDENTS.replace('姓名', 'NAME')
      .trim()
      .split('\n')
      .map((line) => line.split(',').toReversed());
    for (const separator of [',', ';', '\t']) {
      for (const end of ['\n', '\r\n', '\r']) {
        expect((await students(rows.map((row) => row.join(separator)).join(end)))[0]).toEqual(YIN);
      }
    }
  });

  it('keeps leading zeros, takes full-width letters and digits and the apostrophe of spreadsheets', async () => {
    const [row] = await students(
      "學號,姓名,身分證統一編號,班級,學籍狀態\n'0012, 尹 安安 ,ａ２０００００００３,３０１,休學\n",
    );
    expect(row).toEqual({ ...YIN, number: '0012', enrolment: 'suspended' });
  });

  it('takes a cell that begins like a formula for text', async () => {
    const [first, second] = await students(
      "學號,姓名,身分證統一編號,班級\n=1+1,=SUM(A1),A200000003,@1\n2,'=x,A100000001,-1\n",
    );
    expect(first).toMatchObject({ number: '=1+1', name: '=SUM(A1)', classId: '@1' });
    expect(second).toMatchObject({ name: '=x', classId: '-1' });
  });

  it('says all that is wrong at once, with the row a spreadsheet shows and the text of the header', async () => {
    const file = [
      '學號,姓名,身分證統一編號,班級,學籍狀態,座號',
      '1,甲乙,A200000003,301,在學,7',
      ',"甲\n乙",A200000004,301,出國,8',
      '',
      `3,,A100000001,${'9'.repeat(40)},,9`,
    ].join('\n');
    const { issues } = await read(file);
    expect(issues.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '學號', 'missing-value'],
      [3, '身分證統一編號', 'invalid-id-number'],
      [3, '學籍狀態', 'invalid-status'],
      [5, '姓名', 'missing-value'],
      [5, '班級', 'too-long'],
    ]);
    expect(issues.warnings).toEqual([{ file: 'roster.csv', row: 1, column: '座號', code: 'unknown-column' }]);
  });

  it('names the columns that are missing in the language of the others', async () => {
    expect(await errors('學號,姓名,班級\n1,甲,301\n')).toEqual([[1, '身分證統一編號', 'missing-column']]);
    expect(await errors('student_number,name,class\n1,a,301\n')).toEqual([[1, 'id_number', 'missing-column']]);
  });

  it('keeps the first thousand errors and counts the others; rows beyond the bound are one error', async () => {
    const rows = Array.from({ length: 1_500 }, (_, i) => `${i},甲乙,A1,301`).join('\n');
    const { issues } = await read(`學號,姓名,身分證統一編號,班級\n${rows}\n`);
    expect([issues.errors.length, issues.errorCount]).toEqual([1_000, 1_500]);
    const few = await read(`學號,姓名,身分證統一編號,班級\n${rows}\n`, 'T99', 3);
    expect(few.issues.errors.at(-1)).toMatchObject({ row: 5, code: 'too-many-rows' });
  });
});

describe('files that are none of a roster', () => {
  it('are refused with a place', async () => {
    expect(await errors('')).toEqual([[1, null, 'not-a-roster']]);
    expect(await errors('a,b,c\n1,2,3\n')).toEqual([[1, null, 'not-a-roster']]);
    expect(await errors(Buffer.concat([Buffer.from(STUDENTS), Buffer.from([0x31, 0xff, 0xfe, 0x0a])]))).toEqual([
      [4, null, 'unreadable-encoding'],
    ]);
    expect(await errors(`${STUDENTS}"3,甲乙,A1,301\n`)).toEqual([[4, null, 'not-a-roster']]);
  });

  it('never make it crash: any bytes give rows or errors that have a place', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(STUDENTS + text)),
      fc.uint8Array({ maxLength: 100 }).map((tail) => Buffer.concat([Buffer.from(STUDENTS), tail])),
      fc.uint8Array({ maxLength: 300 }).map((tail) => Buffer.concat([Buffer.from('504b0304', 'hex'), tail])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const got = await read(Buffer.from(content)).catch((error: unknown) => error);
        if (got instanceof UnreadableZip) return;
        const { issues, rows } = got as ReadImport;
        for (const { file, row, code } of issues.errors) {
          expect(ISSUE_CODES).toContain(code);
          expect(file).toBe('roster.csv');
          expect(row).toBeGreaterThan(0);
        }
        expect((rows.students ?? []).every(({ idNumber }) => /^[A-Z][\dA-D]\d{8}$/u.test(idNumber))).toBe(true);
      }),
      { seed: 20_200_820, numRuns: 600 },
    );
  });

  it('gives back what was written, whatever it is, as long as it is quoted', async () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cc}/u.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        async (names, by) => {
          const line = (name: string, i: number): string =>
            [`n${i}`, `"x${name.replaceAll('"', '""')}"`, 'A200000003', '301'].join(by);
          const header = ['student_number', 'name', 'id_number', 'class'].join(by);
          const rows = await students([header, ...names.map(line)].join('\n'));
          expect(rows.map(({ number }) => number)).toEqual(names.map((_, i) => `n${i}`));
        },
      ),
      { seed: 20_200_820, numRuns: 200 },
    );
  });
});

describe('the other kinds of the own format', () => {
  it('reads classes with their teachers and substitutes, days in either calendar', async () => {
    const { rows, issues } = await read(
      'class,teacher,substitute,substitute_from,substitute_to\n301,Teacher301,teacher302,113/9/1,民國113年9月30日\n302,,,,\n',
    );
    expect(issues.errors).toEqual([]);
    expect(rows.classes?.map(withoutPlace)).toEqual([
      {
        classId: '301',
        teacher: 'teacher301',
        substitute: { account: 'teacher302', from: '2024-09-01', to: '2024-09-30' },
      },
      { classId: '302', teacher: null, substitute: null },
    ]);
  });

  it('reads staff: ties only where the column is there', async () => {
    const { rows } = await read('帳號,姓名,職務,在職,子女學號\nA1,林美惠,註冊組長;教務主任,否,1;2\n');
    expect(rows.staff?.[0]).toMatchObject({
      account: 'a1',
      roles: ['director', 'registrar'],
      active: false,
      children: ['1', '2'],
    });
    const without = (await read('account,name\nA1,林美惠\n')).rows.staff?.[0];
    expect(without).toMatchObject({ active: true });
    expect(without).not.toHaveProperty('children');
  });

  it('reads schools', async () => {
    const { rows } = await read('學校代碼,校名,行政區代碼,行政區,收紙本申請書\nT99,測試國中1,63000010,松山區,是\n');
    expect(rows.schools?.[0]).toMatchObject({ schoolId: 'T99', districtCode: '63000010', asksForPaper: true });
  });

  it('takes a ZIP of several as one import, and names what it leaves aside', async () => {
    const zip = await zipOf({
      'a/students.csv': STUDENTS,
      'a/classes.csv': big5('班級\n301\n'),
      'a/note.pdf': 'x',
      '__MACOSX/a': 'x',
    });
    const { files, issues, rowCount } = await read(zip);
    expect(files.map(({ name, kind, encoding }) => [name, kind, encoding])).toEqual([
      ['a/students.csv', 'students', 'utf-8'],
      ['a/classes.csv', 'classes', 'big5'],
    ]);
    expect([rowCount, issues.warnings.map(({ file, code }) => [file, code])]).toEqual([
      3,
      [['a/note.pdf', 'unknown-file']],
    ]);
  });
});

describe('days', () => {
  it.each([
    ['1130901', '2024-09-01'],
    ['990901', '2010-09-01'],
    ['113/09/01', '2024-09-01'],
    ['民國113年9月1日', '2024-09-01'],
    ['113-9-1', '2024-09-01'],
    ['2024-09-01', '2024-09-01'],
    ['2024/9/1', '2024-09-01'],
    ['20240901', '2024-09-01'],
    ['1130230', null],
    ['2024-13-01', null],
    ['tomorrow', null],
  ])('%s is %s', (text, day) => {
    expect(parseDay(text)).toBe(day);
  });
});

describe('a OneRoster ZIP', () => {
  const SECOND = { ...ONE_ROSTER };

  it('is read in version 1.2: pupils with number, ID number and homeroom, teachers of classes by the primary enrolment', async () => {
    const { rows, issues } = await read(await zipOf(SECOND));
    expect(issues.errors).toEqual([]);
    expect(rows.students?.map(withoutPlace)).toEqual([
      YIN,
      { ...YIN, number: '10630009', name: '王小明', idNumber: 'A100000001' },
    ]);
    expect(rows.classes?.map(({ classId, teacher }) => [classId, teacher])).toEqual([['301', 'teacher301']]);
    expect(rows.staff?.map(({ account, name, email }) => [account, name, email])).toEqual([
      ['teacher301', '林美惠', 't301@example.org'],
    ]);
  });

  it('is read in version 1.1, where the role stands with the user, and the ID number in a column of its own', async () => {
    const { 'roles.csv': _roles, ...files } = SECOND;
    const zip = await zipOf({
      ...files,
      'manifest.csv': String(files['manifest.csv']).replace('version,1.2', 'version,1.1'),
      'users.csv': `sourcedId,orgSourcedIds,role,username,userIds,givenName,familyName,identifier,metadata.nationalId
u1,org1,student,s1,,安安,尹,10630008,A200000003
u2,"org1,org2",student,s2,,小明,王,10630009,A100000001
u3,org1,teacher,teacher301,,美惠,林,,`,
    });
    const { rows, issues } = await read(zip);
    expect(issues.errors).toEqual([]);
    expect(rows.students?.map(({ idNumber }) => idNumber)).toEqual(['A200000003', 'A100000001']);
  });

  it('is refused as a delta, of another school, and without an ID number', async () => {
    const delta = await zipOf({
      ...SECOND,
      'manifest.csv': String(SECOND['manifest.csv']).replace('users,bulk', 'users,delta'),
    });
    expect(await errors(delta)).toEqual([[5, 'value', 'delta-not-supported']]);
    const foreign = await read(await zipOf(SECOND), 'T98');
    expect(foreign.issues.errors).toEqual([{ file: 'orgs.csv', row: 2, column: 'identifier', code: 'unknown-school' }]);
    const nameless = await zipOf({
      ...SECOND,
      'users.csv': String(SECOND['users.csv']).replace('{nationalId:A200000003}', ''),
    });
    expect(await errors(nameless)).toEqual([[2, 'userIds', 'missing-value']]);
  });
});

const codeOf = async (zip: Buffer): Promise<unknown> =>
  read(zip).catch((error: unknown) => (error as UnreadableZip).code);

describe('a ZIP that cannot be read', () => {
  it('is refused: damaged, locked, or larger than it looks', async () => {
    const zip = await zipOf({ 'students.csv': STUDENTS });
    expect(await codeOf(zip.subarray(0, zip.length - 30))).toBe('unreadable-zip');
    const locked = Buffer.from(zip);
    const directory = locked.indexOf(Buffer.from('504b0102', 'hex'));
    locked.writeUInt16LE(locked.readUInt16LE(directory + 8) | 1, directory + 8);
    expect(await codeOf(locked)).toBe('encrypted-zip');
    const bomb = await zipOf({ 'students.csv': Buffer.alloc(101 * 1024 * 1024, 'x') });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await codeOf(bomb)).toBe('zip-too-large');
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(1_000, lying.indexOf(Buffer.from('504b0102', 'hex')) + 24);
    expect(await codeOf(lying)).toBe('unreadable-zip');
  });
});
