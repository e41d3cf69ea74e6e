import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Family, FATHER, MOTHER, OTHER_FATHER } from '../../http/family.js';
import { System } from '../../http/system.js';
import { cli } from './cli.js';
import { environmentOf } from './environment-of.js';

describe('cli roster', () => {
  let system: System;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    system = await System.start();
    env = environmentOf(system.config);
  }, 300_000);

  afterAll(() => system.stop(), 30_000);

  async function sent(number: string, applicant: object): Promise<Family> {
    const family = new Family(await system.parentOf(number));
    await family.goesAllTheWay(applicant);
    return family;
  }

  it('moves a pupil to another class, whose teacher then has the case; told twice it is told once', async () => {
    const family = await sent('10630008', FATHER);
    const moved = await cli(env, 'roster', 'move-class', 'T99', '10630008', '302');
    expect(moved).toEqual({ code: 0, err: '', out: 'done, version 2 of the entry; open cases told: 1\n' });
    const page = await family.seesAtLast(({ holder }) => (holder!['classId'] as string | undefined) === '302');
    const again = await cli(env, 'roster', 'move-class', 'T99', '10630008', '302');
    expect(again.out).toBe(moved.out);
    expect((await family.sees())['revision']).toBe(page['revision']);
    expect((await (await system.staff('teacher302')).get(family.path)).status).toBe(200);
    expect((await (await system.staff('teacher301')).get(family.path)).status).toBe(404);
  });

  it('ties and holds: the teacher is offered no decision', async () => {
    const family = await sent('10630009', OTHER_FATHER);
    const teacher = await system.staff('teacher301');
    const actions = async () => (await teacher.get(family.path)).body['allowedActions'];
    for (const [name, ...more] of [['tie', 'teacher301'], ['restrict']] as const) {
      expect((await cli(env, 'roster', name, 'T99', '10630009', ...more)).code).toBe(0);
      expect(await actions()).toEqual(['record-paper-form']);
      expect((await cli(env, 'roster', `un${name}`, 'T99', '10630009', ...more)).code).toBe(0);
      expect(await actions()).toContain('approve');
    }
  });

  it('a closed day moves the deadlines that run over it, once', async () => {
    const family = await sent('10630010', MOTHER);
    const due = (await family.sees())['dueAt'] as string;
    // Whichever day the test runs, the last day of the review is a working day.
    const day = new Date(Date.parse(due)).toISOString().slice(0, 10);
    const closed = await cli(env, 'roster', 'close-day', day, '--school', 'T99');
    expect(closed).toMatchObject({ code: 0, out: expect.stringMatching(/^closed: .*; open cases told: [1-9]/) });
    const page = await family.seesAtLast(({ dueAt }) => (dueAt as string) > due);
    await cli(env, 'roster', 'close-day', day, '--school', 'T99');
    expect((await family.sees())['revision']).toBe(page['revision']);
  });

  it('a pupil who leaves ends what was open', async () => {
    const family = new Family(await system.parentOf('10630021'));
    await family.opens();
    await family.seesAtLast(({ stage }) => stage!['code'] === 'student-info');
    expect((await cli(env, 'roster', 'leave', 'T99', '10630021', '--as', 'graduated')).code).toBe(0);
    // The parent login has ended with the pupil, and an unsent case is shown to the family only.
    expect((await family.parent.get(family.path)).status).toBe(401);
    const outcome = async () => {
      const found = await system.db.query<{ outcome: string | null }>(
        'select outcome from student_binding_case where request_id = $1',
        [family.id],
      );
      return found.rows[0]?.outcome;
    };
    for (let i = 0; i < 600 && !(await outcome()); i++) await pause(50);
    expect(await outcome()).toBe('student-left');
  });

  it.each([
    [['move-class', 'T99', '10630009', '999'], 1, 'school T99 has no class 999'],
    [['restrict', 'T98', '10630009'], 1, 'school T98 has no pupil of that number'],
    [['tie', 'T99', '10630009', 'nobody'], 1, 'school T99 has no member of staff with the account nobody'],
    [['close-day', '2026-02-30'], 1, 'a day is written YYYY-MM-DD'],
    [['close-day', '2026-11-27', '--school', 'T00'], 1, 'there is no school T00'],
    [['leave', 'T99', '10630009', '--as', 'bored'], 2, 'left, graduated, died'],
  ])('refuses %j', async (args, code, complaint) => {
    expect(await cli(env, 'roster', ...args)).toMatchObject({ code, err: expect.stringContaining(complaint) });
  });
});
