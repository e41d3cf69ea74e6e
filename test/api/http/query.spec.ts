import { describe, expect, it } from '@jest/globals';
import { HttpProblem } from '../../../src/api/http/problems/problem.js';
import { instantOf } from '../../../src/api/http/input/query.js';

describe('a time in a query', () => {
  it.each([
    ['2026-11-23T04:05:06Z', '2026-11-23T04:05:06.000Z'],
    ['2026-11-23t12:05:06.789123+08:00', '2026-11-23T04:05:06.789Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is an instant', (typed, instant) => {
    expect(instantOf({ as_of: typed }, 'as_of')).toBe(instant);
  });

  it('that is only a day stands for its end in Taipei', () => {
    expect(instantOf({ as_of: '2026-11-23' }, 'as_of')).toBe('2026-11-23T15:59:59.999Z');
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29',
    '2026-13-01',
    '2026-11-23T24:00:00Z',
    '2026-11-23T10:00',
    'yesterday',
    '23/11/2026',
  ])('%s is none', (typed) => {
    const reading = (): unknown => instantOf({ as_of: typed }, 'as_of');
    expect(reading).toThrow(HttpProblem);
    expect(reading).toThrow('invalid-body');
  });
});
