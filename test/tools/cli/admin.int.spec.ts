import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { System } from '../../http/system.js';
import { cli } from './cli.js';
import { environmentOf } from './environment-of.js';

describe('cli admin create', () => {
  let system: System;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    system = await System.start();
    env = environmentOf(system.config);
  }, 60_000);

  afterAll(() => system.stop(), 30_000);

  it('lets the first administrator in by a code that only sets a password', async () => {
    const { code, out, err } = await cli(env, 'admin', 'create', 'ming', '--name', '王大明');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, oneTimeCode = ''] = /one-time code: (\S+)/.exec(out) ?? [];
    expect(oneTimeCode).toMatch(/^([\dA-HJKMNP-TV-Z]{5}-){3}[\dA-HJKMNP-TV-Z]{5}$/);

    const admin = system.stranger();
    const { status, body } = await admin.signIn('T99', 'ming', oneTimeCode);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { role: { code: 'administrator' }, mustChangePassword: true },
    });
    const newPassword = 'a-kettle-in-the-rain';
    const changed = await admin.put('/api/v1/session/password', { currentPassword: oneTimeCode, newPassword });
    expect(changed.status).toBe(204);
    expect((await system.stranger().signIn('T99', 'ming', oneTimeCode)).status).toBe(401);
    expect((await system.stranger().signIn('T99', 'ming', newPassword)).body).toMatchObject({
      mustChangePassword: false,
    });
  });

  it('keeps name and code out of the database in the clear', async () => {
    const { rows } = await system.db.query<{ text: string }>(
      `select (select string_agg(s::text, '') from staff s) || (select string_agg(l::text, '') from staff_logins l) as text`,
    );
    expect(rows[0]?.text).toContain('ming');
    expect(rows[0]?.text).not.toContain('王大明');
  });

  it.each([
    [['ming', '--name', '王小明'], 'the account ming exists already'],
    [['P10630008', '--name', '王小明'], 'an account has 3 to 32 small letters'],
    [['p10630008', '--name', '王小明'], 'an account has 3 to 32 small letters'],
    [['hua', '--name', '1'], 'that is no name of a person'],
  ])('refuses %j', async (args, complaint) => {
    const { code, err } = await cli(env, 'admin', 'create', ...args);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(complaint) });
  });
});
