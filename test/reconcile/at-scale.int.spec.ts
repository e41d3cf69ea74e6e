import { afterEach, describe, expect, it } from '@jest/globals';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import type { OpenCase } from '../../activities/ports/open-cases.js';
import { EngineUnavailable } from '../../src/adapters/temporal/binding-gateway.js';
import type { CasesOrder } from '../../workflows/reconcile/reconcile-contract.js';
import { eventually } from '../workflows/world.js';
import { PassesUnderTest } from './passes.js';

let under: PassesUnderTest;
afterEach(() => under.stop());

const CASES: readonly OpenCase[] = Array.from({ length: 250 }, (_, i) => ({
  requestId: String(i).padStart(4, '0'),
  revision: i,
}));

function page(after: string | null, limit: number): Promise<readonly OpenCase[]> {
  return Promise.resolve(CASES.filter(({ requestId }) => requestId > (after ?? '')).slice(0, limit));
}

/** Cases that are only in the memory of the test, and what they were told. */
function madeUp(trouble: (requestId: string) => void = () => undefined) {
  const told: string[] = [];
  const orders: CasesOrder[] = [];
  const looks: string[] = [];
  return {
    told,
    orders,
    /** After which case each page was asked for. */
    looks,
    cases: {
      seenUntil: () => Promise.resolve('2026-11-25T00:00:00.000Z'),
      every(after: string | null, limit: number) {
        looks.push(after ?? 'the beginning');
        return page(after, limit);
      },
      changed(since: string, after: string | null, limit: number) {
        orders.push({ scope: 'changed', since });
        return page(after, limit);
      },
    },
    async catchUp(requestId: string): Promise<void> {
      trouble(requestId);
      told.push(requestId);
    },
  };
}

describe('a long pass', () => {
  it('tells every case once, no faster than it is told to', async () => {
    const all = madeUp();
    under = await start(all, { perSecond: 100 });
    const began = Date.now();
    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 250, failed: 0 } });
    expect(Date.now() - began).toBeGreaterThanOrEqual(2_400);
    expect(all.told.toSorted()).toEqual(CASES.map(({ requestId }) => requestId));
  }, 30_000);

  it('goes on with the others when one case cannot be told, and looks at it again the next time', async () => {
    const all = madeUp((requestId) => {
      if (requestId === '0123') throw new Error('this one cannot be reached');
    });
    under = await start(all);
    const { cases } = await under.passes.run('every');
    expect(cases).toEqual({ signalled: 249, failed: 1, until: null });
  }, 30_000);

  it('goes on where it was when Temporal, or its worker, was away', async () => {
    let calls = 0;
    const all = madeUp(() => {
      calls += 1;
      if (calls === 205) throw new EngineUnavailable('away');
    });
    under = await start(all, { check: () => (calls < 240 ? Promise.reject(new Error('away')) : Promise.resolve()) });
    expect(await under.passes.run('every')).toMatchObject({ cases: { signalled: 250, failed: 0 } });
    expect(new Set(all.told).size).toBe(250);
    expect(all.told.length).toBeLessThan(270);
  }, 30_000);

  it('is left to another worker by one that ends', async () => {
    const all = madeUp();
    under = await start(all);
    under.stopping.abort();
    const passing = under.passes.run('every');
    await eventually(() => Promise.resolve(all.looks.length > 0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(all.told).toEqual([]);
    await under.world.stopWorker();
    under.beginsAgain();
    await under.world.startWorker();
    expect(await passing).toMatchObject({ cases: { signalled: 250 } });
  }, 30_000);
});

describe('the Schedule', () => {
  it('is made once, and each of its passes looks back to what the last one had seen', async () => {
    const all = madeUp();
    under = await start(all);
    expect(await under.passes.ensureSchedule()).toBe(true);
    expect(await under.passes.ensureSchedule()).toBe(false);
    await under.passes.updateSchedule();
    const schedule = under.world.client.schedule.getHandle(`reconcile-${under.world.taskQueue}`);
    for (const passes of [1, 2]) {
      await schedule.trigger(ScheduleOverlapPolicy.SKIP);
      while (under.news.filter(({ kind }) => kind === 'cases').length < passes) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      // The server learns of the result a moment after the worker has told us.
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await under.passes.deleteSchedule();
    const [first, ...later] = [...new Set(all.orders.map(({ since }) => since))];
    expect(Date.now() - Date.parse(first ?? '')).toBeLessThan(11 * 60_000);
    expect(later).toEqual(['2026-11-25T00:00:00.000Z']);
  }, 30_000);
});

function start(
  { cases, catchUp }: Pick<ReturnType<typeof madeUp>, 'cases' | 'catchUp'>,
  { perSecond = 10_000, check = () => Promise.resolve() } = {},
): Promise<PassesUnderTest> {
  return PassesUnderTest.started({}, ({ signals }) => ({
    cases,
    perSecond,
    signals: { catchUp: (id) => catchUp(id), check, signalDecision: (command) => signals.signalDecision(command) },
  }));
}
