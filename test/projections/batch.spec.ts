import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../eventstore/port.js';
import { positionAfter } from '../../projections/runner/batch.js';

function at(position: string): StoredEvent {
  return { stream: 's-1', revision: 0, id: '', type: 'T', data: {}, metadata: {}, position };
}

describe('the position after a batch', () => {
  it('is that of the last event', () => expect(positionAfter('02', [at('03'), at('04')])).toBe('04'));

  it('is there from the first event on', () => expect(positionAfter(null, [at('01')])).toBe('01'));

  it('never goes back, when events come again', () => {
    expect(positionAfter('05', [at('03')])).toBe('05');
    expect(positionAfter('02', [at('03'), at('04'), at('03')])).toBe('04');
  });
});
