import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  chainOf,
  chainOrigin,
  eventIdOf,
  seal,
  verifyChain,
  type ChainedEvent,
} from '../../eventstore/chain/envelope.js';
import { Unstorable } from '../../eventstore/port.js';

const STREAM = 'bindingRequest-7f3k';
const opened = {
  type: 'BindingRequestOpened',
  data: { schoolId: 'T99', student: { n: 1 } },
  metadata: { commandId: 'c-1', at: '2026-11-02T00:00:00Z' },
};
const confirmed = {
  type: 'StudentInfoConfirmed',
  data: { shownVersion: 3 },
  metadata: { commandId: 'c-2', $correlationId: 'x' },
};
const refused = { type: 'ConsentRefused', data: { decision: 'disagree' }, metadata: { commandId: 'c-3' } };

describe('sealing events', () => {
  it('chains an event to its stream, its place, its content and the one before, as anyone can recompute by hand', () => {
    const { events, chain } = seal(STREAM, 0, null, [opened]);
    const text =
      '{"data":{"schoolId":"T99","student":{"n":1}},"metadata":{"at":"2026-11-02T00:00:00Z","commandId":"c-1","part":[1,1]},' +
      `"previous":"${sha256(STREAM)}","revision":0,"stream":"${STREAM}","type":"BindingRequestOpened"}`;
    expect(chain).toBe(sha256(text));
    expect(events).toEqual([
      {
        id: eventIdOf(chain),
        type: 'BindingRequestOpened',
        data: '{"schoolId":"T99","student":{"n":1}}',
        metadata: `{"at":"2026-11-02T00:00:00Z","chain":"${chain}","commandId":"c-1","part":[1,1]}`,
      },
    ]);
  });

  it('says of each event which part of its append it is, and covers that by the chain', () => {
    const together = stored(seal(STREAM, 0, null, [opened, confirmed, refused]).events);
    expect(together.map(({ metadata }) => metadata['part'])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const apart = [{ ...together[0]!, metadata: { ...together[0]!.metadata, part: [1, 1] } }, ...together.slice(1)];
    expect(verifyChain(STREAM, apart)).toEqual({ ok: false, revision: 0, reason: 'chain-mismatch' });
  });

  it('does not depend on the order in which an object was written down', () => {
    const turned = { ...opened, data: { student: { n: 1 }, schoolId: 'T99' } };
    expect(seal(STREAM, 0, null, [turned])).toEqual(seal(STREAM, 0, null, [opened]));
  });

  it('gives other ids to the same command decided at another time', () => {
    const later = { ...opened, metadata: { ...opened.metadata, at: '2026-11-02T00:00:01Z' } };
    expect(seal(STREAM, 0, null, [later]).events[0]?.id).not.toBe(seal(STREAM, 0, null, [opened]).events[0]?.id);
  });

  it('makes ids that are UUIDs of version 8 and the RFC variant, from the first 128 bits', () => {
    const id = eventIdOf('0123456789abcdeffedcba9876543210'.repeat(2));
    expect(id).toBe('01234567-89ab-8def-bedc-ba9876543210');
    for (const nibble of '0123456789abcdef') {
      expect(eventIdOf(nibble.repeat(64))).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });

  it('seals nothing into nothing', () => {
    expect(seal(STREAM, 5, 'f'.repeat(64), [])).toEqual({ events: [], chain: 'f'.repeat(64) });
    expect(seal(STREAM, 0, null, [])).toEqual({ events: [], chain: chainOrigin(STREAM) });
  });

  it('refuses a beginning with a chain before it, a continuation without, and metadata that has one already', () => {
    expect(() => seal(STREAM, 0, 'f'.repeat(64), [opened])).toThrow(Unstorable);
    expect(() => seal(STREAM, 1, null, [opened])).toThrow(Unstorable);
    expect(() => seal(STREAM, 0, null, [{ ...opened, metadata: { chain: 'mine' } }])).toThrow(Unstorable);
  });
});

describe('verifying a chain', () => {
  const whole = stored(seal(STREAM, 0, null, [opened, confirmed, refused]).events);

  it('accepts what was sealed, from the beginning or from a known place on', () => {
    expect(verifyChain(STREAM, whole)).toEqual({ ok: true, chain: chainOf(at(2)), events: 3 });
    const after = { revision: 0, chain: chainOf(at(0)) as string };
    expect(verifyChain(STREAM, whole.slice(1), after)).toEqual({ ok: true, chain: chainOf(at(2)), events: 2 });
    expect(verifyChain(STREAM, [])).toEqual({ ok: true, chain: chainOrigin(STREAM), events: 0 });
  });

  const tamperings: readonly (readonly [string, readonly ChainedEvent[], number, string])[] = [
    ['another value', replaced(1, { data: { shownVersion: 4 } }), 1, 'chain-mismatch'],
    ['a value of another kind', replaced(1, { data: { shownVersion: '3' } }), 1, 'chain-mismatch'],
    ['a field more', replaced(1, { data: { shownVersion: 3, more: null } }), 1, 'chain-mismatch'],
    ['another type', replaced(0, { type: 'BindingRequestClosed' }), 0, 'chain-mismatch'],
    [
      'another actor or time',
      replaced(0, { metadata: { ...at(0).metadata, at: '2026-11-03T00:00:00Z' } }),
      0,
      'chain-mismatch',
    ],
    ['another chain', replaced(2, { metadata: { ...at(2).metadata, chain: 'f'.repeat(64) } }), 2, 'chain-mismatch'],
    ['no chain', replaced(2, { metadata: { commandId: 'c-3' } }), 2, 'chain-mismatch'],
    ['content that was never JSON', replaced(2, { data: { n: undefined } }), 2, 'chain-mismatch'],
    ['another id', replaced(1, { id: eventIdOf('a'.repeat(64)) }), 1, 'id-mismatch'],
    ['an event left out', [at(0), at(2)], 1, 'wrong-revision'],
    ['an event left out and the rest renumbered', [at(0), { ...at(2), revision: 1 }], 1, 'chain-mismatch'],
    ['the first event left out', whole.slice(1), 0, 'wrong-revision'],
    ['two events exchanged', [at(0), { ...at(2), revision: 1 }, { ...at(1), revision: 2 }], 1, 'chain-mismatch'],
    ['an event twice', [at(0), at(0), at(1), at(2)], 1, 'wrong-revision'],
    ['an event of another stream', replaced(1, { stream: 'bindingRequest-other' }), 1, 'wrong-stream'],
    ['a rewritten event with a chain of its own', [at(0), rewritten(), at(2)], 2, 'chain-mismatch'],
  ];

  it.each(tamperings)('finds %s, and where', (_, events, revision, reason) => {
    expect(verifyChain(STREAM, events)).toEqual({ ok: false, revision, reason });
  });

  it('finds that a stream was passed off as another', () => {
    const renamed = whole.map((event) => ({ ...event, stream: 'bindingRequest-other' }));
    expect(verifyChain('bindingRequest-other', renamed)).toEqual({ ok: false, revision: 0, reason: 'chain-mismatch' });
  });

  it('finds a continuation of something else', () => {
    const verdict = verifyChain(STREAM, whole.slice(1), { revision: 0, chain: 'f'.repeat(64) });
    expect(verdict).toEqual({ ok: false, revision: 1, reason: 'chain-mismatch' });
  });

  function at(revision: number): ChainedEvent {
    return whole[revision] as ChainedEvent;
  }

  function replaced(revision: number, change: Partial<ChainedEvent>): ChainedEvent[] {
    return whole.map((event) => (event.revision === revision ? { ...event, ...change } : event));
  }

  function rewritten(): ChainedEvent {
    const other = seal(STREAM, 1, chainOf(at(0)) as string, [{ ...confirmed, data: { shownVersion: 9 } }]);
    return { ...(stored(other.events)[0] as ChainedEvent), revision: 1 };
  }
});

function stored(events: readonly { id: string; type: string; data: string; metadata: string }[]): ChainedEvent[] {
  return events.map((event, revision) => ({
    stream: STREAM,
    revision,
    id: event.id,
    type: event.type,
    data: JSON.parse(event.data) as ChainedEvent['data'],
    metadata: JSON.parse(event.metadata) as ChainedEvent['metadata'],
  }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
