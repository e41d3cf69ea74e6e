import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDbLog } from '../../eventstore/eventstoredb/eventstoredb-log.js';
import { AccessDenied, NO_STREAM, type EventLog } from '../../eventstore/port.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { alarmingLog } from '../../src/adapters/alarming-log.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import type { Database } from '../../src/adapters/postgres/database.js';
import { projectorHealth } from '../../src/processes/health/readiness.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { batch, newStream, severalStreams, take } from './given-events.js';

/** Far above what a busy machine needs. */
const PATIENT = { append: 5000, lookUp: 5000, read: 5000, silence: 5000 };

describe('an EventStoreDB that denies access', () => {
  let double: EventStoreDbDouble;
  let log: EventStoreDbLog;

  beforeAll(async () => {
    double = await startEventStoreDbDouble();
    log = new EventStoreDbLog(double.url, PATIENT);
    await severalStreams(log, 1);
  });
  afterEach(() => double.reset());
  afterAll(async () => {
    await log.close();
    await double.stop();
  });

  const calls: readonly (readonly [string, (log: EventLog) => Promise<unknown>, string])[] = [
    ['append', (to) => to.append(newStream(), NO_STREAM, batch(newStream())), 'append'],
    ['read of a stream', (to) => to.readStream(newStream()), 'read-stream'],
    ['read of everything', (to) => to.readAll(null, 10), 'read-all'],
    ['look at the head', (to) => to.head(), 'read-all'],
    ['subscription', (to) => firstOf(to), 'read-all'],
  ];
  const rights = {
    append: 'no-right-to-append',
    'read-stream': 'no-right-to-read-streams',
    'read-all': 'no-right-to-read-all',
  } as const;

  it.each(calls)('fails an %s by what is missing: the password, or the right', async (_, call, right) => {
    await double.suffer('wrong-password');
    await expect(call(log)).rejects.toMatchObject({ name: 'AccessDenied', lacks: 'password' });
    await double.suffer(rights[right as keyof typeof rights]);
    await expect(call(log)).rejects.toMatchObject({ name: 'AccessDenied', lacks: right });
    await double.suffer('nothing');
    await call(log);
  });

  it('is told by the check of all that is needed, which writes nothing', async () => {
    const before = await log.head();
    await log.checkAccess();
    for (const [lacks, fault] of Object.entries({ ...rights, password: 'wrong-password' } as const)) {
      await double.suffer(fault);
      await expect(log.checkAccess()).rejects.toMatchObject({ lacks });
    }
    await double.suffer('nothing');
    expect(await log.head()).toBe(before);
  });

  it('is named by ready as long as it lasts, also where only appends are denied', async () => {
    const db = { check: () => Promise.resolve() } as unknown as Database;
    const eventLog = async () => (await projectorHealth({ db, log }).look()).find(({ name }) => name === 'event-log');
    expect(await eventLog()).toEqual({ name: 'event-log', status: 'ok' });
    await double.suffer('no-right-to-append');
    expect(await eventLog()).toEqual({
      name: 'event-log',
      status: 'failing',
      detail: 'the event store denies access: the user may not append to streams (EVENTSTOREDB_URL)',
    });
    await double.suffer('nothing');
    expect(await eventLog()).toEqual({ name: 'event-log', status: 'ok' });
  });

  it('refuses to be opened, while one that is down is opened and used later', async () => {
    await double.suffer('wrong-password');
    await expect(openEventLog({ eventStoreDbUrl: double.url }, {} as Database)).rejects.toThrow(AccessDenied);
    await double.suffer('unavailable');
    const opened = await openEventLog({ eventStoreDbUrl: double.url }, {} as Database);
    await double.suffer('nothing');
    expect(await severalStreams(opened, 1)).toHaveLength(1);
    await opened.close();
  });
});

function firstOf(log: EventLog): Promise<unknown> {
  const stop = new AbortController();
  return take(log.subscribe(null, stop.signal), 1, stop);
}

describe('the alarm of a log', () => {
  it('tells once a minute what is missing, and that it was granted again', async () => {
    const lines: string[] = [];
    const bell = { error: (line: string) => void lines.push(line), log: (line: string) => void lines.push(line) };
    let denied = true;
    const memory = Object.assign(new MemoryLog(), {
      checkAccess: () => (denied ? Promise.reject(new AccessDenied('append')) : Promise.resolve()),
    });
    const log = alarmingLog(memory, bell);
    for (let n = 0; n < 3; n++) await expect(log.checkAccess?.()).rejects.toThrow(AccessDenied);
    denied = false;
    for (let n = 0; n < 3; n++) await log.checkAccess?.();
    expect(lines).toEqual([
      'the event store denies access: the user may not append to streams (EVENTSTOREDB_URL)',
      'the event store grants access again',
    ]);
  });
});
