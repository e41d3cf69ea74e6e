import { describe, expect, it } from '@jest/globals';
import { present } from '../../domain/present.js';

describe('present', () => {
  it('leaves undefined members out, and keeps every other value', () => {
    const members = { a: 1, b: undefined, c: null, d: false, e: '' };
    expect(Object.entries(present(members))).toEqual([
      ['a', 1],
      ['c', null],
      ['d', false],
      ['e', ''],
    ]);
  });
});
