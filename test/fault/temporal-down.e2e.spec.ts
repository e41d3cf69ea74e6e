import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findTemporal } from '../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../src/processes/free-port.js';
import { ProcessRecords } from '../../src/embedded/engines/process-records.js';
import { startTemporalServer, stopTemporalServer } from '../../src/embedded/engines/temporal-server.js';
import { Family } from '../../src/tools/demo/family.js';
import { signInStaff, type StoredEventView } from '../../src/tools/demo/office.js';
import { discardDataDirectory, RunningSystem, temporaryDataDirectory } from '../../src/tools/demo/running-system.js';
import { eventually, type Reply } from '../../src/tools/demo/visitor.js';
import { PROGRAM } from '../support/whole-system.js';

describe('while Temporal is away', () => {
  let folder: string;
  let records: ProcessRecords;
  let startTemporal: () => Promise<{ address: string; pid: number }>;
  let temporal: { address: string; pid: number };
  let system: RunningSystem;
  let family: Family;
  let key: string;
  let confirmation: { correct: true; shownVersion: number };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'binding-temporal-'));
    records = new ProcessRecords(join(folder, 'run'));
    const binary = await findTemporal(resolve('.cache'), () => undefined);
    const port = await freePort();
    const [databaseFile, logFile] = [join(folder, 'temporal.db'), join(folder, 'temporal.log')];
    startTemporal = () => startTemporalServer({ binary, port, databaseFile, logFile, records });
    temporal = await startTemporal();
    system = await RunningSystem.start({
      program: PROGRAM,
      dataDirectory: temporaryDataDirectory(),
      env: { TEMPORAL_ADDRESS: temporal.address },
    });
    family = await Family.signIn(system.address, '10630008');
    const { student } = await family.open();
    confirmation = { correct: true, shownVersion: student.version };
    key = randomUUID();
  }, 120_000);
  afterAll(async () => {
    await system.discard();
    await stopTemporalServer(records);
    await discardDataDirectory(folder);
  }, 60_000);

  const confirm = (): Promise<Reply> =>
    family.visitor.ask('POST', `/bindings/${family.id}/student-info/confirmation`, { body: confirmation, key });

  it('uses the server that TEMPORAL_ADDRESS names, and starts none', () => {
    expect(system.part('temporal')).toBeUndefined();
    expect(system.lines).toContain(`Temporal: at TEMPORAL_ADDRESS ${temporal.address}`);
  });

  it('answers a write with 503 and Retry-After, soon', async () => {
    await stopTemporalServer(records);
    const asked = Date.now();
    const reply = await confirm();
    expect(Date.now() - asked).toBeLessThan(6_000);
    expect(reply.status).toBe(503);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.body).toMatchObject({ code: 'engine-unavailable', status: 503 });
  });

  it('goes on reading: the case, the inbox, the audit', async () => {
    expect(await family.page()).toMatchObject({ id: family.id, stage: { code: 'student-info' }, revision: 0 });
    const [teacher, auditor] = await Promise.all(
      ['teacher301', 'auditor'].map((who) => signInStaff(system.address, who)),
    );
    expect(await teacher?.get('/reviews')).toMatchObject({ items: [] });
    expect(await auditor?.get(`/audit/bindings/${family.id}/events`)).toMatchObject({ items: [{ revision: 0 }] });
  });

  it('is alive but not ready, and names the part', async () => {
    expect((await family.visitor.ask('GET', '/health/live')).status).toBe(200);
    const ready = await family.visitor.ask('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.stringify(ready.body)).toContain('temporal');
  });

  it('carries out the same request once Temporal is back, once', async () => {
    temporal = await startTemporal();
    const reply = await eventually('the confirmation', confirm, ({ status }) => status === 200, 60_000);
    expect(reply.headers.get('etag')).toBe('"1"');
    expect(await confirm()).toMatchObject({ status: 200, body: reply.body });
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed']);
  }, 90_000);

  it('says that the outcome is unknown while Temporal hangs, and attaches to the same command afterwards', async () => {
    process.kill(temporal.pid, 'SIGSTOP');
    const consentKey = randomUUID();
    const { version } = await family.visitor.get<{ version: string }>('/consent-texts/current');
    const consent = (): Promise<Reply> =>
      family.visitor.ask('POST', `/bindings/${family.id}/consent`, {
        body: { decision: 'agree', intent: 'apply', textVersion: version },
        key: consentKey,
      });
    let hung: Reply;
    try {
      hung = await consent();
    } finally {
      process.kill(temporal.pid, 'SIGCONT');
    }
    expect(hung.status).toBe(503);
    expect(['outcome-unknown', 'engine-unavailable']).toContain((hung.body as { code: string }).code);
    expect(hung.headers.get('retry-after')).not.toBeNull();
    await eventually('the consent', consent, ({ status }) => status === 200, 60_000);
    expect(await types()).toEqual(['BindingRequestOpened', 'StudentInfoConfirmed', 'ConsentGiven']);
  }, 90_000);

  async function types(): Promise<string[]> {
    const auditor = await signInStaff(system.address, 'auditor');
    const { items } = await auditor.get<{ items: StoredEventView[] }>(
      `/audit/bindings/${family.id}/events?form=stored`,
    );
    return items.map(({ type }) => type);
  }
});
