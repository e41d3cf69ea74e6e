import { describe, expect, it } from '@jest/globals';
import { Failing, HealthOfParts, isWell } from '../../../src/api/http/parts/part-health.js';

const never = () => new Promise<never>(() => undefined);

describe('the health of the parts', () => {
  it('names each part, with what is to be known of it, in words that may be shown', async () => {
    const parts = new HealthOfParts({
      database: async () => undefined,
      'read-models': async () => 'review_inbox: 1 parked',
      keys: () => Promise.reject(new Failing('MASTER_KEY is another one')),
      temporal() {
        throw new Error('10.0.0.7: A111111113 is not known');
      },
    });
    const found = await parts.look();
    expect(found).toEqual([
      { name: 'database', status: 'ok' },
      { name: 'read-models', status: 'ok', detail: 'review_inbox: 1 parked' },
      { name: 'keys', status: 'failing', detail: 'MASTER_KEY is another one' },
      { name: 'temporal', status: 'failing', detail: 'does not answer' },
    ]);
    expect(isWell(found)).toBe(false);
  });

  it('waits for none longer than its time, while the others answer', async () => {
    const began = performance.now();
    const found = await new HealthOfParts({ log: never, database: async () => undefined }).look();
    expect(performance.now() - began).toBeLessThan(3_500);
    expect(found).toEqual([
      { name: 'log', status: 'failing', detail: 'does not answer in time' },
      { name: 'database', status: 'ok' },
    ]);
  });

  it('asks a part once at a time, however many look, and again afterwards', async () => {
    let asked = 0;
    let answer: (() => void) | undefined;
    const parts = new HealthOfParts({
      log() {
        asked += 1;
        return new Promise<void>((resolve) => (answer = resolve));
      },
    });
    const looks = [parts.look(), parts.look(), parts.look()];
    await new Promise(setImmediate);
    answer?.();
    expect((await Promise.all(looks)).flat().map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(asked).toBe(1);
    const again = parts.look();
    await new Promise(setImmediate);
    answer?.();
    await again;
    expect(asked).toBe(2);
  });
});
