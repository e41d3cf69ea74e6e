import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { step } from './fuzz/steps.js';
import { Walk } from './fuzz/walk.js';
import { Family, FATHER, MOTHER, OTHER_FATHER } from '../../http/family.js';
import { System, TEST_LIMITS } from '../../http/system.js';

/** `npm run test:fuzz` sends as many as one likes; a test run has time for a sample. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 350);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_125);
const AT_A_TIME = 100;

describe('whoever sends whatever', () => {
  let system: System;
  let walk: Walk;

  beforeAll(async () => {
    const limits = {
      ...TEST_LIMITS,
      readsPerSource: 9_999_999,
      writesPerSource: 9_999_999,
      writesPerAccount: 9_999_999,
    };
    system = await System.start({ trustedProxies: ['127.0.0.1'], limits });
    walk = new Walk(system);
    await livesBefore();
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 60_000);

  /** Cases at several stages, so that what is drawn soon meets something to do. */
  async function livesBefore(): Promise<void> {
    const [first, second, third] = await Promise.all(
      ['10630008', '10630009', '10630010'].map(async (number) => new Family(await system.parentOf(number))),
    );
    await first!.goesAllTheWay(FATHER, MOTHER);
    await second!.opens();
    await second!.confirms();
    await second!.consents();
    await second!.applies(OTHER_FATHER);
    await third!.opens();
    for (const { parent, path } of [first!, second!, third!]) walk.memory.learn(await parent.get(path));
    walk.memory.learn(await (await system.staff('teacher301')).get('/api/v1/reviews'));
    const { body } = await system.stranger().get('/api/v1/districts');
    walk.memory.remember('district', body['items']![0]!['code']);
  }

  it(
    `is answered as the documentation says (${COUNT} requests, seed ${SEED})`,
    async () => {
      // What was sent cannot be taken back: nothing is shrunk, and all that is found is told at the end.
      for (let sent = 0; sent < COUNT; sent += AT_A_TIME)
        for (const one of fc.sample(step, { seed: SEED + sent, numRuns: Math.min(AT_A_TIME, COUNT - sent) }))
          await walk.take(one);
      if (process.env['FUZZ_COUNT']) console.log(walk.report());
      expect([...walk.faults].map(([fault, request]) => `${fault}\n${request}`).join('\n\n')).toBe('');
      expect(walk.requests).toBeGreaterThan(COUNT / 2);
    },
    60_000 + COUNT * 200,
  );
});
