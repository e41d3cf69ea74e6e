import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import sharp from 'sharp';
import { hmacIndex } from '../../../src/people/privacy/references.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

const RIGHT = { schoolId: 'T99', account: 'auditor', password: 'quiet-river-2020' };

describe('a captcha', () => {
  let system: System;
  let stranger: Person;

  beforeAll(async () => {
    system = await System.start({ captcha: 'always' });
    stranger = system.stranger();
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  const make = async (): Promise<Json> => (await stranger.post('/api/v1/captchas', {}, { key: null })).body;
  const signIn = (captcha: unknown, password = RIGHT.password) =>
    stranger.post('/api/v1/session', { ...RIGHT, password, captcha }, { key: null });
  const codeOf = async (captcha: unknown) => (await signIn(captcha)).body['code'];

  /** A captcha whose letters the test knows. */
  async function known(letters: string): Promise<string> {
    const id = (await make())['id'] as string;
    const answer = hmacIndex(system.config.indexKey, 'captcha', id, letters);
    await system.db.query('update captchas set answer = $2 where captcha_id = $1', [id, answer]);
    return id;
  }

  async function solved(): Promise<string> {
    const challenge = (await make())['alternative'] as unknown as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }

  it('is a picture in PNG, with its time and a proof of work beside it', async () => {
    const made = await stranger.post('/api/v1/captchas', {}, { key: null });
    expect(made.status).toBe(201);
    const { image, expiresAt, alternative } = made.body as unknown as Record<string, string>;
    const bytes = Buffer.from(image!.replace('data:image/png;base64,', ''), 'base64');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 200, height: 64 });
    expect(Date.parse(expiresAt!) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    expect(alternative).toMatchObject({ parameters: { algorithm: 'PBKDF2/SHA-256' } });
  });

  it('is asked for before the password is looked at', async () => {
    expect(await signIn(undefined)).toMatchObject({ status: 422, body: { code: 'captcha-required' } });
    expect(await signIn(undefined, 'wrong')).toMatchObject({ status: 422, body: { code: 'captcha-required' } });
  });

  it.each([
    ['', 'an empty text'],
    ['text', 'a text'],
    [7, 'a number'],
    [[], 'a list'],
    [{}, 'an empty object'],
    [{ id: 'x', answer: 'y' }, 'an id of another form'],
    [{ id: '3f0b8a52-0b5e-4c6e-9b1e-0d6c7a7f4a11', answer: ['A'] }, 'an answer of another form'],
    [{ altcha: 'bm90IGpzb24=' }, 'a proof that is no JSON'],
    [{ altcha: Buffer.from('{"challenge":{},"solution":{}}').toString('base64') }, 'a proof without parameters'],
    [{ altcha: 7 }, 'a proof of another form'],
  ])('of any other form is wrong, and no invalid body: %j (%s)', async (captcha, _what) => {
    expect(await codeOf(captcha)).toBe('captcha-wrong');
  });

  it('is read without regard to case, width and blanks', async () => {
    expect((await signIn({ id: await known('AC34X'), answer: ' ａc34x' })).status).toBe(201);
  });

  it('serves once, whether the answer is right or wrong', async () => {
    const id = await known('AC34X');
    expect(await codeOf({ id, answer: 'WRONG' })).toBe('captcha-wrong');
    expect(await codeOf({ id, answer: 'AC34X' })).toBe('captcha-wrong');
    const other = await known('AC34X');
    expect(await signIn({ id: other, answer: 'AC34X' }, 'wrong-password')).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials' },
    });
    expect(await codeOf({ id: other, answer: 'AC34X' })).toBe('captcha-wrong');
  });

  it('is over after its time', async () => {
    const id = await known('AC34X');
    await system.db.query(`update captchas set expires_at = now() - interval '1 second' where captcha_id = $1`, [id]);
    expect(await codeOf({ id, answer: 'AC34X' })).toBe('captcha-wrong');
  });

  it('may be a proof of work, which serves once too', async () => {
    const altcha = await solved();
    expect((await signIn({ altcha })).status).toBe(201);
    expect(await codeOf({ altcha })).toBe('captcha-wrong');
  });

  it('refuses a proof of a challenge that was not made here', async () => {
    const { challenge, solution } = JSON.parse(Buffer.from(await solved(), 'base64').toString()) as {
      challenge: Challenge;
      solution: object;
    };
    const other = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
    const altcha = Buffer.from(JSON.stringify({ challenge: other, solution })).toString('base64');
    expect(await codeOf({ altcha })).toBe('captcha-wrong');
  });

  it('that is refused counts as no failed sign-in', async () => {
    for (let tries = 0; tries < 8; tries++) expect(await codeOf({ id: 'x', answer: 'y' })).toBe('captcha-wrong');
    expect((await signIn({ altcha: await solved() })).status).toBe(201);
  });
});

describe('CAPTCHA=after-failures', () => {
  it('asks from the third failure of an account on, also at one that does not exist', async () => {
    const system = await System.start({ captcha: 'after-failures' });
    try {
      for (const account of ['registrar', 'nobody']) {
        const stranger = system.stranger();
        const codes: unknown[] = [];
        for (let tries = 0; tries < 3; tries++)
          codes.push((await stranger.signIn('T99', account, 'wrong-password')).body['code']);
        expect(codes.slice(0, 2)).toEqual(['wrong-credentials', 'wrong-credentials']);
        expect(codes[2]).toBe('captcha-required');
        await system.db.query('delete from sign_in_failures');
      }
    } finally {
      await system.stop();
    }
  }, 150_000);
});
