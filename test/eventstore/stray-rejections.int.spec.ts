import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb, type EventStoreDbUnderTest } from '../support/eventstoredb.js';
import { FaultProxy } from '../support/fault-proxy.js';

const LIMIT_MS = 20_000;

interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

describe('a process with an EventStoreDB log', () => {
  let server: EventStoreDbUnderTest;
  let proxy: FaultProxy;

  beforeAll(async () => {
    server = await openEventStoreDb();
  });
  beforeEach(async () => {
    proxy = await FaultProxy.before(server.url);
  });
  afterEach(() => proxy.close());
  afterAll(() => server.stop());

  it('ends by itself when the log is closed', async () => {
    expect(await run('quiet')).toMatchObject({ code: 0, said: expect.stringContaining('closed') });
  });

  it('survives a rejection that the client left behind', async () => {
    expect(await run('clientRejects')).toMatchObject({ code: 0, said: expect.stringContaining('closed') });
  });

  it('still dies of every other unhandled rejection', async () => {
    expect(await run('weReject')).toMatchObject({ code: 1, complained: expect.stringContaining('a mistake of ours') });
  });

  it(
    'loses its connection with 60 large appends pending: each one settles, and it lives',
    async () => {
      const ended = await run('largeAppends', () => proxy.cut());
      expect(ended).toMatchObject({ code: 0, said: expect.stringContaining('closed, 60 appends settled') });
    },
    2 * LIMIT_MS,
  );

  it('is closed with 50 appends just begun: each one settles, and it ends', async () => {
    expect(await run('closedAtOnce')).toMatchObject({
      code: 0,
      said: expect.stringContaining('closed, 50 appends settled'),
    });
  });

  async function run(scene: string, underWay?: () => void): Promise<Ended> {
    const hooks = fileURLToPath(new URL('../support/typescript.mjs', import.meta.url));
    const fixture = fileURLToPath(new URL('stray-rejection.fixture.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', hooks, fixture, proxy.url, scene], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      // Some of them have left by then, most are waiting for their turn.
      if (bytes.toString().includes('under way') && underWay) setTimeout(underWay, 50);
    });
    child.stderr.on('data', (bytes: Buffer) => (complained += bytes.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, said, complained };
  }
});
