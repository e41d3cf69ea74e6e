import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seal, verifyChain, type UnsealedEvent } from '../../eventstore/chain/envelope.js';
import { Conflict, NO_STREAM, Unstorable, type EventLog, type NewEvent } from '../../eventstore/port.js';
import { MAX_APPEND_BYTES } from '../../eventstore/chain/storable.js';
import { batch, foreign, newStream, something } from './given-events.js';
import { readingContract } from './contract-reading.js';

export interface OpenedLog {
  readonly log: EventLog;
  /** Closes what stands behind the log too. */
  close(): Promise<void>;
}

/** What every adapter promises (eventstore/port.ts). */
export function eventLogContract(adapter: string, open: () => Promise<OpenedLog>): void {
  describe(`the event log ${adapter}`, () => {
    let opened: OpenedLog | undefined;
    const log = (): EventLog => {
      if (!opened) throw new Error('the log was not opened');
      return opened.log;
    };

    beforeAll(async () => {
      opened = await open();
    }, 60_000);

    afterAll(async () => {
      await opened?.close();
    });

    appendingContract(log);
    replayingContract(log);
    limitsContract(log);
    readingContract(log);
  });
}

function appendingContract(log: () => EventLog): void {
  describe('appending', () => {
    it('starts a stream, and goes on where it ended', async () => {
      const stream = newStream();
      const first = seal(stream, 0, null, [something(0), something(1)]);
      const second = seal(stream, 2, first.chain, [something(2)]);
      expect(await log().append(stream, NO_STREAM, first.events)).toMatchObject({ revision: 1 });
      const appended = await log().append(stream, 1, second.events);
      const stored = await log().readStream(stream);
      expect(stored.map((event) => event.revision)).toEqual([0, 1, 2]);
      expect(appended).toEqual({ revision: 2, position: stored[2]?.position });
      expect(verifyChain(stream, stored)).toEqual({ ok: true, chain: second.chain, events: 3 });
    });

    it('refuses a writer who thinks the stream is new, behind, or ahead, and writes nothing', async () => {
      const stream = newStream();
      await log().append(stream, NO_STREAM, batch(stream, 3));
      for (const expected of [NO_STREAM, 0, 1, 3, 7]) {
        await expect(log().append(stream, expected, batch(stream, 1, 'by another'))).rejects.toThrow(Conflict);
      }
      expect(await log().readStream(stream)).toHaveLength(3);
    });

    it('refuses to go on in a stream that does not exist', async () => {
      const stream = newStream();
      await expect(log().append(stream, 0, batch(stream))).rejects.toThrow(Conflict);
      expect(await log().readStream(stream)).toEqual([]);
    });

    it('lets one of many writers at the same revision win', async () => {
      const stream = newStream();
      await log().append(stream, NO_STREAM, batch(stream));
      const writers = Array.from({ length: 20 }, (_, n) => log().append(stream, 0, batch(stream, 2, `writer ${n}`)));
      const results = await Promise.allSettled(writers);
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(lost).toHaveLength(19);
      expect(lost.every((reason) => reason instanceof Conflict)).toBe(true);
      const winner = results.findIndex((result) => result.status === 'fulfilled');
      const stored = await log().readStream(stream, 1);
      expect(stored.map((event) => event.data['note'])).toEqual([`writer ${winner}`, `writer ${winner}`]);
    });

    it('lets writers of many streams go on side by side', async () => {
      const streams = Array.from({ length: 40 }, newStream);
      await Promise.all(streams.map((stream) => log().append(stream, NO_STREAM, batch(stream, 2))));
      const read = await Promise.all(streams.map((stream) => log().readStream(stream)));
      expect(read.map((events) => events.length)).toEqual(streams.map(() => 2));
    });
  });
}

function replayingContract(log: () => EventLog): void {
  describe('appending the same batch again', () => {
    it('answers as before and writes nothing, also when the stream went on meanwhile', async () => {
      const stream = newStream();
      const first = seal(stream, 0, null, [something(0), something(1), something(2)]);
      const answer = await log().append(stream, NO_STREAM, first.events);
      expect(await log().append(stream, NO_STREAM, first.events)).toEqual(answer);
      await log().append(stream, 2, seal(stream, 3, first.chain, [something(3)]).events);
      expect(await log().append(stream, NO_STREAM, first.events)).toEqual(answer);
      expect(await log().readStream(stream)).toHaveLength(4);
    });

    it('answers both of two writers who send the same batch at once', async () => {
      const stream = newStream();
      const events = batch(stream, 2);
      const [one, other] = await Promise.all([
        log().append(stream, NO_STREAM, events),
        log().append(stream, NO_STREAM, events),
      ]);
      expect(one).toEqual(other);
      expect(await log().readStream(stream)).toHaveLength(2);
    });

    it('takes other content at the same revision for a conflict, and keeps what was stored', async () => {
      const stream = newStream();
      const decided = {
        type: 'SomethingHappened',
        data: { n: 1 },
        metadata: { commandId: 'the-same', at: '2026-11-02T00:00:00Z' },
      };
      const decidedAgain = { ...decided, metadata: { ...decided.metadata, at: '2026-11-02T00:00:01Z' } };
      await log().append(stream, NO_STREAM, seal(stream, 0, null, [decided]).events);
      await expect(log().append(stream, NO_STREAM, seal(stream, 0, null, [decidedAgain]).events)).rejects.toThrow(
        Conflict,
      );
      const [stored] = await log().readStream(stream);
      expect(stored?.metadata['at']).toBe('2026-11-02T00:00:00Z');
    });

    it('takes a batch that overlaps what is stored for a conflict', async () => {
      const stream = newStream();
      const whole = foreign(batch(stream, 3));
      await log().append(stream, NO_STREAM, whole.slice(0, 2));
      await expect(log().append(stream, NO_STREAM, whole)).rejects.toThrow(Conflict);
      await expect(log().append(stream, NO_STREAM, whole.slice(0, 2).toReversed())).rejects.toThrow(Conflict);
      expect(await log().readStream(stream)).toHaveLength(2);
    });
  });
}

function limitsContract(log: () => EventLog): void {
  describe('what can be stored', () => {
    it('comes back as it was: every kind of text, number and nesting', async () => {
      const stream = `contractTest-ü-親子-${newStream()}`;
      const data = {
        姓名: '尹𠮷a\u0000\n"\\/\u2028',
        numbers: [0, -1.5, 1e21, 1e-7, 9007199254740991],
        '': null,
        deep: [{ a: [[]] }, true],
      };
      await log().append(
        stream,
        NO_STREAM,
        seal(stream, 0, null, [{ type: 'Ünïcode已', data, metadata: { 註: '記' } }]).events,
      );
      const [stored] = await log().readStream(stream);
      expect(stored).toMatchObject({ stream, type: 'Ünïcode已', data, metadata: { 註: '記' } });
      expect(verifyChain(stream, [...(await log().readStream(stream))])).toMatchObject({ ok: true });
    });

    it('may be as large as the limit in one append, and no larger', async () => {
      const stream = newStream();
      const frame = seal(stream, 0, null, [filled(0)]).events.reduce(
        (sum, event) => sum + event.data.length + event.metadata.length + 1,
        0,
      );
      const most = seal(stream, 0, null, [filled(MAX_APPEND_BYTES - frame)]).events;
      const tooMuch = seal(stream, 0, null, [filled(MAX_APPEND_BYTES - frame + 1)]).events;
      await expect(log().append(stream, NO_STREAM, tooMuch)).rejects.toThrow(Unstorable);
      expect(await log().append(stream, NO_STREAM, most)).toMatchObject({ revision: 0 });
    });

    it('may be a batch of a thousand', async () => {
      const stream = newStream();
      expect(await log().append(stream, NO_STREAM, batch(stream, 1000))).toMatchObject({ revision: 999 });
      expect((await log().readStream(stream)).map((event) => event.data['n'])).toEqual(
        Array.from({ length: 1000 }, (_, n) => n),
      );
    });

    it('is refused before it is sent when a name, an id, a revision or a text is not fit', async () => {
      const stream = newStream();
      const [event] = batch(stream) as [NewEvent];
      const unfit: (readonly [string, number, readonly NewEvent[]])[] = [
        ['', NO_STREAM, [event]],
        ['$system', NO_STREAM, [event]],
        ['a\u0000b', NO_STREAM, [event]],
        ['half \ud800', NO_STREAM, [event]],
        ['x'.repeat(501), NO_STREAM, [event]],
        [stream, -2, [event]],
        [stream, 0.5, [event]],
        [stream, NO_STREAM, []],
        [stream, NO_STREAM, [event, event]],
        [stream, NO_STREAM, batch(stream, 3).slice(0, 2)],
        [stream, NO_STREAM, batch(stream, 3).slice(1)],
        [stream, NO_STREAM, batch(stream, 2).toReversed()],
        [stream, NO_STREAM, [event, ...foreign(batch(stream, 2)).slice(1)]],
        [stream, NO_STREAM, [{ ...event, id: event.id.toUpperCase() }]],
        [stream, NO_STREAM, [{ ...event, id: 'none' }]],
        [stream, NO_STREAM, [{ ...event, type: '' }]],
        [stream, NO_STREAM, [{ ...event, type: '$metadata' }]],
        [stream, NO_STREAM, [{ ...event, data: '{"a": 1}' }]],
        [stream, NO_STREAM, [{ ...event, data: '{"b":1,"1":2}' }]],
        [stream, NO_STREAM, [{ ...event, data: '[]' }]],
        [stream, NO_STREAM, [{ ...event, metadata: 'null' }]],
        [stream, NO_STREAM, [{ ...event, metadata: '{' }]],
      ];
      for (const [name, expected, events] of unfit)
        await expect(log().append(name, expected, events)).rejects.toThrow(Unstorable);
      expect(await log().readStream(stream)).toEqual([]);
    });
  });
}

function filled(length: number): UnsealedEvent {
  return { type: 'T', data: { fill: 'x'.repeat(length) }, metadata: {} };
}
