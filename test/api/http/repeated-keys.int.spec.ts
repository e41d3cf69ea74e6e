import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSENT, Family, FATHER, typesOf } from '../../http/family.js';
import type { Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('the same Idempotency-Key again', () => {
  let system: System;
  let auditor: Person;

  beforeAll(async () => {
    system = await System.start();
    auditor = await system.staff('auditor');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  it('answers the same and does nothing twice, for each step', async () => {
    const family = new Family(await system.parentOf('10630008'));
    const open = await twice((key) => family.parent.post('/api/v1/bindings', {}, { key }));
    expect([open.status, open.headers.get('location')]).toEqual([
      201,
      `/api/v1/bindings/${open.body['id']! as string}`,
    ]);
    family.id = open.body['id']!;
    const steps: readonly ((key: string) => Promise<Reply>)[] = [
      (key) =>
        family.parent.post(`${family.path}/student-info/confirmation`, { correct: true, shownVersion: 1 }, { key }),
      (key) => family.parent.post(`${family.path}/consent`, CONSENT, { key }),
      (key) => family.parent.put(`${family.path}/application`, { mode: 'one-parent', applicants: [FATHER] }, { key }),
    ];
    for (const step of steps) family.revision = (await twice(step)).body['revision']!;
    const dossierRevisions = await family.dossierRevisions();
    const sent = await twice((key) => family.parent.post(`${family.path}/submission`, { dossierRevisions }, { key }));
    family.revision = sent.body['revision']!;
    const applicant = (await family.sees())['applicants']![0]!;
    const path = `/api/v1/reviews/${family.id}/applicants/${applicant['id'] as string}/approval`;
    const teacher = await system.staff('teacher301');
    const decision = { dossierRevision: applicant['dossierRevision'], formChecked: true };
    const approved = await twice((key) => teacher.post(path, decision, { key }));
    expect(approved.body['status']).toBe('accepted');

    await family.seesAtLast(({ outcome }) => outcome !== null);
    const afterwards = await twice((key) => teacher.post(path, decision, { key }));
    expect(afterwards.body).toMatchObject({ status: 'refused', code: 'already-decided' });
    expect(await typesOf(auditor, family)).toEqual([
      'BindingRequestOpened',
      'StudentInfoConfirmed',
      'ConsentGiven',
      'ApplicationFilled',
      'SignedConsentSent',
      'ApplicantApproved',
      'AccountCreationStarted',
      'AccountCreated',
      'BindingRequestClosed',
      'ReviewDecisionRefused',
    ]);
  }, 60_000);

  it('answers a refusal the same, also when it would be granted by now', async () => {
    const family = new Family(await system.parentOf('10630009'));
    await family.opens();
    const key = randomUUID();
    const early = await family.parent.post(`${family.path}/consent`, CONSENT, { key });
    expect(early.body['code']).toBe('wrong-stage');
    await family.confirms();
    const again = await family.parent.post(`${family.path}/consent`, CONSENT, { key, language: 'en' });
    expect([again.status, ...told(again)]).toEqual([409, ...told(early)]);
    expect(again.headers.get('content-language')).toBe('zh-TW');
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    await family.consents();
  });

  it('refuses another body, however the first was written', async () => {
    const family = new Family(await system.parentOf('10630010'));
    await family.opens();
    const key = randomUUID();
    const path = `${family.path}/student-info/confirmation`;
    const first = await family.parent.ask('POST', path, '{"correct":true,"shownVersion":1}', { key });
    expect(first.status).toBe(200);
    const sameOtherwiseWritten = await family.parent.ask('POST', path, '{ "shownVersion": 1.0, "correct": true }', {
      key,
    });
    expect(sameOtherwiseWritten.body).toEqual(first.body);
    const other = await family.parent.ask('POST', path, '{"correct":true,"shownVersion":2}', { key });
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
    expect(await typesOf(auditor, family)).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  });

  it('is another command on another route, and for another person', async () => {
    const key = randomUUID();
    const [one, other] = [new Family(await system.parentOf('10630011')), new Family(await system.parentOf('10630012'))];
    for (const family of [one, other]) {
      const opened = await family.parent.post('/api/v1/bindings', {}, { key });
      expect(opened.status).toBe(201);
      family.id = opened.body['id']!;
      const path = `${family.path}/student-info/confirmation`;
      expect((await family.parent.post(path, { correct: true, shownVersion: 1 }, { key })).status).toBe(200);
    }
    expect(one.id).not.toBe(other.id);
  });

  it('attaches ten impatient clicks to one command', async () => {
    const family = new Family(await system.parentOf('10630013'));
    const key = randomUUID();
    const clicks = await Promise.all(
      Array.from({ length: 10 }, () => family.parent.post('/api/v1/bindings', {}, { key })),
    );
    expect(clicks.map(({ status }) => status)).toEqual(Array<number>(10).fill(201));
    expect(new Set(clicks.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    family.id = clicks[0]!.body['id']!;
    expect(await typesOf(auditor, family)).toEqual(['BindingRequestOpened']);
  });

  it('opens one case for ten different clicks', async () => {
    const family = new Family(await system.parentOf('10630022'));
    const clicks = await Promise.all(Array.from({ length: 10 }, () => family.parent.post('/api/v1/bindings')));
    expect(clicks.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(clicks.map(({ body }) => body['id'])).size).toBe(1);
  });

  it('leaves a call open that never came to the rules', async () => {
    const family = new Family(await system.parentOf('10630023'));
    await family.opens();
    const key = randomUUID();
    const path = `${family.path}/student-info/confirmation`;
    const invalid = await family.parent.post(path, { correct: 'yes', shownVersion: 1 }, { key });
    expect(invalid.status).toBe(422);
    expect((await family.parent.post(path, { correct: true, shownVersion: 1 }, { key })).status).toBe(200);
  });

  it('answers the same about an applicant whom another form has replaced since', async () => {
    const family = new Family(await system.parentOf('10630031'));
    await family.opens();
    await family.confirms();
    await family.consents();
    const fills = () => family.parent.put(`${family.path}/application`, { mode: 'one-parent', applicants: [FATHER] });
    family.revision = (await fills()).body['revision']!;
    const applicant = (await family.sees())['applicants']![0]!;
    const path = `${family.path}/applicants/${applicant['id'] as string}`;
    const key = randomUUID();
    const amend = (mobile: string) => family.parent.ask('PATCH', path, JSON.stringify({ mobile }), { key });
    const amended = await amend('0911111111');
    expect(amended.status).toBe(200);
    await fills();
    // As if the process had died between the log and the row.
    await system.db.query('update command_requests set status = null, answer = null where key = $1', [key]);
    const again = await amend('0911111111');
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([
      200,
      amended.body,
      amended.headers.get('etag'),
    ]);
    expect((await amend('0922222222')).body['code']).toBe('idempotency-key-reused');
    expect((await family.parent.ask('PATCH', path, '{"mobile":"0911111111"}')).status).toBe(404);
  });

  it('answers the same when the process died between the log and the row', async () => {
    const family = new Family(await system.parentOf('10630021'));
    const [openKey, confirmKey] = [randomUUID(), randomUUID()];
    const open = await family.parent.post('/api/v1/bindings', {}, { key: openKey });
    family.id = open.body['id']!;
    const confirm = () =>
      family.parent.post(
        `${family.path}/student-info/confirmation`,
        { correct: true, shownVersion: 1 },
        { key: confirmKey },
      );
    const confirmed = await confirm();
    await family.consents();
    await system.db.query(
      'update command_requests set status = null, revision = null, answer = null, finished_at = null where request_id = $1',
      [family.id],
    );
    expect((await confirm()).body).toEqual(confirmed.body);
    const again = await family.parent.post('/api/v1/bindings', {}, { key: openKey });
    expect([again.status, again.body]).toEqual([201, open.body]);
    expect(await typesOf(auditor, family)).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'ConsentGiven']);
  });

  it('keeps nothing readable in its rows', async () => {
    const { rows } = await system.db.query<{ row: string }>(
      'select command_requests::text as row from command_requests',
    );
    expect(rows.length).toBeGreaterThan(10);
    const all = rows.map(({ row }) => row).join('\n');
    for (const value of ['尹', '王大明', 'A111111113', '0912345678', 'tpservice', '10630008', '資料', 'wrong-stage']) {
      expect(all).not.toContain(value);
    }
  });
});

/** The same call under one key, one after the other. @returns the answer, which was the same. */
async function twice(call: (key: string) => Promise<Reply>): Promise<Reply> {
  const key = randomUUID();
  const [first, second] = [await call(key), await call(key)];
  expect(told(second)).toEqual(told(first));
  return first;
}

function told({ status, body, headers }: Reply): readonly unknown[] {
  return [status, body, headers.get('etag'), headers.get('location'), headers.get('content-language')];
}
