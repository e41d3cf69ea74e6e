import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../src/processes/free-port.js';
import { startApiRole, type RunningApi } from '../../../src/processes/api.js';
import { DEMO_STAFF_PASSWORD } from '../../../src/people/demo-data/demo-data.js';
import { CONSENT, Family, FATHER } from '../../http/family.js';
import { Person, type Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('while an engine is down', () => {
  let system: System;
  /** Another API process, from which Temporal cannot be reached. */
  let cutOff: RunningApi;

  beforeAll(async () => {
    system = await System.start();
    cutOff = await startApiRole({ ...system.config, temporalAddress: `127.0.0.1:${await freePort()}` });
  }, 120_000);

  afterAll(async () => {
    await cutOff.stop();
    await system.stop();
  }, 30_000);

  async function parentAt(api: RunningApi): Promise<Person> {
    await system.parentOf('10630008');
    const parent = new Person(api.url);
    await parent.signIn('T99', 'P10630008', 'seven-green-umbrellas');
    return parent;
  }

  it('answers writes with 503 and Retry-After, and reads as always', async () => {
    const family = new Family(await system.parentOf('10630008'));
    await family.opens();
    await family.confirms();
    const parent = await parentAt(cutOff);

    isUnavailable(await parent.post(`${family.path}/consent`, CONSENT), 'engine-unavailable');
    isUnavailable(await parent.post('/api/v1/bindings'), 'engine-unavailable');
    const page = await parent.get(`${family.path}?min_revision=1`);
    expect(page).toMatchObject({ status: 200, body: { stage: { code: 'consent' }, revision: 1 } });
    expect((await parent.get('/api/v1/bindings')).status).toBe(200);
  });

  it('still gives the answer of a call that was answered before', async () => {
    const family = new Family(await system.parentOf('10630010'));
    await family.opens();
    const key = '1f0e3dad-9990-4345-b743-9f8ffabdffc4';
    const early = await family.parent.post(`${family.path}/consent`, CONSENT, { key });
    expect(early.body['code']).toBe('wrong-stage');
    const parent = new Person(cutOff.url);
    await parent.signIn('T99', 'P10630010', 'seven-green-umbrellas');
    const again = await parent.post(`${family.path}/consent`, CONSENT, { key });
    expect([again.status, again.body]).toEqual([409, early.body]);
  });

  it('carries the same call out once the engine is back', async () => {
    const family = new Family(await system.parentOf('10630008'));
    await family.opens();
    const key = '0d6c8c1e-2b1f-4a83-9f43-6d8a6b1c2f10';
    isUnavailable(
      await (await parentAt(cutOff)).post(`${family.path}/consent`, CONSENT, { key }),
      'engine-unavailable',
    );
    const again = await family.parent.post(`${family.path}/consent`, CONSENT, { key });
    expect(again).toMatchObject({ status: 200, body: { status: 'accepted', revision: 2 } });
  });

  it('says which part is missing', async () => {
    const { status, body } = await new Person(cutOff.url).get('/health/ready');
    expect(status).toBe(503);
    const failing = [...body['parts']!].filter((part) => part['status'] === ('failing' as never));
    expect(failing.map(({ name }) => name)).toEqual(['temporal']);
    expect((await new Person(cutOff.url).get('/health/live')).status).toBe(200);
  });

  it('takes a decision although no worker runs, and tells where its outcome will be', async () => {
    const family = new Family(await system.parentOf('10630009'));
    const sent = await family.goesAllTheWay(FATHER);
    const applicant = sent['applicants']![0]!['id'] as unknown as string;
    const teacher = await system.staff('teacher301');
    await system.stopWorker();
    const path = `/api/v1/reviews/${family.id}/applicants/${applicant}/approval`;
    const key = '5c1f0e7a-90c7-4c55-8f5a-2f6f8f3f7a11';
    const decision = { dossierRevision: sent['applicants']![0]!['dossierRevision'], formChecked: true };
    const clicked = await teacher.post(path, decision, { key });
    expect([clicked.status, clicked.body['status']]).toEqual([202, 'pending']);
    const location = clicked.headers.get('location')!;
    expect((await teacher.get(location)).body).toEqual(clicked.body);

    await system.startWorker();
    for (const end = Date.now() + 15_000; Date.now() < end;) {
      const { body } = await teacher.get(location);
      if (body['status'] !== ('pending' as never)) break;
    }
    const outcome = await teacher.get(location);
    expect(outcome.body).toMatchObject({ status: 'accepted', revision: 6 });
    const again = await teacher.post(path, decision, { key });
    expect([again.status, again.body]).toEqual([200, outcome.body]);
  }, 60_000);

  it('keeps a decision that it cannot send, and lets a newer one of the same reviewer take its place', async () => {
    const family = new Family(await system.parentOf('10630012'));
    const sent = await family.goesAllTheWay(FATHER);
    const applicant = sent['applicants']![0]!['id'] as unknown as string;
    const { dossierRevision } = sent['applicants']![0]!;
    const teacher = new Person(cutOff.url);
    await teacher.signIn('T99', 'teacher301', DEMO_STAFF_PASSWORD);
    const path = `/api/v1/reviews/${family.id}/applicants/${applicant}`;
    const [first, second] = [randomUUID(), randomUUID()];
    const early = await teacher.post(`${path}/approval`, { dossierRevision, formChecked: true }, { key: first });
    expect([early.status, early.body['status']]).toEqual([202, 'pending']);
    const rejection = { dossierRevision, reasonCode: 'form-mismatch' };
    const late = await teacher.post(`${path}/rejection`, rejection, { key: second });
    expect([late.status, late.body['status']]).toEqual([202, 'pending']);
    const replaced = { commandId: early.body['commandId'], status: 'refused', code: 'replaced' };
    expect((await teacher.get(early.headers.get('location')!)).body).toEqual(replaced);
    const again = await teacher.post(`${path}/approval`, { dossierRevision, formChecked: true }, { key: first });
    expect([again.status, again.body]).toEqual([200, replaced]);
    expect((await teacher.get(late.headers.get('location')!)).body).toMatchObject({ status: 'pending' });
  }, 60_000);

  it('goes by the log where the read models have not heard yet', async () => {
    const family = new Family(await system.parentOf('10630011'));
    await system.stopProjector();
    const refuse = async () => {
      const { body } = await family.parent.post(`${family.path}/consent`, { ...CONSENT, intent: 'not-joining' });
      expect(body['status']).toBe('accepted');
    };
    const confirm = { correct: true, shownVersion: 1 };
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const key = randomUUID();
      const opened = await family.parent.post('/api/v1/bindings', {}, { key });
      expect(opened.status).toBe(201);
      expect((await family.parent.post('/api/v1/bindings', {}, { key })).body).toEqual(opened.body);
      family.id = opened.body['id']!;
      ids.push(family.id);
      expect((await family.parent.post(`${family.path}/student-info/confirmation`, confirm)).status).toBe(200);
      await refuse();
    }
    expect(new Set(ids).size).toBe(3);
    const page = await family.parent.get(family.path);
    expect(page.body['outcome']!['code']).toBe('refused');

    await system.startProjector();
    family.revision = page.body['revision']!;
    await family.sees();
    const late = await family.parent.get(`${family.path}?min_revision=99`);
    expect([late.status, late.headers.get('stale'), late.headers.get('etag')]).toEqual([
      200,
      'true',
      `"${family.revision}"`,
    ]);
  }, 60_000);

  it('answers 503 when the database is away', async () => {
    const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`;
    const lonely = await startApiRole({
      ...system.config,
      databaseUrl: nowhere,
      eventStoreDbUrl: 'esdb://127.0.0.1:1?tls=false',
    });
    try {
      isUnavailable(await new Person(lonely.url).signIn('T99', 'P10630008', 'x'), 'database-unavailable');
      expect((await new Person(lonely.url).get('/health/live')).status).toBe(200);
    } finally {
      await lonely.stop();
    }
  });
});

function isUnavailable({ status, body, headers }: Reply, code: string): void {
  expect([status, body['code']]).toEqual([503, code]);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}
