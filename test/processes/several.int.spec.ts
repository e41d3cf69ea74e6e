import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { DEMO_STAFF_PASSWORD } from '../../src/people/demo-data/demo-data.js';
import { startApiRole, type RunningApi } from '../../src/processes/api.js';
import { startProjectorRole } from '../../src/processes/projector.js';
import type { RunningRole } from '../../src/processes/role.js';
import { ReconcilePasses } from '../../src/adapters/temporal/reconcile-passes.js';
import { startWorkerRole } from '../../src/processes/worker.js';
import { eventually } from '../workflows/world.js';
import { decides, Family, FATHER } from '../http/family.js';
import { Person } from '../http/person.js';
import { PARENT_PASSWORD, System } from '../http/system.js';

/** Two of each role on one database and one Temporal; every second one tells its metrics. */
describe('two of each role', () => {
  let system: System;
  let api: RunningApi;
  let worker: RunningRole;
  let projector: RunningRole;

  beforeAll(async () => {
    system = await System.start();
    const config = { ...system.config, metricsPort: 0 };
    [worker, projector, api] = await Promise.all([
      startWorkerRole(config),
      startProjectorRole(config),
      startApiRole(config),
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop(), projector.stop()]);
    await system.stop();
  }, 60_000);

  it('carry a family through, whichever of them answers', async () => {
    const parent = await system.parentOf('10630008');
    const elsewhere = new Person(api.url);
    await elsewhere.signIn('T99', 'P10630008', PARENT_PASSWORD);
    const family = new Family(parent);
    const there = new Family(elsewhere);
    await family.opens();
    there.id = family.id;
    there.revision = family.revision;
    await there.confirms();
    family.revision = there.revision;
    await family.consents();
    there.revision = family.revision;
    await there.applies(FATHER);
    family.revision = there.revision;
    await family.sends();
    const { applicants } = await family.sees();
    const reviewer = new Person(api.url);
    await reviewer.signIn('T99', 'teacher301', DEMO_STAFF_PASSWORD);
    await decides(reviewer, family.id, applicants![0]!['id']!, 'approval', { formChecked: true });
    await family.seesAtLast((page) => page['outcome']?.['code'] === ('completed' as never));
  }, 60_000);

  it('are ready, and say of which parts', async () => {
    expect(await readyOf(api)).toEqual({
      status: 200,
      parts: { database: 'ok', 'event-log': 'ok', temporal: 'ok', 'read-models': 'ok', keys: 'ok', disk: 'ok' },
    });
    expect(await readyOf(worker)).toEqual({
      status: 200,
      parts: { database: 'ok', 'event-log': 'ok', temporal: 'ok', worker: 'ok', keys: 'ok' },
    });
    expect(await readyOf(projector)).toEqual({
      status: 200,
      parts: { database: 'ok', 'event-log': 'ok', 'read-models': 'ok' },
    });
    expect((await fetch(`http://127.0.0.1:${worker.metricsPort ?? 0}/health/live`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${worker.metricsPort ?? 0}/elsewhere`)).status).toBe(404);
  });

  it('names the keys where MASTER_KEY is not the one that people were sealed under', async () => {
    const other = await startApiRole({ ...system.config, metricsPort: 0, masterKey: randomBytes(32) });
    try {
      const { status, parts } = await readyOf(other);
      expect([status, parts['keys'], parts['database']]).toEqual([503, 'failing', 'ok']);
    } finally {
      await other.stop();
    }
  });

  it('tell operators how they do although people have every connection of the pool', async () => {
    const holder = new Client({ connectionString: system.config.databaseUrl });
    await holder.connect();
    await holder.query('begin; lock table sessions in access exclusive mode');
    const parent = new Person(api.url);
    const waiting = Array.from({ length: 24 }, () => parent.signIn('T99', 'P10630008', PARENT_PASSWORD));
    await new Promise((done) => setTimeout(done, 200));
    const asked = performance.now();
    expect((await readyOf(api)).status).toBe(200);
    expect(await metricsOf(api)).toContain('binding_read_model_active');
    expect(performance.now() - asked).toBeLessThan(1_000);
    await holder.end();
    await Promise.all(waiting);
  }, 30_000);

  it('go on when one of each ends: the other takes its work over', async () => {
    await Promise.all([system.stopWorker(), system.stopProjector()]);
    const family = new Family(await system.parentOf('10630009'));
    await family.opens();
    await family.confirms();
    expect(await family.sees()).toMatchObject({ stage: { code: 'consent' } });
    // What the other projector had in hand is taken up at its next look, a second later.
    await eventually(async () => (await readyOf(projector)).status === 200);
  }, 60_000);

  it('tell what they do: commands, appends, read models, reconcile, and what Node and Temporal do', async () => {
    const passes = new ReconcilePasses(system.config);
    await passes.run('changed');
    await passes.close();
    const [ofApi, ofWorker, ofProjector] = await Promise.all([api, worker, projector].map(metricsOf));
    expect(ofApi).toMatch(/binding_commands_total\{type="ConfirmStudentInfo",outcome="accepted",role="api"\} 1/);
    expect(ofApi).toMatch(/binding_commands_total\{type="Approve",outcome="sent",role="api"\} 1/);
    expect(ofApi).toMatch(/binding_command_seconds_count\{role="api",type="FillApplication"\} 1/);
    expect(ofWorker).toMatch(/binding_append_seconds_count\{role="worker",outcome="stored"\} [1-9]/);
    expect(ofWorker).toMatch(/binding_reconcile_seconds_count\{role="worker",part="cases"\} [1-9]/);
    expect(ofWorker).toMatch(/binding_reconcile_cases_total\{scope="changed",outcome="signalled",role="worker"\} \d/);
    expect(ofProjector).toMatch(
      /binding_read_model_lag_seconds\{read_model="binding_case",version="\d+",role="projector"\} /,
    );
    expect(ofProjector).toMatch(
      /binding_read_model_lag_events\{read_model="audit_trail",version="\d+",role="projector"\} /,
    );
    expect(ofProjector).toMatch(
      /binding_read_model_active\{read_model="review_inbox",version="\d+",role="projector"\} 1/,
    );
    for (const text of [ofApi, ofWorker, ofProjector]) expect(text).toContain('process_cpu_user_seconds_total');
  });
});

async function metricsOf(role: RunningRole): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${role.metricsPort ?? 0}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  return answer.text();
}

async function readyOf(role: RunningRole): Promise<{ status: number; parts: Record<string, string> }> {
  const answer = await fetch(`http://127.0.0.1:${role.metricsPort ?? 0}/health/ready`);
  const { parts } = (await answer.json()) as { parts: { name: string; status: string }[] };
  return { status: answer.status, parts: Object.fromEntries(parts.map(({ name, status }) => [name, status])) };
}
