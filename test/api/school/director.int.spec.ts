import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Family } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

/** With policy `test` a day is a second: what the registrar does not answer comes up after five. */
describe('a question about the pupil’s data that the registrar does not answer', () => {
  let system: System;
  let director: Person;
  let registrar: Person;

  beforeAll(async () => {
    system = await System.start({ policyVersion: 'test' });
    [director, registrar] = await Promise.all([system.staff('director'), system.staff('registrar')]);
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  async function cameUp(number: string): Promise<Family> {
    const family = new Family(await system.parentOf(number));
    await family.opens();
    const asked = await family.parent.post(`${family.path}/student-info/dispute`, { note: '班級不對' });
    family.revision = asked.body['revision']!;
    expect((await director.get(family.path)).status).toBe(404);
    await family.seesAtLast(({ holder }) => (holder!['kind'] as unknown) === 'director');
    return family;
  }

  async function listed(): Promise<readonly Json[]> {
    return [...(await director.get('/api/v1/bindings')).body['items']!].map(({ id }) => id as Json);
  }

  it('is there for the director, who keeps the data as they are; the parent confirms them', async () => {
    const family = await cameUp('10630008');
    expect(await listed()).toContain(family.id);
    expect((await director.get(family.path)).body['allowedActions']).toEqual([
      'correct-student-info',
      'keep-student-info',
    ]);
    const kept = await director.post(`${family.path}/student-info/keep`, { note: '與戶籍資料相符' });
    expect([kept.status, kept.body['status']]).toEqual([200, 'accepted']);
    family.revision = kept.body['revision']!;
    expect(await family.sees()).toMatchObject({
      cards: { studentInfo: { code: 'unconfirmed' } },
      holder: { kind: 'parent' },
    });
    await family.confirms();
    const late = await director.post(`${family.path}/student-info/keep`, { note: '再次確認' });
    expect([late.status, late.body['code']]).toEqual([409, 'wrong-stage']);
  }, 30_000);

  it('or corrects them; the registrar may still answer too', async () => {
    const [one, other] = await Promise.all(['10630009', '10630010'].map(cameUp));
    const corrected = await director.post(`${one!.path}/student-info/correction`, { changes: { classId: '302' } });
    expect([corrected.status, corrected.body['status']]).toEqual([200, 'accepted']);
    one!.revision = corrected.body['revision']!;
    expect(await one!.sees()).toMatchObject({ student: { classId: '302' } });
    const answered = await registrar.post(`${other!.path}/student-info/keep`, { note: '資料無誤' });
    expect([answered.status, answered.body['status']]).toEqual([200, 'accepted']);
  }, 30_000);
});
