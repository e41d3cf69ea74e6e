/** A taste of `npm run test:bad-days` in every test run. */
import { describe, expect, it } from '@jest/globals';
import { days } from './days.js';
import { liveThrough } from './live-through.js';

describe('on a bad day', () => {
  // Temporal down has a spec of its own (test/fault/temporal-down); the campaign of npm run fault stops and kills the others.
  it.each(['burst'])(
    'people are told, nothing is lost, and it goes on by itself: %s',
    async (name) => {
      const day = days.find((one) => one.name === name);
      if (!day) throw new Error(`no bad day is called ${name}`);
      const { complaints, accepted } = await liveThrough(day, 1, () => undefined);
      expect(complaints).toEqual([]);
      expect(accepted).toBeGreaterThan(5);
    },
    150_000,
  );
});
