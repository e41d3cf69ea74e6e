import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findTemporal } from '../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../src/processes/free-port.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';
import { startTemporalServer, stopTemporalServer } from '../../src/embedded/engines/temporal-server.js';
import { TASK_QUEUE } from '../../workflows/names.js';
import { cli } from '../tools/cli/cli.js';
import { environmentOf } from '../tools/cli/environment-of.js';
import { Family, FATHER } from '../http/family.js';
import { System } from '../http/system.js';
import { eventually } from '../workflows/world.js';

describe('a Temporal that comes back without its database', () => {
  let folder: string;
  let records: ProcessRecords;
  let startEmpty: () => Promise<{ readonly address: string }>;
  let system: System;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'binding-temporal-'));
    records = new ProcessRecords(join(folder, 'run'));
    const binary = await findTemporal(resolve('.cache'), () => undefined);
    const [port, logFile] = [await freePort(), join(folder, 'temporal.log')];
    startEmpty = () => startTemporalServer({ binary, port, logFile, records });
    const { address } = await startEmpty();
    system = await System.start({ temporalAddress: address, temporalTaskQueue: TASK_QUEUE, policyVersion: 'test' });
  }, 120_000);
  afterAll(async () => {
    await system.stop();
    await stopTemporalServer(records);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('gets every open case again from running workers: deadlines pass, and the next step is taken', async () => {
    const [waiting, acting] = await Promise.all(
      ['10630008', '10630009'].map(async (pupil) => new Family(await system.parentOf(pupil))),
    );
    if (!waiting || !acting) throw new Error('two families');
    await waiting.goesAllTheWay(FATHER);
    await acting.opens();

    await stopTemporalServer(records, 0);
    const before = await escalationsOf(waiting.id);
    await startEmpty();
    await eventually(async () => (await escalationsOf(waiting.id)) > before, 40_000);
    await acting.confirms();
    expect((await typesOf(acting.id)).at(-1)).toBe('StudentInfoConfirmed');
  }, 90_000);

  it('or has them told on demand, from the command line', async () => {
    const told = await cli(environmentOf(system.config), 'reconcile', '--all');
    expect(told).toEqual({ code: 0, err: '', out: expect.stringMatching(/^open cases told: 2, not reached: 0\n/) });
  }, 30_000);

  async function escalationsOf(requestId: string): Promise<number> {
    return (await typesOf(requestId)).filter((type) => type === 'ReviewEscalated').length;
  }

  async function typesOf(requestId: string): Promise<string[]> {
    const sql = 'select type from event_log where stream = $1 order by revision';
    const { rows } = await system.db.query<{ type: string }>(sql, [`bindingRequest-${requestId}`]);
    return rows.map(({ type }) => type);
  }
});
