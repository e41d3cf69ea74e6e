import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../eventstore/port.js';
import type { Database } from '../../../src/adapters/postgres/database.js';
import { Visitor } from '../../../src/tools/demo/visitor.js';
import type { Answered, Call } from '../load/call-book.js';
import { acknowledgedOnce } from './acknowledged.js';
import { denseAndUnique } from './dense.js';
import type { ReadLog } from './observed.js';

const CASE = '11111111-1111-5111-8111-111111111111';
const STREAM = `bindingRequest-${CASE}`;

/** Nobody went home. */
const db = { query: () => Promise.resolve({ rows: [], rowCount: 0 }) } as unknown as Database;

function event(revision: number, commandId: string, at = 'noon', role = 'parent'): StoredEvent {
  const metadata = { commandId, at, actor: { id: 'somebody', role } };
  return { stream: STREAM, revision, id: `${revision}`, type: 'Happened', data: {}, metadata, position: `${revision}` };
}

function logOf(...events: readonly StoredEvent[]): ReadLog {
  return { events, streams: new Map([[STREAM, events]]) };
}

function told(commandId: string, revision: number, more: Partial<Call> = {}): Call {
  const answer = { status: 200, body: { commandId, status: 'accepted', revision }, etag: `"${revision}"` };
  return call({ answer, ...more });
}

function call(more: Partial<Call>): Call {
  const [method, path] = ['POST', `/bindings/${CASE}/consent`];
  const sent = { who: 'a family', what: `${method} ${path}`, method, path, body: {}, key: `${Math.random()}` };
  return { ...sent, visitor: new Visitor('nowhere'), round: 1, sent: 1, unknown: 0, ...more };
}

describe('what was acknowledged', () => {
  it('is well when each command stands there once, its last event where its sender was told', async () => {
    const log = logOf(event(0, 'a'), event(1, 'b'), event(2, 'b'), event(3, 'timer', 'noon', 'system'));
    expect(await acknowledgedOnce(db, log, [told('a', 0), told('b', 2)])).toEqual([]);
  });

  it.each<[string, ReadLog, readonly Call[], string]>([
    ['is missing', logOf(event(0, 'a')), [told('a', 0), told('b', 1)], 'where nothing stands'],
    ['is another', logOf(event(0, 'a')), [told('b', 0)], 'where command a stands'],
    ['is told by half', logOf(event(0, 'a'), event(1, 'a')), [told('a', 0)], 'and not its last one'],
    ['was done twice', logOf(event(0, 'a'), event(1, 'a', 'one')), [told('a', 1)], 'was carried out more than once'],
    [
      'stands apart',
      logOf(event(0, 'a'), event(1, 'b'), event(2, 'a')),
      [told('a', 2), told('b', 1)],
      'more than once',
    ],
    ['was told to nobody', logOf(event(0, 'a')), [], 'was acknowledged to nobody, or was refused'],
    [
      'was told to two',
      logOf(event(0, 'a')),
      [told('a', 0), told('a', 0, { who: 'another family' })],
      'was answered with the events of a family',
    ],
  ])('is not when it %s', async (_, log, calls, why) => {
    expect((await acknowledgedOnce(db, log, calls)).join('\n')).toContain(why);
  });

  it('is not when the same key was told something else', async () => {
    const contradiction: Answered = { status: 409, body: { code: 'wrong-stage' }, etag: '"0"' };
    const found = await acknowledgedOnce(db, logOf(event(0, 'a')), [told('a', 0, { contradiction })]);
    expect(found.join('\n')).toContain('was told 200  "0" and then 409 wrong-stage "0"');
  });
});

describe('the log', () => {
  it('is dense, its ids unique, and both ways of reading it tell the same', () => {
    expect(denseAndUnique(logOf(event(0, 'a'), event(1, 'b')))).toEqual([]);
  });

  it.each<[string, ReadLog]>([
    ['a gap', logOf(event(0, 'a'), event(2, 'b'))],
    ['a revision twice', logOf(event(0, 'a'), { ...event(0, 'b'), id: 'other' })],
    ['an id twice', logOf(event(0, 'a'), { ...event(1, 'b'), id: '0' })],
    ['an event that only its stream shows', { ...logOf(event(0, 'a'), event(1, 'b')), events: [event(0, 'a')] }],
  ])('is not with %s', (_, log) => {
    expect(denseAndUnique(log)).not.toEqual([]);
  });
});
