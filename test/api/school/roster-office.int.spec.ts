/** What the registrar does with the roster beside importing it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipEntries } from '../../../src/people/roster/import/read/zip-entries.js';
import { demoPupils } from '../../../src/people/demo-data/demo-data.js';
import { decides, Family, FATHER } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';
import { T99 } from '../../people/roster/import/importing.js';
import { bring } from './roster.js';

const ROSTER = '/api/v1/roster';

let system: System;
let registrar: Person;
beforeAll(async () => {
  system = await System.start();
  registrar = await system.staff('registrar');
}, 300_000);
afterAll(() => system.stop(), 60_000);

async function pupil(number: string): Promise<Json> {
  const { body } = await registrar.get(`${ROSTER}/students?q=${number}`);
  return body['items']![0]!;
}

describe('學生查詢', () => {
  it('finds pupils by number, a part of a name, and class, masked, page by page', async () => {
    expect(await pupil('10630008')).toEqual({
      studentId: expect.any(String),
      number: '10630008',
      name: '尹OO',
      classId: '301',
      status: { code: 'enrolled', label: '在學' },
      binding: { code: 'none', label: '未綁定' },
      restricted: false,
    });
    const found = await registrar.get(`${ROSTER}/students?q=${encodeURIComponent('王小')}`);
    expect([...found.body['items']!].map((one) => one['number'])).toEqual(['10630009', '10630023']);
    expect((await registrar.get(`${ROSTER}/students?class=302`)).body['items']).toHaveLength(3);
    const { studentId } = await pupil('10630008');
    const other = await system.staff('registrar98', 'T98');
    expect((await other.get(`${ROSTER}/students/${studentId}`)).status).toBe(404);
    expect((await registrar.get(`${ROSTER}/students/${studentId}`)).body['number']).toBe('10630008');
  });

  it('says whether a request is open, and who is bound', async () => {
    const family = new Family(await system.parentOf('10630009'));
    const sent = await family.goesAllTheWay(FATHER);
    expect((await pupil('10630009'))['binding']!['code']).toBe('open');
    const teacher = await system.staff('teacher301');
    await decides(teacher, family.id, sent['applicants']![0]!['id']!, 'approval', { formChecked: true });
    await family.seesAtLast(({ outcome }) => outcome !== null);
    expect((await pupil('10630009'))['binding']!['code']).toBe('bound-1');
  });

  it('restricts a pupil on some days, and lifts that', async () => {
    const { studentId } = await pupil('10630010');
    const path = `${ROSTER}/students/${studentId}/restriction`;
    const order = { from: '2020-01-01', document: '家護字第 1 號', note: '不得接觸' };
    expect((await registrar.put(path, order)).body['restricted']).toBe(true);
    const over = { ...order, to: '2020-02-01' };
    expect((await registrar.put(path, over)).body['restricted']).toBe(false);
    const wrong = await registrar.put(path, { ...order, to: '2019-01-01' });
    expect(wrong.body['errors']).toMatchObject([{ pointer: '/to', code: 'invalid-date' }]);
    await registrar.put(path, order);
    const lifted = await registrar.ask('DELETE', path, JSON.stringify({ note: '期滿' }));
    expect([lifted.status, lifted.body['restricted']]).toEqual([200, false]);
  });
});

describe('重設密碼', () => {
  it('gives a family a code in place of the password, once, and ends every session', async () => {
    const { studentId } = await pupil('10630011');
    const parent = await system.parentOf('10630011');
    const path = `${ROSTER}/students/${studentId}/password-reset`;
    const key = '3b2f8a52-6c1e-4a0b-9d7f-2f1e0c9b8a77';
    const { status, body } = await registrar.post(path, { reason: '家長到校辦理' }, { key });
    expect([status, /^[A-Z3-9]{8}$/u.test(body['oneTimeCode']!)]).toEqual([201, true]);
    expect((await registrar.post(path, { reason: '家長到校辦理' }, { key })).body).toEqual(body);
    expect((await parent.get('/api/v1/bindings')).status).toBe(401);
    const someone = system.stranger();
    const idNumber = demoPupils.find(({ number }) => number === '10630011')?.idNumber ?? '';
    expect((await someone.signIn('T99', 'P10630011', idNumber)).status).toBe(401);
    const second = String((await registrar.post(path, { reason: '再次辦理' })).body['oneTimeCode']);
    expect((await someone.signIn('T99', 'P10630011', body['oneTimeCode']!)).status).toBe(401);
    const signedIn = await someone.signIn('T99', 'P10630011', ` ${second.toLowerCase()}`);
    expect([signedIn.status, signedIn.body['mustChangePassword']]).toEqual([201, true]);
    const change = { currentPassword: second, newPassword: 'nine-yellow-bicycles' };
    expect((await someone.put('/api/v1/session/password', change)).status).toBe(204);
    expect((await system.stranger().signIn('T99', 'P10630011', second)).status).toBe(401);
    expect((await system.stranger().signIn('T99', 'P10630011', 'nine-yellow-bicycles')).status).toBe(201);
  });

  it('does the same for staff who came in by a file and have no password yet', async () => {
    await bring(registrar, 'account,name\nnew1,辛老師\n', { name: 'staff.csv' });
    expect((await system.stranger().signIn('T99', 'new1', '')).status).not.toBe(201);
    const { body } = await registrar.post(`${ROSTER}/staff/new1/password-reset`, { reason: '到職' });
    const member = system.stranger();
    const signedIn = await member.signIn('T99', 'NEW1', body['oneTimeCode']!);
    // Without an office or a class there is nothing to sign in for.
    expect(signedIn.status).toBe(401);
    expect((await registrar.post(`${ROSTER}/staff/auditor/password-reset`, { reason: '市府人員' })).status).toBe(404);
  });
});

describe('the school’s staff and classes', () => {
  it('are listed with roles, teachers and substitutes, who are set by day', async () => {
    const staff = (await registrar.get(`${ROSTER}/staff?q=registrar`)).body['items']!;
    expect(staff).toEqual([{ account: 'registrar', name: '許OO', roles: ['registrar'], active: true }]);
    const path = `${ROSTER}/classes/303/substitute`;
    const set = await registrar.put(path, { account: 'teacher302', from: '2020-01-01', to: '2099-12-31' });
    expect(set.body).toEqual({
      classId: '303',
      teacher: null,
      substitute: { account: 'teacher302', from: '2020-01-01', to: '2099-12-31' },
      pupils: 1,
    });
    const nobody = await registrar.put(path, { account: 'nobody', from: '2020-01-01', to: '2099-12-31' });
    expect(nobody.body['errors']).toMatchObject([{ pointer: '/account', code: 'not-in-list' }]);
    expect((await registrar.delete(path)).body['substitute']).toBeNull();
    expect(
      (await registrar.put(`${ROSTER}/classes/999/substitute`, { account: 'a', from: '2020-01-01', to: '2020-01-02' }))
        .status,
    ).toBe(404);
  });

  it('prints letters with the account and the first password in words', async () => {
    const { body } = await registrar.get(`${ROSTER}/letters?class=302`);
    expect(body['items']![0]).toMatchObject({ name: '張雅婷', classId: '302', account: 'P10630021' });
    expect(JSON.stringify(body)).not.toContain('A200000030');
    expect((await registrar.get(`${ROSTER}/letters`)).status).toBe(422);
  });
});

describe('匯出名冊', () => {
  it('writes the own format so that it comes in again without a change', async () => {
    const { status, headers, body } = await registrar.download(`${ROSTER}/export?format=csv`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/zip',
      'no-store',
    ]);
    const again = await bring(registrar, body, { name: 'roster.zip' });
    expect(again).toMatchObject({ status: 'applied', counts: { unchanged: 11, changed: 0, added: 0, ended: 0 } });
    expect([...again['files']!].map((file) => file['counts']!['changed'])).toEqual([0, 0, 0]);
  });

  it('writes OneRoster with guardians who are bound, and no ID number', async () => {
    const { body } = await registrar.download(`${ROSTER}/export?format=oneroster`);
    const { files } = await zipEntries(body);
    expect(files.map(({ name }) => name)).toEqual([
      'manifest.csv',
      'orgs.csv',
      'classes.csv',
      'users.csv',
      'roles.csv',
      'enrollments.csv',
    ]);
    const text = files.map(({ bytes }) => bytes.toString()).join('');
    expect(text).toContain('guardian');
    for (const line of T99.split('\n').slice(1, -1)) expect(text).not.toContain(line.split(',')[2]);
  });
});
