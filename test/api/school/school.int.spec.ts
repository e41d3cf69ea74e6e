import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSENT, decides, Family, FATHER, MOTHER } from '../../http/family.js';
import type { Json, Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('what a school finds and enters', () => {
  let system: System;
  let teacher: Person;
  let registrar: Person;

  beforeAll(async () => {
    system = await System.start();
    teacher = await system.staff('teacher301');
    registrar = await system.staff('registrar');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  it('lists the families that answered 無意參加, and finds them by that', async () => {
    const family = new Family(await system.parentOf('10630010'));
    await family.opens();
    await family.confirms();
    const refusal = { ...CONSENT, decision: 'disagree', intent: 'not-joining' };
    family.revision = (await family.parent.post(`${family.path}/consent`, refusal)).body['revision']!;
    await family.sees();
    for (const reviewer of [teacher, registrar]) {
      expect(await listed(reviewer)).toContain(family.id);
      expect(await listed(reviewer, '?outcome=refused')).toEqual([family.id]);
      expect(await listed(reviewer, '?outcome=completed')).toEqual([]);
    }
    expect(await listed(await system.staff('teacher302'))).toEqual([]);
    expect(await listed(await system.staff('director'))).toEqual([]);
    expect(await listed(family.parent, '?outcome=completed')).toEqual([]);
    isInvalid(await teacher.get('/api/v1/bindings?outcome=lost'), '/outcome not-in-list');
    isInvalid(await teacher.get('/api/v1/bindings?cursor=x'), '/cursor wrong-type');
  });

  it('is told of a filter that does not exist, and knows every review code', async () => {
    isInvalid(await teacher.get('/api/v1/reviews?status[]=approved'), '/status[] unknown-field');
    isInvalid(await teacher.get('/api/v1/reviews?state=approved'), '/state unknown-field');
    isInvalid(await teacher.get('/api/v1/bindings?status=approved'), '/status unknown-field');
    expect((await teacher.get('/api/v1/reviews?status=withdrawn')).body['items']).toEqual([]);
  });

  it('takes no note that says nothing, where the parent has to be told something', async () => {
    const family = new Family(await system.parentOf('10630008'));
    const sent = await family.goesAllTheWay(FATHER);
    const applicant = sent['applicants']![0]!['id']!;
    for (const note of ['   ', '\u3000\n\t', '\u200B\u200B']) {
      const { body } = await decides(teacher, family.id, applicant, 'rejection', { reasonCode: 'other', note });
      expect(body).toMatchObject({ status: 'refused', code: 'note-required' });
    }
    const told = await decides(teacher, family.id, applicant, 'rejection', { reasonCode: 'other', note: ' 請洽 ' });
    expect(told.body['status']).toBe('accepted');
    const closed = await family.seesAtLast(({ outcome }) => outcome !== null);
    expect(closed['applicants']![0]!['reason']!['note']).toBe('請洽');
  });

  it('lets nobody name a pupil whom they may not name', async () => {
    const parent = await system.parentOf('10630009');
    isInvalid(await parent.post('/api/v1/bindings', { studentNumber: '10630008' }), '/studentNumber unknown-field');
    isInvalid(await parent.post('/api/v1/bindings', { studentId: 'somebody' }), '/studentId unknown-field');
    isInvalid(
      await registrar.post('/api/v1/bindings', { studentNumber: '10630009', studentId: 'x' }),
      '/studentId unknown-field',
    );
    isInvalid(await registrar.post('/api/v1/bindings', {}), '/studentNumber required');
    expect(await listed(parent)).toEqual([]);
  });

  it('enters the day on a paper that was signed, and no other', async () => {
    const counter = new Family(registrar);
    const opened = await registrar.post('/api/v1/bindings', { studentNumber: '10630011' });
    counter.id = opened.body['id']!;
    counter.revision = 0;
    await counter.confirms();
    const consents = (more: object) => registrar.post(`${counter.path}/consent`, { ...CONSENT, ...more });
    isInvalid(await consents({ paperDate: '2020-09-01' }), '/paperDate unknown-field');
    isInvalid(await consents({ method: 'online', paperDate: '2020-09-01' }), '/paperDate unknown-field');
    isInvalid(await consents({ method: 'paper', paperDate: '2999-01-01' }), '/paperDate invalid-date');
    expect((await consents({ method: 'paper', paperDate: '2020-09-01' })).status).toBe(200);
  });

  it('knows an applicant by a UUID in upper case', async () => {
    const family = new Family(await system.parentOf('10630012'));
    await family.opens();
    await family.confirms();
    await family.consents();
    await family.applies(MOTHER);
    const [[id, shown]] = Object.entries(await family.dossierRevisions()) as [[string, number]];
    const upper = id.toUpperCase();
    const body = { applicantIds: [upper], dossierRevisions: { [upper]: shown } };
    expect((await family.parent.post(`${family.path}/submission`, body)).status).toBe(200);
  });
});

function isInvalid({ status, body }: Reply, error: string): void {
  expect([status, body['code']]).toEqual([422, 'invalid-body']);
  expect([...body['errors']!].map((one) => `${one['pointer'] as string} ${one['code'] as string}`)).toEqual([error]);
}

async function listed(person: Person, query = ''): Promise<readonly Json[]> {
  const { status, body } = await person.get(`/api/v1/bindings${query}`);
  expect(status).toBe(200);
  return [...body['items']!].map(({ id }) => id as Json);
}
