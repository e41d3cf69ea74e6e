import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApiRole, type RunningApi } from '../../../src/processes/api.js';
import { Family } from '../../http/family.js';
import { Person, type Reply } from '../../http/person.js';
import { System, TEST_LIMITS } from '../../http/system.js';

const RIGHT = 'quiet-river-2020';

/** Two API processes behind a proxy on this machine; the tests say from where somebody comes. */
describe('who fails to sign in', () => {
  let system: System;
  let other: RunningApi;

  beforeAll(async () => {
    const limits = { ...TEST_LIMITS, failedSignInsPerSource: 8, writesPerAccount: 4 };
    system = await System.start({ trustedProxies: ['127.0.0.1'], limits });
    other = await startApiRole(system.config);
  }, 120_000);

  afterAll(async () => {
    await other.stop();
    await system.stop();
  }, 30_000);

  const from = (source: string, account: string, password: string, api = system.api): Promise<Reply> =>
    new Person(api.url).post(
      '/api/v1/session',
      { schoolId: 'T99', account, password },
      { key: null, headers: { 'x-forwarded-for': source } },
    );

  async function fails(times: number, source: string, account: string, api = system.api): Promise<void> {
    for (let n = 0; n < times; n++) expect((await from(source, account, 'wrong', api)).status).toBe(401);
  }

  it('is locked for 15 minutes after five times, in whichever process, also with the right password', async () => {
    await fails(3, '198.51.100.1', 'teacher301');
    await fails(2, '198.51.100.1', 'TEACHER301 ', other);
    isLocked(await from('198.51.100.1', 'teacher301', RIGHT));
    isLocked(await from('198.51.100.1', 'teacher301', RIGHT, other));
  });

  it('locks nobody who comes from elsewhere, and no other account', async () => {
    expect((await from('198.51.100.2', 'teacher301', RIGHT)).status).toBe(201);
    expect((await from('198.51.100.1', 'teacher302', RIGHT)).status).toBe(201);
  });

  it('does not tell whether the account exists', async () => {
    await fails(5, '198.51.100.3', 'nobody-at-all');
    isLocked(await from('198.51.100.3', 'nobody-at-all', RIGHT));
  });

  it('begins anew after a success', async () => {
    await fails(4, '198.51.100.4', 'registrar');
    expect((await from('198.51.100.4', 'registrar', RIGHT)).status).toBe(201);
    await fails(3, '198.51.100.4', 'registrar');
    expect((await from('198.51.100.4', 'registrar', RIGHT)).status).toBe(201);
  });

  it('counts guesses in the same moment', async () => {
    const guesses = await Promise.all(Array.from({ length: 8 }, () => from('198.51.100.5', 'director', 'wrong')));
    expect(guesses.map(({ status }) => status).toSorted()).toEqual([...Array<number>(5).fill(401), 429, 429, 429]);
  });

  it('is stopped as a source when it tries one account after the other', async () => {
    for (let n = 0; n < 8; n++) await fails(1, '198.51.100.6', `someone-${n}`);
    const { status, body } = await from('198.51.100.6', 'teacher302', RIGHT);
    expect([status, body['code']]).toEqual([429, 'too-many-sign-ins']);
    expect((await from('198.51.100.7', 'teacher302', RIGHT)).status).toBe(201);
  });

  it('leaves neither an address nor an account in the table', async () => {
    const { rows } = await system.db.query<{ row: string }>(
      'select sign_in_failures::text as row from sign_in_failures',
    );
    expect(rows.length).toBeGreaterThan(3);
    const all = rows
      .map(({ row }) => row)
      .join('\n')
      .toLowerCase();
    for (const value of ['198.51', 'teacher', 'someone']) expect(all).not.toContain(value);
  });

  it('may write as often as its account may, and may still read; a repeated key does nothing twice', async () => {
    const family = new Family(await system.parentOf('10630008'));
    const key = randomUUID();
    const path = '/api/v1/bindings';
    const replies: Reply[] = [];
    // Changing the first password was the first of the four.
    for (let n = 0; n < 4; n++) replies.push(await family.parent.post(path, {}, { key }));
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    const over = replies.at(-1)!;
    expect(over.body['code']).toBe('too-many-requests');
    expect(over.headers.get('ratelimit')).toContain('"account-writes";r=0;t=');
    expect(over.headers.get('ratelimit-policy')).toBe('"writes";q=3000;w=60, "account-writes";q=4;w=60');
    // The list is a read model, which is a moment behind.
    const listed = async () => [...(await family.parent.get(path)).body['items']!].length;
    for (const end = Date.now() + 10_000; Date.now() < end && (await listed()) === 0;)
      await new Promise((done) => setTimeout(done, 50));
    expect(await listed()).toBe(1);
  });
});

function isLocked({ status, body, headers }: Reply): void {
  expect([status, body['code']]).toEqual([429, 'too-many-sign-ins']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(850);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(900);
}
