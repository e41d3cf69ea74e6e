import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Family, FATHER, MOTHER } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

/** 註冊組長 許文玲, as a guardian of a pupil of the school. */
const REGISTRAR_AS_MOTHER = {
  name: '許文玲',
  relation: 'mother',
  idNumber: 'F200000017',
  mobile: '0955666777',
  email: 'wenling@example.org',
};

describe('at the counter', () => {
  let system: System;
  let registrar: Person;

  beforeAll(async () => {
    system = await System.start();
    registrar = await system.staff('registrar');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  async function begins(studentNumber: string): Promise<Family> {
    const { status, body } = await registrar.post('/api/v1/bindings', { studentNumber });
    expect(status).toBe(201);
    const counter = new Family(registrar);
    counter.id = body['id']!;
    counter.revision = body['revision']!;
    return counter;
  }

  it('the registrar is led from the opening to the account, and finds the case in the list all the way', async () => {
    const counter = await begins('10630011');
    const opened = await counter.sees();
    expect(opened).toMatchObject({
      applicants: [],
      allowedActions: ['confirm-student-info', 'dispute-student-info', 'withdraw', 'correct-student-info'],
    });
    expect(opened['nextSteps']![0]).toContain('與家長核對學生資訊');
    expect(await listed(registrar)).toContain(counter.id);

    await counter.confirms();
    await counter.consents();
    await counter.applies(FATHER);
    const filled = await counter.sees();
    expect(filled).toMatchObject({
      student: { name: '陳宥廷' },
      applicants: [{ name: '王大明', idNumber: 'A111111113', email: 'tpservice@example.org' }],
      allowedActions: [
        'fill-application',
        'amend-applicant',
        'prove-email',
        'sign-and-send',
        'withdraw',
        'add-evidence',
      ],
    });
    expect(filled['nextSteps']![0]).toContain('按「送出申請」');
    expect(await listed(registrar)).toContain(counter.id);

    await counter.sends();
    const sent = await counter.seesAtLast(({ stage }) => stage!['code'] === 'review');
    expect(sent).toMatchObject({
      applicants: [{ idNumber: 'A1********' }],
      // Whoever entered it leaves the decision to somebody else.
      allowedActions: ['prove-email', 'recall', 'withdraw', 'add-evidence', 'record-paper-form'],
    });
    expect(sent['nextSteps']![0]).toContain('本案由您代為登打，依規定不能由您審核。');
    expect([...sent['history']!].map(({ text }) => text)).toContain('家長已填寫申請資料（註冊組於櫃臺代辦）。');
    await untilListed(counter.id, 1);
  }, 60_000);

  /** Once, although it was entered here and is now among what there is to review. */
  async function untilListed(id: string, times: number): Promise<void> {
    for (const end = Date.now() + 10_000; ;) {
      const found = (await listed(registrar)).filter((one) => one === id);
      if (found.length === times) return;
      if (Date.now() > end) throw new Error(`the list has the case ${found.length} times`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  it('no other registrar, teacher or family sees it', async () => {
    const counter = await begins('10630012');
    for (const person of [
      await system.staff('registrar98', 'T98'),
      await system.staff('teacher301'),
      await system.parentOf('10630009'),
    ]) {
      expect((await person.get(counter.path)).status).toBe(404);
      expect(await listed(person)).not.toContain(counter.id);
    }
  }, 60_000);

  it('a parent’s own open request is not shown before it is sent: the registrar is told what to do instead', async () => {
    const family = new Family(await system.parentOf('10630008'));
    await family.opens();
    const refused = await registrar.post('/api/v1/bindings', { studentNumber: '10630008' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'opened-by-parent', title: '家長已自行在線上開始申請' },
    });
    expect(refused.headers.get('location')).toBeNull();
    expect(refused.body['detail']).toContain('請家長以家長帳號（P＋學號）登入接續辦理');
    expect(JSON.stringify(refused.body)).not.toContain(family.id);
    expect(await listed(registrar)).not.toContain(family.id);

    await family.confirms();
    await family.consents();
    await family.applies(MOTHER);
    expect((await registrar.post('/api/v1/bindings', { studentNumber: '10630008' })).status).toBe(409);
    await family.sends();
    // Now it is the school's to review, so it may be shown, as reviewers see it.
    const shown = await registrar.post('/api/v1/bindings', { studentNumber: '10630008' });
    expect(shown).toMatchObject({ status: 200, body: { id: family.id, applicants: [{ idNumber: 'F2********' }] } });
    expect((await registrar.get(shown.headers.get('location')!)).status).toBe(200);
  }, 60_000);

  it('a registrar who is the applicant is offered no decision, and told who takes it', async () => {
    const family = new Family(await system.parentOf('10630013'));
    await family.goesAllTheWay(REGISTRAR_AS_MOTHER);
    const own = (await registrar.get(`${family.path}?min_revision=${family.revision}`)).body;
    expect(own['allowedActions']).toEqual(['record-paper-form']);
    expect(own['nextSteps']).toEqual([expect.stringMatching(/須迴避.*目前由導師審核/u)] as unknown as Json);
    const teacher = await system.staff('teacher301');
    expect((await teacher.get(family.path)).body['allowedActions']).toEqual([
      'approve',
      'reject',
      'request-correction',
      'record-paper-form',
    ]);
  }, 60_000);

  it('a class teacher of the family sees no button either, whoever holds the case', async () => {
    const family = new Family(await system.parentOf('10630014'));
    await family.goesAllTheWay({ ...FATHER, idNumber: 'A123456789', email: 'lin@example.org' });
    const teacher = await system.staff('teacher301');
    const page = (await teacher.get(`${family.path}?min_revision=${family.revision}`)).body;
    expect(page).toMatchObject({ holder: { kind: 'registrar' }, allowedActions: ['record-paper-form'] });
    expect(page['nextSteps']![0]).toMatch(/須迴避.*目前由註冊組審核/u);
  }, 60_000);
});

async function listed(person: Person): Promise<readonly string[]> {
  const { status, body } = await person.get('/api/v1/bindings');
  expect(status).toBe(200);
  return [...body['items']!].map(({ id }) => id as string);
}
