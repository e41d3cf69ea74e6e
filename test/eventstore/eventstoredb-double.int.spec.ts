import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ANY,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  streamNameFilter,
  type AppendExpectedRevision,
} from '@eventstore/db-client';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';

/** The double against the facts that were measured on a real server (sections 1 to 4), by the real client. */
describe('the EventStoreDB double behaves as the real server did', () => {
  const credentials = { username: 'nobody', password: 'nothing' };
  let dir: string;
  let double: EventStoreDbDouble;
  let client: EventStoreDBClient;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'eventstoredb-double-'));
    await start();
  });
  afterEach(async () => {
    await client.dispose();
    await double.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('is idempotent for the same ids at the same revision, also for a prefix, a part, and after a restart', async () => {
    const [a, b, c] = [event(), event(), event()];
    await append(NO_STREAM, [a, b, c]);
    for (let round = 0; round < 2; round++) {
      expect(await append(NO_STREAM, [a, b, c])).toBe(2n);
      expect(await append(NO_STREAM, [a, b])).toBe(1n);
      expect(await append(0n, [b, c])).toBe(2n);
      await expect(append(NO_STREAM, [b, a, c])).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 2n,
      });
      await expect(append(NO_STREAM, [a, b, c, event()])).rejects.toMatchObject({ type: 'wrong-expected-version' });
      await expect(append(1n, [a])).rejects.toMatchObject({ type: 'wrong-expected-version' });
      await restart();
    }
    expect(await revisions()).toEqual([0n, 1n, 2n]);
  });

  it('forgets at a restart what it had seen under ANY, and writes old ids again at the current revision', async () => {
    const [a, b] = [event(), event()];
    await append(ANY, [a]);
    expect(await append(ANY, [a])).toBe(0n);
    expect(await append(STREAM_EXISTS, [a])).toBe(0n);
    await expect(append(ANY, [a, b])).rejects.toMatchObject({ type: 'wrong-expected-version', expectedVersion: 'any' });
    await restart();
    expect(await append(ANY, [a])).toBe(1n);
    expect(await append(1n, [a])).toBe(2n);
  });

  it('says what it found when the expected revision is wrong', async () => {
    await expect(append(0n, [event()])).rejects.toMatchObject({ expectedVersion: 0n, actualVersion: 'no_stream' });
    await expect(append(STREAM_EXISTS, [event()])).rejects.toMatchObject({ actualVersion: 'no_stream' });
    await append(NO_STREAM, [event(), event()]);
    await expect(append(NO_STREAM, [event()])).rejects.toMatchObject({
      expectedVersion: 'no_stream',
      actualVersion: 1n,
    });
  });

  it('drops other content under a known id silently', async () => {
    const first = event();
    await append(NO_STREAM, [first]);
    expect(await append(NO_STREAM, [{ ...first, data: { n: 'other' } }])).toBe(0n);
    for await (const { event: stored } of client.readStream('s-1')) expect(stored?.data).toEqual(first.data);
  });

  it('takes 1,048,574 bytes of JSON with a type of one letter, and not one more', async () => {
    await expect(append(NO_STREAM, [sized(1_048_575)])).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
    expect(await append(NO_STREAM, [sized(1_048_574)])).toBe(0n);
  });

  it('cuts off a batch that was torn by a crash, and keeps what was acknowledged', async () => {
    await append(NO_STREAM, [event(), event()]);
    await double.kill();
    await appendFile(join(dir, 'events.log'), Buffer.from([0, 0, 1, 0, 1, 2, 3, 4, 0x7b]));
    await client.dispose();
    await start();
    expect(await revisions()).toEqual([0n, 1n]);
    expect(await append(1n, [event()])).toBe(2n);
    await restart();
    expect(await revisions()).toEqual([0n, 1n, 2n]);
  });

  it('reads $all inclusively and subscribes exclusively, system events included', async () => {
    await append(NO_STREAM, [event(), event(), event()]);
    const all = [];
    for await (const { event: stored } of client.readAll()) all.push(stored);
    expect(all.map((stored) => stored?.streamId)).toEqual(['$$$scavenges', 's-1', 's-1', 's-1']);
    const second = all[2]?.position;
    const inclusive = [];
    for await (const { event: stored } of client.readAll(second ? { fromPosition: second } : {}))
      inclusive.push(stored?.revision);
    expect(inclusive).toEqual([1n, 2n]);
    expect(await firstOf(second)).toBe(2n);
    expect(await firstOf(second && { ...second, prepare: 0n })).toBe(1n);
  });

  it('subscribes by prefix with a checkpoint after each 32 events looked at, and says when it has caught up', async () => {
    for (let n = 0; n < 10; n++)
      await client.appendToStream(`a-${n}`, [event(), event(), event(), event()], {
        expectedRevision: NO_STREAM,
        credentials,
      });
    let checkpoints = 0;
    const checkpointReached = () => void checkpoints++;
    const subscription = client.subscribeToAll({
      filter: streamNameFilter({ prefixes: ['a-3', 'a-7'], checkpointReached }),
    });
    const seen: (string | undefined)[] = [];
    subscription.on('data', ({ event: stored }) => seen.push(stored?.streamId));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    await subscription.unsubscribe();
    expect(seen).toEqual([...Array.from({ length: 4 }, () => 'a-3'), ...Array.from({ length: 4 }, () => 'a-7')]);
    expect(checkpoints).toBe(1);
  });

  it('confirms a subscription from beyond the end and never delivers anything', async () => {
    await append(NO_STREAM, [event()]);
    const subscription = client.subscribeToAll({ fromPosition: { commit: 9_999_999n, prepare: 9_999_999n } });
    const seen: unknown[] = [];
    subscription.on('data', (resolved) => seen.push(resolved));
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    await append(0n, [event()]);
    // The next subscriber is served in the same order: once it has its event, the first would have had it, too.
    expect(await firstOf(undefined)).toBeDefined();
    await subscription.unsubscribe();
    expect(seen).toEqual([]);
  });

  it('reads a stream backwards from its end', async () => {
    await append(NO_STREAM, [event(), event(), event()]);
    const read = [];
    for await (const { event: stored } of client.readStream('s-1', {
      direction: 'backwards',
      fromRevision: END,
      maxCount: 2,
    }))
      read.push(stored?.revision);
    expect(read).toEqual([2n, 1n]);
  });

  async function append(
    expectedRevision: AppendExpectedRevision,
    events: ReturnType<typeof jsonEvent>[],
  ): Promise<bigint> {
    return (await client.appendToStream('s-1', events, { expectedRevision, credentials })).nextExpectedRevision;
  }

  async function revisions(): Promise<bigint[]> {
    const read: bigint[] = [];
    for await (const { event: stored } of client.readStream('s-1')) if (stored) read.push(stored.revision);
    return read;
  }

  async function firstOf(fromPosition: { commit: bigint; prepare: bigint } | undefined): Promise<bigint | undefined> {
    for await (const { event: stored } of client.subscribeToAll(fromPosition ? { fromPosition } : {}))
      return stored?.revision;
    return undefined;
  }

  async function restart(): Promise<void> {
    await double.kill();
    await client.dispose();
    await start();
  }

  async function start(): Promise<void> {
    double = await startEventStoreDbDouble({ dir });
    client = EventStoreDBClient.connectionString(double.url);
  }
});

function event() {
  return jsonEvent({ id: randomUUID(), type: 'T', data: { n: randomUUID() } });
}

/** An event whose data take so many bytes. */
function sized(bytes: number) {
  return jsonEvent({ type: 'T', data: { x: 'x'.repeat(bytes - '{"x":""}'.length) } });
}
