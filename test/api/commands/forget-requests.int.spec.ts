import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { forgetOldRequests } from '../../../src/api/commands/forget-requests.js';
import { forgetSignInFailures } from '../../../src/people/accounts/sign-in-limits.js';
import { keepForgetting } from '../../../src/processes/keep-forgetting.js';
import { openDemoSchool, type DemoSchool } from '../../people/roster/demo-school.js';

const NOW = new Date('2026-11-25T00:00:00.000Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 60 * 60 * 1000);

describe('the same Idempotency-Key', () => {
  let school: DemoSchool;

  beforeAll(async () => {
    school = await openDemoSchool({ people: false });
  }, 60_000);

  afterAll(async () => {
    await school.close();
  });

  beforeEach(async () => {
    await school.db.query('delete from command_requests');
  });

  async function row(name: string, created: Date, finished: Date | null, command: string | null = null): Promise<void> {
    await school.db.query(
      `insert into command_requests (principal, method, path, key, body_hmac, request_id, command_id, student_id,
         command, status, created_at, finished_at)
       values ($1, 'POST', '/', $2, '', $2, $2, 's', $3, $4, $5, $6)`,
      [name, randomUUID(), command, finished ? 200 : null, created, finished],
    );
  }

  const left = async (): Promise<readonly string[]> => {
    const { rows } = await school.db.query<{ principal: string }>(
      'select principal from command_requests order by principal',
    );
    return rows.map(({ principal }) => principal);
  };

  it('stands for the same action for 90 days from its answer, and for ever while a decision is open', async () => {
    await row('answered 89 days ago', daysAgo(200), daysAgo(89));
    await row('answered 91 days ago', daysAgo(91), daysAgo(91));
    await row('never answered, 91 days', daysAgo(91), null);
    await row('never answered, 89 days', daysAgo(89), null);
    await row('open decision of last year', daysAgo(400), null, 'sealed command');
    expect(await forgetOldRequests(school.db, NOW)).toBe(2);
    expect(await left()).toEqual(['answered 89 days ago', 'never answered, 89 days', 'open decision of last year']);
    expect(await forgetOldRequests(school.db, NOW)).toBe(0);
  });

  it('is forgotten a bounded number at a time, the oldest first, also by two workers at once', async () => {
    await school.db.query(
      `insert into command_requests (principal, method, path, key, body_hmac, request_id, command_id, student_id, created_at)
       select 'many', 'POST', '/', gen_random_uuid(), '', gen_random_uuid(), gen_random_uuid(), 's',
         $1::timestamptz - make_interval(days => 100, secs => n) from generate_series(1, 12000) n`,
      [NOW],
    );
    await row('the youngest', daysAgo(95), null);
    const [one, other] = await Promise.all([forgetOldRequests(school.db, NOW), forgetOldRequests(school.db, NOW)]);
    expect(one).toBeLessThanOrEqual(10_000);
    expect(other).toBeLessThanOrEqual(10_000);
    expect(one + other + (await forgetOldRequests(school.db, NOW))).toBe(12_001);
  });

  it('goes by the index, however many rows are kept', async () => {
    const { rows } = await school.db.query<{ definition: string }>(
      `select indexdef as definition from pg_indexes where indexname = 'command_requests_by_age'`,
    );
    expect(rows[0]?.definition).toContain('COALESCE(finished_at, created_at)');
  });

  it('is cleared up after by a worker that says when it cannot', async () => {
    await row('answered long ago', daysAgo(4000), daysAgo(4000));
    const said: string[] = [];
    const forgetting = keepForgetting(school.db, (line) => said.push(line));
    for (const end = Date.now() + 5_000; Date.now() < end && (await left()).length > 0;);
    await forgetting.stop();
    expect([await left(), said]).toEqual([[], []]);
    const broken = { query: () => Promise.reject(new Error('Key (email)=(a@example.org)')) };
    const other = keepForgetting(broken, (line) => said.push(line));
    for (const end = Date.now() + 5_000; Date.now() < end && said.length === 0;) await new Promise(setImmediate);
    await other.stop();
    expect(said).toEqual(['old Idempotency-Keys stay for now: Error']);
  });

  it('leaves no count of failed sign-ins whose time is over', async () => {
    await school.db.query(`insert into sign_in_failures values ('over', 5, $1), ('in force', 5, $2)`, [
      NOW.getTime() - 1,
      NOW.getTime() + 1,
    ]);
    expect(await forgetSignInFailures(school.db, NOW)).toBe(1);
    expect((await school.db.query<{ key: string }>('select key from sign_in_failures')).rows).toEqual([
      { key: 'in force' },
    ]);
  });
});
