/** What the administrator sees and does over HTTP, and how an auditor finds a case. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../projections/queries/until.js';
import { Family } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

let system: System;
let administrator: Person;
let family: Family;
let caseNumber: string;

beforeAll(async () => {
  system = await System.start();
  administrator = await system.staff('admin1');
  family = new Family(await system.parentOf('10630008'));
  const opened = await family.opens();
  caseNumber = String(opened['caseNumber']);
}, 120_000);
afterAll(() => system.stop(), 30_000);

async function park(stream: string, readModel = 'binding_case', revision = 0): Promise<void> {
  await system.db.query(
    `insert into projection_parked (read_model, version, stream, revision, event_type, code)
     values ($1, 1, $2, $3, 'BindingRequestOpened', 'newer-schema')`,
    [readModel, stream, revision],
  );
}

async function parked(): Promise<readonly Json[]> {
  const { status, body } = await administrator.get('/api/v1/admin/parked');
  expect(status).toBe(200);
  return body['items'] as never;
}

describe('the parts of the system', () => {
  it('are shown with the time since which they do as they do', async () => {
    const first = await administrator.get('/api/v1/admin/parts');
    expect(first.status).toBe(200);
    const items = first.body['items'] as unknown as readonly { name: string; status: string; since: string }[];
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['database', 'event-log', 'temporal']));
    for (const { since } of items) expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    const again = await administrator.get('/api/v1/admin/parts');
    expect(database(again.body)).toEqual(database(first.body));
  });
});

describe('what is parked', () => {
  it('is applied by a retry, and the same call again has the same answer', async () => {
    await park(`bindingRequest-${family.id}`);
    const [item] = await parked();
    expect(item).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      model: 'binding_case',
      stream: `bindingRequest-${family.id}`,
      revision: 0,
      type: 'BindingRequestOpened',
      reason: 'newer-schema',
      since: expect.stringMatching(/Z$/),
    });
    const key = randomUUID();
    const path = `/api/v1/admin/parked/${String(item!['id'])}/retry`;
    const answers = [await administrator.post(path, {}, { key }), await administrator.post(path, {}, { key })];
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      Array.from({ length: 2 }, () => [200, { id: item!['id'], status: 'applied' }]),
    );
    expect(await parked()).toEqual([]);
    expect((await administrator.post(path, {})).status).toBe(404);
  });

  it('waits where no projector can try it', async () => {
    await park('bindingRequest-nowhere', 'review_inbox');
    const [item] = await parked();
    const { status, body } = await administrator.post(`/api/v1/admin/parked/${String(item!['id'])}/retry`, {});
    expect([status, body]).toEqual([202, { id: item!['id'], status: 'waiting' }]);
    await system.db.query(`delete from projection_parked`);
  });
});

describe('a rebuild', () => {
  it('is carried out by the projector, and says how far it is', async () => {
    const key = randomUUID();
    const begun = await administrator.post('/api/v1/admin/rebuilds', { model: 'review_inbox' }, { key });
    expect(begun.status).toBe(202);
    const id = String(begun.body['id']);
    expect(begun.headers.get('location')).toBe(`/api/v1/admin/rebuilds/${id}`);
    const done = await until(30_000, async () => {
      const { body } = await administrator.get(`/api/v1/admin/rebuilds/${id}`);
      return ['done', 'failed'].includes(String(body['status'])) ? body : null;
    });
    expect(done).toMatchObject({ status: 'done', model: 'review_inbox', failure: null });
    const { done: events, total } = done!['progress'] as unknown as { done: number; total: number };
    expect(events).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(events);
    const again = await administrator.post('/api/v1/admin/rebuilds', { model: 'review_inbox' }, { key });
    expect([again.status, again.body]).toEqual([202, { id }]);
    const other = await administrator.post('/api/v1/admin/rebuilds', { model: 'binding_case' }, { key });
    expect([other.status, String(other.body['code'])]).toEqual([422, 'idempotency-key-reused']);
  }, 60_000);

  it('is refused for what is no read model, and unknown where nobody asked for it', async () => {
    const { status, body } = await administrator.post('/api/v1/admin/rebuilds', { model: 'students' });
    expect([status, String(body['code'])]).toEqual([422, 'invalid-body']);
    expect((await administrator.get(`/api/v1/admin/rebuilds/${randomUUID()}`)).status).toBe(404);
    expect((await administrator.get('/api/v1/admin/rebuilds/nowhere')).status).toBe(404);
  });
});

describe('the list of what waits', () => {
  it('is empty while no case waits for the administrator', async () => {
    const { status, body } = await administrator.get('/api/v1/admin/cases');
    expect([status, body]).toEqual([200, { items: [], nextCursor: null }]);
    expect((await administrator.get('/api/v1/admin/cases?cursor=W10')).status).toBe(422);
  });
});

describe('an auditor who looks for a case', () => {
  it('finds it by number, school and day, and the look is in the log', async () => {
    const auditor = await system.staff('auditor');
    await until(10_000, async () => ((await byNumber(auditor, caseNumber)).length > 0 ? true : null));
    const [found] = await byNumber(auditor, caseNumber.toLowerCase());
    expect(found).toEqual({
      bindingId: family.id,
      caseNumber,
      schoolId: 'T99',
      stage: { code: 'student-info', label: expect.any(String) },
      outcome: null,
      openedAt: expect.stringMatching(/Z$/),
    });
    expect(await byNumber(auditor, caseNumber.replace('T99', 'T01'))).toEqual([]);
    expect(await byNumber(auditor, 'no number')).toEqual([]);
    const inSchool = await auditor.get('/api/v1/audit/bindings?school=T99&from=2020-01-01');
    expect(inSchool.body['items']).toEqual([found]);
    expect((await auditor.get('/api/v1/audit/bindings?to=2020-01-01')).body['items']).toEqual([]);
    const { rows } = await system.db.query(`select data from event_log where stream like 'access-%'`);
    expect(JSON.stringify(rows)).toContain(family.id);
  });
});

function database(body: Json): Json | undefined {
  return (body['items'] as unknown as readonly Json[]).find((one) => String(one['name']) === 'database');
}

async function byNumber(auditor: Person, number: string): Promise<readonly Json[]> {
  const { status, body } = await auditor.get(`/api/v1/audit/bindings?number=${encodeURIComponent(number)}`);
  expect(status).toBe(200);
  return body['items'] as never;
}
