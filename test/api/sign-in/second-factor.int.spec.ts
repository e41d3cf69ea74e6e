import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

const PASSWORD = 'quiet-river-2020';

/** The code of a clock that is `steps` times 30 seconds ahead: each code of the product serves once. */
function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

function send(person: Person, method: 'post' | 'put', path: string, body: object): Promise<Reply> {
  return person[method](`/api/v1${path}`, body, { key: null });
}

async function setUp(person: Person): Promise<{ readonly secret: string; readonly codes: readonly string[] }> {
  const begun = await send(person, 'post', '/me/second-factor', { password: PASSWORD });
  expect(begun.status).toBe(201);
  const secret = begun.body['secret'] as string;
  expect(begun.body['uri']).toContain('otpauth://totp/');
  expect(begun.body['qr']).toMatch(/^data:image\/svg\+xml;base64,/);
  const confirmed = await send(person, 'put', '/me/second-factor', { code: codeOf(secret, -1) });
  expect(confirmed.status).toBe(200);
  return { secret, codes: confirmed.body['recoveryCodes'] as unknown as string[] };
}

describe('the second factor', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ secondFactor: 'required' });
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  const signIn = async (account: string): Promise<Person> => {
    const person = system.stranger();
    expect((await person.signIn('T99', account, PASSWORD)).status).toBe(201);
    return person;
  };

  it('is set up by those for whom it is due, before anything else', async () => {
    const registrar = await signIn('registrar');
    expect((await registrar.get('/api/v1/session')).body['secondFactor']).toBe('to-be-set-up');
    expect((await registrar.get('/api/v1/reviews')).body['code']).toBe('second-factor-required');
    expect((await send(registrar, 'post', '/me/second-factor', { password: 'wrong' })).body['code']).toBe(
      'wrong-password',
    );
    const { secret, codes } = await setUp(registrar);
    expect(new Set(codes).size).toBe(10);
    expect((await registrar.get('/api/v1/session')).body['secondFactor']).toBe('passed');
    expect((await registrar.get('/api/v1/reviews')).status).toBe(200);

    const again = await signIn('registrar');
    expect((await again.get('/api/v1/session')).body['secondFactor']).toBe('needed');
    expect((await again.get('/api/v1/reviews')).body['code']).toBe('second-factor-required');
    expect((await send(again, 'post', '/me/second-factor', { password: PASSWORD })).status).toBe(403);
    expect((await send(again, 'put', '/session/second-factor', { code: '000000' })).body['code']).toBe(
      'second-factor-wrong',
    );
    const code = codeOf(secret);
    const passed = await send(again, 'put', '/session/second-factor', { code });
    expect(passed).toMatchObject({ status: 200, body: { secondFactor: 'passed' } });
    expect(passed.headers.getSetCookie()).toHaveLength(1);
    expect((await again.get('/api/v1/reviews')).status).toBe(200);

    const replayed = await signIn('registrar');
    expect((await send(replayed, 'put', '/session/second-factor', { code })).body['code']).toBe('second-factor-wrong');
    const recovery = codes[3]!.toLowerCase();
    expect((await send(replayed, 'put', '/session/second-factor', { code: recovery })).status).toBe(200);
    const once = await signIn('registrar');
    expect((await send(once, 'put', '/session/second-factor', { code: recovery })).body['code']).toBe(
      'second-factor-wrong',
    );
  });

  it('is not asked of teachers who have none', async () => {
    const teacher = await signIn('teacher301');
    expect((await teacher.get('/api/v1/session')).body['secondFactor']).toBe('none');
  });

  it('can be guessed five times, then not for a while', async () => {
    const director = await signIn('director');
    await setUp(director);
    const thief = await signIn('director');
    const tries = [];
    for (let one = 0; one < 6; one++)
      tries.push((await send(thief, 'put', '/session/second-factor', { code: '123456' })).status);
    expect(tries).toEqual([422, 422, 422, 422, 422, 429]);
  });

  it('is removed by two administrators, never by one', async () => {
    const [first, second] = [await signIn('admin1'), await signIn('admin2')];
    await setUp(first);
    await setUp(second);
    const path = '/api/v1/admin/second-factors/director/reset';
    expect(await first.post(path, { reason: '手機遺失' })).toMatchObject({
      status: 201,
      body: { status: 'awaits-second' },
    });
    expect((await first.post(`${path}/confirmation`, {})).body['code']).toBe('second-person-needed');
    expect((await second.post(`${path}/confirmation`, {})).status).toBe(204);
    const director = await signIn('director');
    expect((await director.get('/api/v1/session')).body['secondFactor']).toBe('to-be-set-up');
    expect((await second.post('/api/v1/admin/second-factors/nobody/reset', { reason: 'x' })).status).toBe(404);
  });
});
