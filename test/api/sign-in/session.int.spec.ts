import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARENT_PASSWORD, System } from '../../http/system.js';

describe('signing in', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  it('finds the school as the guide does', async () => {
    const stranger = system.stranger();
    const districts = await stranger.get('/api/v1/districts');
    expect(districts.body).toEqual({ items: [{ code: '63000010', name: '松山區' }], nextCursor: null });
    const schools = await stranger.get('/api/v1/districts/63000010/schools');
    expect(schools.body['items']![7]).toEqual({ schoolId: 'T99', name: '測試國中1', telephone: '02-0000-0099' });
    expect((await stranger.get('/api/v1/districts/0/schools')).status).toBe(404);
  });

  it('takes the pupil’s ID number once, and then asks for another password', async () => {
    const parent = system.stranger();
    const first = await parent.signIn('T99', 'P10630008', 'A200000003');
    expect(first).toMatchObject({
      status: 201,
      body: { account: 'P10630008', roles: [{ code: 'parent', label: '家長' }], mustChangePassword: true },
    });
    const [cookie] = first.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);

    const change = (newPassword: string, currentPassword = 'A200000003') =>
      parent.put('/api/v1/session/password', { currentPassword, newPassword }, { key: null });
    expect((await change('seven-green', 'A200000004')).body['code']).toBe('wrong-password');
    expect((await change('short')).body['code']).toBe('password-too-short');
    expect((await change('a200000003')).status).toBe(422);
    expect((await change(PARENT_PASSWORD)).status).toBe(204);
    expect((await parent.get('/api/v1/session')).body['mustChangePassword']).toBe(false);
    expect((await system.stranger().signIn('T99', 'P10630008', 'A200000003')).status).toBe(401);
  });

  it('does not say whether the account or the password was wrong', async () => {
    const tries = [
      await system.stranger().signIn('T99', 'teacher301', 'wrong-password'),
      await system.stranger().signIn('T99', 'nobody', 'quiet-river-2020'),
      await system.stranger().signIn('T98', 'teacher301', 'quiet-river-2020'),
    ];
    for (const { status, body, headers } of tries) {
      expect([status, body['code']]).toEqual([401, 'wrong-credentials']);
      expect(body['detail']).toBe(tries[0]!.body['detail']);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('accepts a captcha and does not ask for one yet', async () => {
    const body = {
      schoolId: 'T99',
      account: 'auditor',
      password: 'quiet-river-2020',
      captcha: { id: 'x', answer: 'y' },
    };
    expect((await system.stranger().post('/api/v1/session', body, { key: null })).status).toBe(201);
  });

  it('ends at 登出', async () => {
    const teacher = await system.staff('teacher301');
    const copy = await system.staff('teacher301');
    expect((await teacher.delete('/api/v1/session', { key: null })).status).toBe(204);
    expect((await teacher.get('/api/v1/session')).body).toEqual({ account: null });
    expect((await copy.get('/api/v1/session')).status).toBe(200);
  });

  it('says that it is ready, part by part', async () => {
    const ready = async () => (await system.stranger().get('/health/ready')).body;
    for (const end = Date.now() + 10_000; Date.now() < end && (await ready())['status'] !== ('ready' as never);) {
      await new Promise((done) => setTimeout(done, 100));
    }
    const names = ['database', 'event-log', 'temporal', 'read-models', 'keys', 'disk'];
    expect(await ready()).toEqual({ status: 'ready', parts: names.map((name) => ({ name, status: 'ok' })) });
    expect((await system.stranger().get('/health/live')).body).toEqual({ status: 'ok' });
  });

  it('stays ready for everybody when one family’s stream is parked, and says so', async () => {
    await system.db.query(
      `insert into projection_parked (read_model, version, stream, revision, event_type, code)
       values ('binding_case', 1, 'bindingRequest-00000000-0000-0000-0000-000000000000', 0, 'Unreadable', 'fold-failed')`,
    );
    const { status, body } = await system.stranger().get('/health/ready');
    expect(status).toBe(200);
    expect(body['parts']).toContainEqual({ name: 'read-models', status: 'ok', detail: 'binding_case: 1 parked' });
  });

  it('gives out the consent text, the reason codes and the pages of problems', async () => {
    const stranger = system.stranger();
    const current = await stranger.get('/api/v1/consent-texts/current');
    expect(current.body).toMatchObject({ version: '2020-08-20-r1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await stranger.get('/api/v1/consent-texts/2020-08-20-r1')).body).toEqual(current.body);
    expect((await stranger.get('/api/v1/consent-texts/1999')).status).toBe(404);
    const { body } = await stranger.get('/api/v1/reason-codes');
    expect(body['items']![0]).toMatchObject({
      for: ['rejection'],
      label: { 'zh-TW': expect.anything(), en: expect.anything() },
    });
    expect((await stranger.get('/api/v1/problems/dossier-changed')).body).toMatchObject({
      code: 'dossier-changed',
      status: 409,
      title: { 'zh-TW': '申請資料已變更' },
    });
    expect((await stranger.get('/api/v1/problems/constructor')).status).toBe(404);
  });
});
