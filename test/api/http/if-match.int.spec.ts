import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSENT, decides, Family, FATHER, typesOf } from '../../http/family.js';
import type { Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('a write with If-Match', () => {
  let system: System;
  let auditor: Person;

  beforeAll(async () => {
    system = await System.start();
    auditor = await system.staff('auditor');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  it.each(['"0"', 'W/"1"', '"1x"', '""', '1', '"999999999999999"'])(
    'of %s is refused, and nothing is done',
    async (tag) => {
      const family = new Family(await system.parentOf('10630008'));
      await family.opens();
      if (family.revision === 0) await family.confirms();
      family.revision = 1;
      isStale(await family.parent.post(`${family.path}/consent`, CONSENT, on(tag)), 1);
      expect(await typesOf(auditor, family)).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
    },
  );

  it.each([
    ['10630009', '"1"'],
    ['10630010', '*'],
    ['10630011', '"0", W/"7" ,"1"'],
  ])('of the revision that was read, or of any, is carried out (%s: %s)', async (number, tag) => {
    const family = new Family(await system.parentOf(number));
    await family.opens();
    await family.confirms();
    const reply = await family.parent.post(`${family.path}/consent`, CONSENT, on(tag));
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, '"2"']);
  });

  it('is answered the same under the same key, although the case has moved on by it', async () => {
    const family = new Family(await system.parentOf('10630012'));
    await family.opens();
    const path = `${family.path}/student-info/confirmation`;
    const confirm = (tag: string) => family.parent.post(path, { correct: true, shownVersion: 1 }, on(tag, key));
    const key = randomUUID();
    isStale(await confirm('"5"'), 0);
    // What was refused for its condition was not carried out: the key is free for another try.
    const done = await confirm('"0"');
    expect(done.status).toBe(200);
    expect((await confirm('"0"')).body).toEqual(done.body);
    // A crash between the log and the row.
    await system.db.query('update command_requests set status = null, answer = null where request_id = $1', [
      family.id,
    ]);
    expect((await confirm('"0"')).body).toEqual(done.body);
    expect(await typesOf(auditor, family)).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  });

  it('lets one of two through that read the same', async () => {
    const family = new Family(await system.parentOf('10630013'));
    await family.opens();
    await family.confirms();
    await family.consents();
    const path = `${family.path}/application`;
    const apply = () => family.parent.put(path, { mode: 'one-parent', applicants: [FATHER] }, on('"2"'));
    const replies = await Promise.all([apply(), apply(), apply()]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
  });

  it('keeps a reviewer from deciding a case that has changed, and leaves no trace of it', async () => {
    const family = new Family(await system.parentOf('10630021'));
    const applicant = { ...FATHER, idNumber: 'A223456781', relation: 'mother', email: 'm@example.org' };
    const sent = await family.goesAllTheWay(applicant);
    const one = sent['applicants']![0]!;
    const teacher = await system.staff('teacher302');
    const path = `/api/v1/reviews/${family.id}/applicants/${one['id'] as string}/approval`;
    const decision = { dossierRevision: one['dossierRevision'], formChecked: true };
    isStale(await teacher.post(path, decision, on('"3"')), 4);
    expect(await typesOf(auditor, family)).not.toContain('ReviewDecisionRefused');
    const compared = await teacher.get(path.replace('approval', 'comparison'));
    expect(await teacher.post(path, decision, on(compared.headers.get('etag')!))).toMatchObject({
      status: 200,
      body: { status: 'accepted' },
    });
    expect((await decides(teacher, family.id, one['id']!, 'approval', { formChecked: true })).body['code']).toBe(
      'already-decided',
    );
  });

  it('corrects no roster for a case that has changed', async () => {
    const family = new Family(await system.parentOf('10630022'));
    await family.opens();
    await family.parent.post(`${family.path}/student-info/dispute`, { note: '名字不對' });
    const registrar = await system.staff('registrar');
    const correct = (tag: string) =>
      registrar.post(`${family.path}/student-info/correction`, { changes: { name: '劉家毫' } }, on(tag));
    const before = await rosterVersions();
    isStale(await correct('"0"'), 1);
    expect(await rosterVersions()).toEqual(before);
    expect((await correct('"1"')).status).toBe(200);
  });

  it('is asked for by reads: each that shows one case tells its revision', async () => {
    const family = new Family(await system.parentOf('10630023'));
    const sent = await family.goesAllTheWay({ ...FATHER, idNumber: 'S103929197', email: 'c@example.org' });
    const applicant = sent['applicants']![0]!['id'] as string;
    const reads = [
      family.parent.get(family.path),
      family.parent.get(`${family.path}/form?min_revision=4`),
      family.parent.get(`${family.path}/applicants/${applicant}/evidence`),
      auditor.get(`/api/v1/audit/bindings/${family.id}/state?revision=4`),
    ];
    for (const { status, headers } of await Promise.all(reads))
      expect([status, headers.get('etag'), headers.get('stale')]).toEqual([200, '"4"', null]);
    const ahead = await family.parent.get(`${family.path}/form?min_revision=99`);
    expect([ahead.headers.get('etag'), ahead.headers.get('stale')]).toEqual(['"4"', 'true']);
  });

  async function rosterVersions(): Promise<unknown> {
    return (await system.db.query('select student_id, roster_version from students order by student_id')).rows;
  }
});

function on(tag: string, key: string = randomUUID()) {
  return { key, headers: { 'if-match': tag } };
}

function isStale(reply: Reply, revision: number): void {
  expect([reply.status, reply.body['code']]).toEqual([412, 'revision-changed']);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(reply.headers.get('etag')).toBe(`"${revision}"`);
}
