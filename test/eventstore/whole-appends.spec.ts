import { describe, expect, it } from '@jest/globals';
import { partOf } from '../../eventstore/chain/part.js';
import type { StoredEvent } from '../../eventstore/port.js';
import { WholeAppends } from '../../eventstore/whole-appends.js';

describe('the part of an append that an event names', () => {
  it.each([
    [undefined],
    [null],
    ['1/2'],
    [[1]],
    [[1, 2, 3]],
    [[0, 2]],
    [[3, 2]],
    [[1.5, 2]],
    [['1', '2']],
    [{ n: 1, of: 2 }],
  ])('is none where it is %j', (part) => {
    expect(partOf({ part })).toBeUndefined();
  });

  it('is counted from 1', () => {
    expect(partOf({ part: [1, 3] })).toEqual({ n: 1, of: 3 });
    expect(partOf({ part: [3, 3] })).toEqual({ n: 3, of: 3 });
  });
});

describe('putting events together to appends', () => {
  it('gives an append when its last part is there, whatever is taken at a time', () => {
    const log = [event('a', 0, [1, 1]), event('b', 0, [1, 3]), event('b', 1, [2, 3]), event('b', 2, [3, 3])];
    for (const atATime of [1, 2, 3, 4]) {
      const appends = new WholeAppends();
      const given: string[] = [];
      for (let i = 0; i < log.length; i += atATime) given.push(...shown(appends.take(log.slice(i, i + atATime))));
      expect(given).toEqual(['a0', 'b0 b1 b2']);
    }
  });

  it('tells two appends to one stream apart', () => {
    const log = [event('a', 0, [1, 2]), event('a', 1, [2, 2]), event('a', 2, [1, 2]), event('a', 3, [2, 2])];
    expect(shown(new WholeAppends().take(log))).toEqual(['a0 a1', 'a2 a3']);
  });

  it('gives the rest of an append that it begins inside of', () => {
    expect(shown(new WholeAppends().take([event('a', 5, [2, 3]), event('a', 6, [3, 3])]))).toEqual(['a5 a6']);
  });

  it('takes what names no part for an append of its own, also between the parts of another', () => {
    const log = [event('a', 0), event('b', 0, [1, 2]), event('a', 1), event('b', 1, [2, 2])];
    expect(shown(new WholeAppends().take(log))).toEqual(['a0', 'b0', 'a1', 'b1']);
  });

  it.each<[string, StoredEvent]>([
    ['another stream', event('b', 1, [2, 3])],
    ['a revision further on', event('a', 2, [3, 3])],
    ['an append of another size', event('a', 1, [2, 2])],
    ['the beginning of the next append', event('a', 1, [1, 1])],
  ])('gives what there is of an append that is followed by %s', (_, next) => {
    expect(shown(new WholeAppends().take([event('a', 0, [1, 3]), next]))[0]).toBe('a0');
  });
});

function event(stream: string, revision: number, part?: readonly [number, number]): StoredEvent {
  const metadata = part ? { part } : {};
  return { stream, revision, id: `${stream}${revision}`, type: 'Told', data: {}, metadata, position: '' };
}

function shown(appends: readonly (readonly StoredEvent[])[]): readonly string[] {
  return appends.map((append) => append.map(({ id }) => id).join(' '));
}
