import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/start-double.js';

describe('a process with an EventStoreDB log', () => {
  let double: EventStoreDbDouble;

  beforeAll(async () => {
    double = await startEventStoreDbDouble();
  });
  afterAll(() => double.stop());

  it('ends by itself when the log is closed', async () => {
    expect(await run('nobody')).toContain('closed');
  });

  it('survives a rejection that the client left behind', async () => {
    expect(await run('client')).toContain('closed');
  });

  it('still dies of every other unhandled rejection', async () => {
    await expect(run('ours')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('a mistake of ours') });
  });

  async function run(whose: string): Promise<string> {
    const hooks = fileURLToPath(new URL('../support/typescript.mjs', import.meta.url));
    const fixture = fileURLToPath(new URL('stray-rejection.fixture.ts', import.meta.url));
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', hooks, fixture, double.url, whose], {
      env,
      timeout: 15_000,
    });
    return stdout;
  }
});
