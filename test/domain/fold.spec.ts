import { describe, expect, it } from '@jest/globals';
import { fold, nothingFolded, type FoldedCase } from '../../domain/binding/fold.js';
import * as b from './builders.js';
import { recorded } from './recorded.js';

const LONG = [...b.filled, ...Array.from({ length: 9_996 }, () => b.applicantAmended())];
const times = (n: number) => recorded(LONG.slice(0, n));
const folded = (events: ReturnType<typeof times>) => events.reduce(fold, nothingFolded());

/** Milliseconds, the best of a few: the machine has other things to do. */
function best(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}

describe('a case of ten thousand events', () => {
  it('is folded in a time that grows with their number and not with its square', () => {
    const [tenth, all] = [times(1_000), times(10_000)];
    folded(tenth);
    expect(
      best(() => folded(all)) /
        Math.max(
          best(() => folded(tenth)),
          0.5,
        ),
    ).toBeLessThan(40);
  });

  it('knows every command, and where its events are', () => {
    const { handled, revision } = folded(times(10_000));
    expect(revision).toBe(9_999);
    expect(handled.placeOf('command-9999', revision)).toEqual({ from: 9_999, to: 9_999 });
    expect(handled.placeOf('command-9999', 9_998)).toBeUndefined();
  });
});

describe('folds of one stream', () => {
  it('share what they know of its commands, and see no further than their own revision', () => {
    const events = recorded([...b.filled, b.applicantAmended(), b.applicantAmended()]);
    const early = events.slice(0, 4).reduce(fold, nothingFolded());
    const [one, other] = [events.slice(4).reduce(fold, early), events.slice(4, 5).reduce(fold, early)];
    expect(
      [early, other, one].map(({ handled, revision }) => handled.placeOf('command-5', revision) !== undefined),
    ).toEqual([false, false, true]);
    expect(one.handled).toBe(early.handled);
  });

  it('part where the log was restored and went on another way', () => {
    const early = recorded(b.filled).reduce(fold, nothingFolded());
    const before = recorded([b.applicantAmended()], { from: 4, commandId: 'lost' }).reduce(fold, early);
    const after: FoldedCase = recorded([b.applicantAmended()], { from: 4, commandId: 'new' }).reduce(fold, early);
    expect([before, after].map(({ handled, revision }) => handled.placeOf('lost', revision))).toEqual([
      { from: 4, to: 4 },
      undefined,
    ]);
    expect(after.handled.placeOf('new', 4)).toEqual({ from: 4, to: 4 });
  });
});
