import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANY, NO_STREAM, type AllStreamSubscription, type EventData } from '@eventstore/db-client';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';
import { anEvent, events, RawClient } from './raw-client.js';

/** What can be seen of the double alone: how it dies, comes back and suffers. Facts of a living server: eventstoredb-facts-*. */
describe('the EventStoreDB double', () => {
  const stream = 's-1';
  let dir: string;
  let double: EventStoreDbDouble;
  let raw: RawClient;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'eventstoredb-double-'));
    await start();
  });
  afterEach(async () => {
    await raw.dispose();
    await double.stop();
    await rm(dir, { recursive: true, force: true });
  });

  describe('after kill -9', () => {
    it('knows the same ids at the same revision, but nothing of what was appended with ANY', async () => {
      const [a, b, c] = events(3) as [EventData, EventData, EventData];
      await raw.append(stream, NO_STREAM, [a, b, c]);
      await raw.append('any', ANY, [a]);
      expect(await raw.append('any', ANY, [a])).toBe(0n);
      await restart();
      expect(await raw.append(stream, NO_STREAM, [a, b, c])).toBe(2n);
      expect(await raw.append(stream, 0n, [b, c])).toBe(2n);
      await expect(raw.append(stream, NO_STREAM, [b, a, c])).rejects.toMatchObject({ actualVersion: 2n });
      expect(await raw.revisions(stream)).toEqual([0, 1, 2]);
      expect(await raw.append('any', ANY, [a])).toBe(1n);
    });

    it('still knows what was deleted', async () => {
      for (const name of ['soft', 'hard']) await raw.append(name, NO_STREAM, events(3));
      await raw.client.deleteStream('soft');
      await raw.client.tombstoneStream('hard');
      await restart();
      await expect(raw.revisions('soft')).rejects.toMatchObject({ type: 'stream-not-found' });
      await expect(raw.revisions('hard')).rejects.toMatchObject({ type: 'stream-deleted' });
      expect(await raw.append('soft', NO_STREAM, [anEvent()])).toBe(3n);
    });

    it('cuts off a batch that was torn, and keeps what was acknowledged', async () => {
      await raw.append(stream, NO_STREAM, events(2));
      await double.kill();
      await appendFile(join(dir, 'events.log'), Buffer.from([0, 0, 1, 0, 1, 2, 3, 4, 0x7b]));
      await raw.dispose();
      await start();
      expect(await raw.revisions(stream)).toEqual([0, 1]);
      expect(await raw.append(stream, 1n, [anEvent()])).toBe(2n);
      await restart();
      expect(await raw.revisions(stream)).toEqual([0, 1, 2]);
    });

    it('shows a new log’s readers a system event first', async () => {
      await raw.append(stream, NO_STREAM, [anEvent()]);
      const streams = [];
      for await (const { event: stored } of raw.client.readAll()) streams.push(stored?.streamId);
      expect(streams).toEqual(['$$$scavenges', stream]);
    });
  });

  describe('suffers on demand', () => {
    it('unavailable: every call is refused with code 14, until it is not', async () => {
      await raw.append(stream, NO_STREAM, [anEvent()]);
      await double.suffer('unavailable');
      const refused = { type: 'unavailable', code: 14, message: expect.stringContaining('Server Is Not Ready') };
      await expect(raw.append(stream, 0n, [anEvent()])).rejects.toMatchObject(refused);
      await expect(raw.revisions(stream)).rejects.toMatchObject(refused);
      await expect(broken(raw.client.subscribeToAll())).resolves.toMatchObject(refused);
      await double.suffer('nothing');
      expect(await raw.append(stream, 0n, [anEvent()])).toBe(1n);
    });

    it('down: refused with code 14 at once, also a subscription, and the same client works after the restart', async () => {
      await raw.append(stream, NO_STREAM, [anEvent()]);
      await double.kill();
      const refused = { type: 'unavailable', code: 14 };
      await expect(raw.append(stream, 0n, [anEvent()])).rejects.toMatchObject(refused);
      await expect(raw.revisions(stream)).rejects.toMatchObject(refused);
      double = await startEventStoreDbDouble({ dir, port: double.port });
      expect(await raw.append(stream, 0n, [anEvent()])).toBe(1n);
    });

    it('a dropped stream: one error of code 14, no end, and a new subscription has just what was missed', async () => {
      await raw.append(stream, NO_STREAM, events(3));
      const subscription = raw.client.subscribeToAll();
      const ended: string[] = [];
      for (const name of ['end', 'close'] as const) subscription.on(name, () => ended.push(name));
      const breaking = broken(subscription);
      await new Promise((resolve) => subscription.once('caughtUp', resolve));
      await double.endSubscriptions('by an error');
      expect(await breaking).toMatchObject({ type: 'unavailable', code: 14 });
      const last = await raw.end();
      await raw.append(stream, 2n, [anEvent()]);
      expect(await raw.firstAfter(last)).toBe(3n);
      expect(ended).toEqual([]);
    });

    it('a lost answer: code 14, and the events are there once', async () => {
      const batch = events(3);
      await double.suffer('lost-answers');
      await expect(raw.append(stream, NO_STREAM, batch)).rejects.toMatchObject({ type: 'unavailable', code: 14 });
      await double.suffer('nothing');
      expect(await raw.append(stream, NO_STREAM, batch)).toBe(2n);
      expect(await raw.revisions(stream)).toEqual([0, 1, 2]);
    });

    it('frozen: an append fails at its own deadline, a read waits, and the thaw answers', async () => {
      await raw.append(stream, NO_STREAM, [anEvent()]);
      double.freeze();
      const asked = Date.now();
      const options = { expectedRevision: 0n, credentials: raw.credentials, deadline: 400 } as const;
      const late = raw.client.appendToStream(stream, [anEvent()], options);
      const reading = raw.revisions(stream);
      await expect(late).rejects.toMatchObject({ type: 'deadline-exceeded', code: 4 });
      expect(Date.now() - asked).toBeGreaterThanOrEqual(390);
      double.thaw();
      expect((await reading).at(0)).toBe(0);
    });
  });

  it('counts what a caller does, and refuses the shared append stream', async () => {
    await raw.append(stream, NO_STREAM, [anEvent()]);
    await expect(raw.client.appendToStream(stream, [anEvent()])).rejects.toThrow('give credentials');
    expect(await double.report()).toEqual({ appends: 1, mostAppendsAtOnce: 1, batchAppends: 1 });
  });

  async function restart(): Promise<void> {
    await double.kill();
    await raw.dispose();
    await start();
  }

  async function start(): Promise<void> {
    double = await startEventStoreDbDouble({ dir });
    raw = new RawClient(double.url);
  }
});

function broken(subscription: AllStreamSubscription): Promise<unknown> {
  return new Promise((resolve) => subscription.resume().once('error', resolve));
}
