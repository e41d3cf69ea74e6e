import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { brokenBuilds } from '../broken-builds.js';
import { crashPoints } from './crash-points.js';
import { patched, type Patch } from './patch.js';

const crashes = crashPoints.map(({ patch }) => patch);

function apply(patches: readonly Patch[]): void {
  for (const file of new Set(patches.map((patch) => patch.file))) patched(file, readFileSync(file, 'utf8'), patches);
}

describe('the patches of the fault campaigns', () => {
  it('all fit: every crash point is in the sources', () => expect(() => apply(crashes)).not.toThrow());

  it.each(brokenBuilds)('all fit: $name', ({ patches }) => {
    expect(() => apply([...crashes, ...patches])).not.toThrow();
  });

  it('are refused where the text stands nowhere, or twice', () => {
    const patch = { file: 'a.ts', text: 'a', by: 'b' };
    expect(() => patched('a.ts', 'xyz', [patch])).toThrow('fits in 0 places');
    expect(() => patched('a.ts', 'aa', [patch])).toThrow('fits in 2 places');
    expect(patched('a.ts', 'xay', [{ ...patch, by: '$&' }])).toBe('x$&y');
    expect(patched('b.ts', 'xay', [patch])).toBe('xay');
  });

  it('have names of their own', () => {
    for (const named of [crashPoints, brokenBuilds])
      expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  });
});
