import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { NO_STREAM, Unavailable, type NewEvent, type StoredEvent } from '../../eventstore/port.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { batch, eventsOf, everythingAfter, newStream, severalStreams, take } from './given-events.js';

/** Far above what a busy machine needs, so that only real faults show. */
const PATIENT = { append: 5000, lookUp: 5000, read: 5000, silence: 5000 };
/** For servers that do not answer: how long is waited is what is tested. */
const IMPATIENT = { append: 300, lookUp: 200, read: 1500, silence: 1500 };

describe('the EventStoreDB log on a bad day', () => {
  let double: EventStoreDbDouble;
  let log: EventStoreDbLog;

  beforeEach(async () => {
    double = await startEventStoreDbDouble();
    log = new EventStoreDbLog(double.url, PATIENT);
  });
  afterEach(async () => {
    await log.close();
    await double.stop();
    await rm(double.dir, { recursive: true, force: true });
  });

  it('stores each acknowledged batch exactly once, and each open one at most once, over kill -9 and restart', async () => {
    const calls: { stream: string; events: readonly NewEvent[]; acknowledged: boolean }[] = [];
    for (let round = 0; round < 3; round++) {
      const writing = Promise.all(
        Array.from({ length: 24 }, async () => {
          for (let n = 0; n < 20; n++) {
            const stream = newStream();
            const events = batch(stream, 3);
            const acknowledged = await log.append(stream, NO_STREAM, events).then(() => true, onlyUnavailable);
            calls.push({ stream, events, acknowledged });
            if (!acknowledged) return;
          }
        }),
      );
      await enough(calls, (round + 1) * 60);
      await double.kill();
      await writing;
      double = await restarted(double);
    }
    await expectOnceOrNever(calls);

    for (const { stream, events } of calls.filter(({ acknowledged }) => !acknowledged)) {
      expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 2 });
    }
    expect(await everythingAfter(log, null, 1000, 3 * calls.length)).toHaveLength(3 * calls.length);
  }, 60_000);

  it('says at once that a server that is down cannot be reached, and works again when it is back', async () => {
    await severalStreams(log, 1);
    await double.kill();
    const stream = newStream();
    const events = batch(stream);
    await expect(log.append(stream, NO_STREAM, events)).rejects.toThrow(Unavailable);
    await expect(log.readStream(stream)).rejects.toThrow(Unavailable);
    await expect(log.readAll(null, 10)).rejects.toThrow(Unavailable);
    await expect(log.head()).rejects.toThrow(Unavailable);
    await expect(take(log.subscribe(null, new AbortController().signal), 1, new AbortController())).rejects.toThrow(
      Unavailable,
    );
    double = await restarted(double);
    expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 0 });
    expect(await log.readStream(stream)).toHaveLength(1);
  });

  it('does not wait for a frozen server longer than it was told, and settles afterwards what was left open', async () => {
    const impatient = new EventStoreDbLog(double.url, IMPATIENT);
    const [known] = await severalStreams(log, 1);
    await impatient.head();
    process.kill(double.pid, 'SIGSTOP');
    const stream = newStream();
    const events = batch(stream);
    const started = Date.now();
    await expect(impatient.append(stream, NO_STREAM, events)).rejects.toThrow(Unavailable);
    expect(Date.now() - started).toBeLessThan(2000);
    await expect(impatient.readStream(known as string)).rejects.toThrow(Unavailable);
    process.kill(double.pid, 'SIGCONT');
    expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 0 });
    expect(await log.readStream(stream)).toHaveLength(1);
    await impatient.close();
  });

  it('ends a subscription whose server freezes, and goes on from the last event after the thaw', async () => {
    const impatient = new EventStoreDbLog(double.url, IMPATIENT);
    const streams = await severalStreams(log, 3);
    const seen = await followUntilBroken(impatient, 3, () => process.kill(double.pid, 'SIGSTOP'));
    process.kill(double.pid, 'SIGCONT');
    expect(await goOnAfter(seen)).toEqual(streams);
    await impatient.close();
  });

  it('ends a subscription when the server is killed, and misses nothing when it subscribes again', async () => {
    const streams = await severalStreams(log, 3);
    const seen = await followUntilBroken(log, 3, () => double.kill());
    double = await restarted(double);
    expect(await goOnAfter(seen)).toEqual(streams);
  });

  it('ends its subscriptions when it is closed', async () => {
    await severalStreams(log, 1);
    const follow = async () => {
      for await (const _ of log.subscribe(null, new AbortController().signal)) await log.close();
    };
    await expect(follow()).rejects.toThrow(Unavailable);
  });

  /** Writes two more events and reads on after the last one seen; returns the streams of what was seen before. */
  async function goOnAfter(seen: readonly StoredEvent[]): Promise<string[]> {
    const later = await severalStreams(log, 2);
    const stop = new AbortController();
    const rest = await take(log.subscribe(seen.at(-1)?.position ?? null, stop.signal), 2, stop);
    expect(rest.map(({ stream }) => stream)).toEqual(later);
    return seen.map(({ stream }) => stream);
  }

  async function expectOnceOrNever(
    calls: readonly { stream: string; events: readonly NewEvent[]; acknowledged: boolean }[],
  ) {
    expect(calls.some(({ acknowledged }) => !acknowledged)).toBe(true);
    for (const { stream, events, acknowledged } of calls) {
      const ids = (await log.readStream(stream)).map(({ id }) => id);
      if (acknowledged || ids.length > 0) expect(ids).toEqual(events.map(({ id }) => id));
    }
  }
});

describe('a peer that accepts connections and never answers', () => {
  const sockets = new Set<Socket>();
  let server: Server;
  let log: EventStoreDbLog;

  beforeAll(async () => {
    server = createServer((socket) => sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    log = new EventStoreDbLog(`esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`, IMPATIENT);
  });
  afterAll(async () => {
    await log.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('keeps nobody waiting: append, read, head, subscription', async () => {
    const stream = newStream();
    const started = Date.now();
    const calls = [
      log.append(stream, NO_STREAM, batch(stream)),
      log.readStream(stream),
      log.readAll(null, 1),
      log.head(),
      take(log.subscribe(null, new AbortController().signal), 1, new AbortController()),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    }
    expect(Date.now() - started).toBeLessThan(6000);
  });
});

function onlyUnavailable(error: unknown): false {
  if (error instanceof Unavailable) return false;
  throw error;
}

async function enough(calls: readonly unknown[], count: number): Promise<void> {
  const until = Date.now() + 10_000;
  while (calls.length < count) {
    if (Date.now() > until) throw new Error(`only ${calls.length} of ${count} calls came back`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** On the same file and port. */
function restarted({ dir, port }: EventStoreDbDouble): Promise<EventStoreDbDouble> {
  return startEventStoreDbDouble({ dir, port });
}

/** Follows from the beginning, breaks the server after so many events, and returns what was seen when the error came. */
async function followUntilBroken(
  follower: EventStoreDbLog,
  count: number,
  breakServer: () => unknown,
): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  const follow = async () => {
    for await (const event of eventsOf(follower.subscribe(null, new AbortController().signal))) {
      seen.push(event);
      if (seen.length === count) await breakServer();
    }
  };
  await expect(follow()).rejects.toThrow(Unavailable);
  return seen;
}
