import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AllStreamSubscription } from '@eventstore/db-client';
import { connect } from '../../eventstore/eventstoredb/connection.js';
import { InFlight } from '../../eventstore/eventstoredb/in-flight.js';
import { toClientPosition, toPosition } from '../../eventstore/eventstoredb/position.js';
import type { Reader } from '../../eventstore/eventstoredb/reader.js';
import { SilenceWatch } from '../../eventstore/eventstoredb/silence-watch.js';
import { Unavailable, UnknownPosition } from '../../eventstore/port.js';

describe('appends in flight', () => {
  it('are never more than allowed, and the waiting ones go in order, also after failures', async () => {
    const inFlight = new InFlight(3);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const results = Array.from({ length: 12 }, (_, n) =>
      inFlight.run(async () => {
        order.push(n);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (n % 4 === 0) throw new Error('failed');
      }),
    );
    const settled = await Promise.allSettled(results);
    expect(most).toBe(3);
    expect(order).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    await inFlight.run(() => Promise.resolve());
  });
});

describe('a position of EventStoreDB', () => {
  it('keeps both numbers, and sorts as text the way they do', () => {
    const at = { commit: 18446744073709551615n, prepare: 7n };
    expect(toClientPosition(toPosition(at))).toEqual(at);
    const commits = [0n, 9n, 10n, 123456789n, 1234567890n];
    const texts = commits.map((commit) => toPosition({ commit, prepare: commit }));
    expect(texts.toSorted()).toEqual(texts);
  });

  it('is not taken from another kind of log', () => {
    expect(() => toClientPosition('00000000000000000001-00000000000000000001')).toThrow(UnknownPosition);
  });
});

describe('the connection string', () => {
  it('gives its user to each append, or nobody where the server asks for none', () => {
    expect(connect('esdb://ops:p%40ss@127.0.0.1:2113').credentials).toEqual({ username: 'ops', password: 'p@ss' });
    expect(connect('esdb://127.0.0.1:2113?tls=false').credentials.username).toBe('nobody');
  });

  it.each(['esdb://127.0.0.1:2113', 'http://ops:secret@127.0.0.1', 'esdb://ops:secret@127.0.0.1:2113?nonsense=1', ''])(
    'is refused without being repeated: %s',
    (url) => {
      expect(() => connect(url)).toThrow('EVENTSTOREDB_URL');
      expect(() => connect(url)).not.toThrow(/secret/);
    },
  );
});

describe('what EventStoreDB’s client does in other ways', () => {
  it('answers conflicts wrongly with throwOnAppendFailure=false: the option is refused', () => {
    expect(() => connect('esdb://127.0.0.1:2113?tls=false&throwOnAppendFailure=false')).toThrow('throwOnAppendFailure');
  });

  it('breaks beside its successor in one process: only one of them is installed', () => {
    expect(existsSync('node_modules/@eventstore/db-client')).toBe(true);
    expect(existsSync('node_modules/@kurrent/kurrentdb-client')).toBe(false);
  });
});

describe('the watch over a silent subscription', () => {
  const SILENCE = 1000;
  let head: () => Promise<string | null>;
  let destroyed: Error | undefined;
  let subscription: EventEmitter;
  let watch: SilenceWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    head = () => Promise.resolve('5');
    destroyed = undefined;
    subscription = Object.assign(new EventEmitter(), { destroy: (error?: Error) => (destroyed = error) });
    const reader = { head: () => head() } as unknown as Reader;
    watch = new SilenceWatch(subscription as unknown as AllStreamSubscription, reader, '3', SILENCE);
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('ends one that the server does not confirm', async () => {
    await jest.advanceTimersByTimeAsync(SILENCE);
    expect(destroyed).toBeInstanceOf(Unavailable);
  });

  it('ends one that withholds what the log holds, at the second look', async () => {
    subscription.emit('confirmation');
    await jest.advanceTimersByTimeAsync(SILENCE);
    expect(destroyed).toBeUndefined();
    await jest.advanceTimersByTimeAsync(SILENCE);
    expect(destroyed).toBeInstanceOf(Unavailable);
  });

  it('ends one whose server no longer answers', async () => {
    subscription.emit('confirmation');
    head = () => Promise.reject(new Unavailable('down'));
    await jest.advanceTimersByTimeAsync(SILENCE);
    expect(destroyed).toBeInstanceOf(Unavailable);
  });

  it('leaves one alone that has given everything, however long nothing happens', async () => {
    subscription.emit('confirmation');
    watch.delivering('5');
    watch.waiting();
    await jest.advanceTimersByTimeAsync(20 * SILENCE);
    expect(destroyed).toBeUndefined();
  });

  it('leaves one alone that delivers between two looks', async () => {
    subscription.emit('confirmation');
    await jest.advanceTimersByTimeAsync(SILENCE);
    watch.delivering('5');
    watch.waiting();
    await jest.advanceTimersByTimeAsync(5 * SILENCE);
    expect(destroyed).toBeUndefined();
  });

  it('does not take a slow reader for silence', async () => {
    subscription.emit('confirmation');
    watch.delivering('4');
    await jest.advanceTimersByTimeAsync(20 * SILENCE);
    expect(destroyed).toBeUndefined();
  });
});
