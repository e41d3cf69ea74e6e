import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPersonalData } from '../../../src/people/privacy/personal-data.js';
import { staffContext } from '../../../src/people/roster/roster-place.js';
import { System } from '../../http/system.js';

const NEW = 'nine-purple-kettles';

describe('a forgotten password', () => {
  let system: System;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'binding-resets-'));
    system = await System.start({ dataDir });
    const { rows } = await system.db.query<{ staffId: string }>(
      `select staff_id as "staffId" from staff_logins where account = 'teacher302'`,
    );
    const staffId = rows[0]!.staffId;
    const email = await createPersonalData(system.db, system.config).seal(
      'chen@example.org',
      staffContext('T99', staffId, 'email'),
    );
    await system.db.query('update staff set email = $2 where staff_id = $1', [staffId, email]);
  }, 120_000);

  afterAll(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  const ask = (account: string) =>
    system.stranger().post('/api/v1/password-resets', { schoolId: 'T99', account }, { key: null });
  const use = (token: string, newPassword: string) =>
    system.stranger().put(`/api/v1/password-resets/${token}`, { newPassword }, { key: null });

  /** The tokens in the letters, oldest first; waits until there are so many. */
  async function tokens(count: number): Promise<readonly string[]> {
    for (const end = Date.now() + 10_000; ;) {
      const folder = join(dataDir, 'mail');
      const files = (() => {
        try {
          const age = (file: string) => statSync(join(folder, file)).mtimeMs;
          return readdirSync(folder).toSorted((one, other) => age(one) - age(other));
        } catch {
          return [];
        }
      })();
      const found = files.flatMap(
        (file) =>
          /\/reset\/([\w-]{43})/.exec(readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', ''))?.[1] ?? [],
      );
      if (found.length >= count || Date.now() > end) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  it('is answered in the same way whether the account exists', async () => {
    const answers = [await ask('teacher302'), await ask('nobody'), await ask('P10630008'), await ask('auditor')];
    for (const { status, body } of answers) expect([status, body]).toEqual([202, answers[0]!.body]);
    expect(await tokens(1)).toHaveLength(1);
  });

  it('is set anew by the latest link alone, once', async () => {
    const before = await system.staff('teacher302');
    await ask('teacher302');
    const [first, second] = await tokens(2);
    expect((await use(first!, NEW)).body['code']).toBe('reset-link-invalid');
    expect((await use(second!, 'short')).body['code']).toBe('password-too-short');
    expect((await use(second!, NEW)).status).toBe(204);
    expect((await use(second!, 'ten-purple-kettles')).body['code']).toBe('reset-link-invalid');
    expect((await before.get('/api/v1/session')).body).toEqual({ account: null });
    expect((await system.stranger().signIn('T99', 'teacher302', 'quiet-river-2020')).status).toBe(401);
    expect((await system.stranger().signIn('T99', 'teacher302', NEW)).status).toBe(201);
  });

  it('sends three letters an hour, and is silent about more', async () => {
    for (let letters = 0; letters < 3; letters++) expect((await ask('teacher302')).status).toBe(202);
    await new Promise((done) => setTimeout(done, 500));
    expect(await tokens(3)).toHaveLength(3);
  });

  it('refuses a link that was never sent, without looking at the password', async () => {
    expect(await use('A'.repeat(43), 'x')).toMatchObject({ status: 422, body: { code: 'reset-link-invalid' } });
  });
});
