import { describe, expect, it } from '@jest/globals';
import { crashPoints } from './build/crash-points.js';
import { drawMoments, nameOf } from './faults.js';
import { Random } from './random.js';

const drawn = (seed: number, log: 'eventstoredb' | 'postgres', among?: readonly string[]) =>
  drawMoments(new Random(seed, 'faults'), log, 4, among);

describe('the faults of a round', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(drawn(7, 'postgres')).toEqual(drawn(7, 'postgres'));
    expect(drawn(7, 'postgres')).not.toEqual(drawn(8, 'postgres'));
  });

  it('reach every part, every link and every crash point within a few hundred rounds', () => {
    const names = new Set(
      Array.from({ length: 400 }, (_, seed) => drawn(seed, 'eventstoredb').flat().map(nameOf)).flat(),
    );
    const parts = ['api', 'worker', 'projector', 'temporal', 'postgres', 'log'];
    expect([...names]).toEqual(
      expect.arrayContaining([
        ...parts.flatMap((part) => [`kill ${part}`, `stop ${part}`]),
        ...['api', 'temporal', 'postgres', 'log'].flatMap((link) => [`cut ${link}`, `lose answers ${link}`]),
        ...crashPoints.map(({ name }) => `crash ${name}`),
        'kill everything',
        'forget temporal',
        'forget at night temporal',
      ]),
    );
  });

  it('concern no log that is not there', () => {
    const names = Array.from({ length: 200 }, (_, seed) => drawn(seed, 'postgres').flat().map(nameOf)).flat();
    expect(names.filter((name) => / log$|^log |subscriptions/.test(name))).toEqual([]);
  });

  it('are only those that were asked for, by kind or by name', () => {
    const kinds = drawn(1, 'postgres', ['cut', 'kill worker']).flat();
    expect(() => drawn(1, 'postgres', ['kill nobody'])).toThrow('no fault of the postgres log is called kill nobody');
    expect(kinds.every((fault) => fault.kind === 'cut' || nameOf(fault) === 'kill worker')).toBe(true);
  });
});
