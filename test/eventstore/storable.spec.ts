import { describe, expect, it } from '@jest/globals';
import { assert, jsonValue, property } from 'fast-check';
import { seal } from '../../eventstore/chain/envelope.js';
import { Unstorable, type NewEvent } from '../../eventstore/port.js';
import { assertStorable } from '../../eventstore/chain/storable.js';

const STREAM = 'bindingRequest-1';
const RUNS = { numRuns: 300, seed: 2026 };

function sealed(content: object): readonly NewEvent[] {
  return seal(STREAM, 0, null, [{ type: 'Told', data: content, metadata: { at: content } }]).events;
}

function isStorable(events: readonly NewEvent[]): boolean {
  try {
    assertStorable(STREAM, -1, events);
    return true;
  } catch (error) {
    if (error instanceof Unstorable) return false;
    throw error;
  }
}

describe('what a log takes', () => {
  it('of sealed events, whose texts are not looked at again: just what it would take if they were', () => {
    assert(
      property(jsonValue({ stringUnit: 'binary' }), (value) => {
        let events: readonly NewEvent[];
        try {
          events = sealed({ value });
        } catch (error) {
          // What has no canonical text is refused sooner.
          return error instanceof Unstorable;
        }
        // Copies are strangers.
        return isStorable(events) && isStorable(events.map((event) => ({ ...event })));
      }),
      RUNS,
    );
  });

  it('no list as the content of an event, sealed or not', () => {
    expect(isStorable(sealed(['a list']))).toBe(false);
  });

  it('no sealed event with another text', () => {
    const [event] = sealed({ n: 1 });
    expect(Object.isFrozen(event)).toBe(true);
    expect(isStorable([{ ...event!, data: '{ "n": 1 }' }])).toBe(false);
  });
});
