import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PostgresLog } from '../../../eventstore/postgres/postgres-log.js';
import { until } from '../../../projections/queries/until.js';
import { decides, Family, FATHER } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('the auditor’s view of the whole log', () => {
  let system: System;
  let auditor: Person;
  let family: Family;

  beforeAll(async () => {
    system = await System.start();
    auditor = await system.staff('auditor');
    family = new Family(await system.parentOf('10630008'));
    const sent = await family.goesAllTheWay(FATHER);
    const teacher = await system.staff('teacher301');
    await decides(teacher, family.id, sent['applicants']![0]!['id']!, 'rejection', {
      reasonCode: 'other',
      note: 'canary note',
    });
    await family.seesAtLast(({ outcome }) => outcome !== null);
    await untilTrailed();
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  /** Everything that is in the log now is in the trail. */
  async function untilTrailed(): Promise<void> {
    const there = await rowsOf('event_log');
    if (!(await until(15_000, async () => ((await rowsOf('audit_trail')) >= there ? true : null))))
      throw new Error('the audit trail does not come');
  }

  async function rowsOf(table: string): Promise<number> {
    return (await system.db.query(`select 1 from ${table}`)).rowCount;
  }

  async function tamper(sql: string, values: readonly unknown[]): Promise<void> {
    await system.db.query('alter table event_log disable trigger event_log_append_only');
    await system.db.query(sql, values);
    await system.db.query('alter table event_log enable trigger event_log_append_only');
  }

  function ofFamily(): string {
    return `bindingRequest-${family.id}`;
  }

  async function page(query = ''): Promise<{ items: readonly Json[]; nextCursor: string | null }> {
    const { status, body } = await auditor.get(`/api/v1/audit/events${query}`);
    expect([status, body['code']]).toEqual([200, undefined]);
    return body as never;
  }

  async function looks(): Promise<readonly Json[]> {
    const { rows } = await system.db.query<{ stream: string }>(
      `select distinct stream from event_log where stream like 'access-%' order by stream`,
    );
    const log = new PostgresLog(system.db);
    return (await Promise.all(rows.map(({ stream }) => log.readStream(stream)))).flat() as never;
  }

  it('shows every event in order, as the case’s own history shows it', async () => {
    const { items } = await page();
    const own = items.filter(({ stream }) => (stream as unknown as string) === `bindingRequest-${family.id}`);
    const { body } = await auditor.get(`/api/v1/audit/bindings/${family.id}/events`);
    expect(own).toEqual(body['items']);
    const all = JSON.stringify(items);
    expect(all).toContain('王OO');
    for (const value of ['尹安安', '王大明', 'A111111113', '0912345678', 'tpservice', 'canary'])
      expect(all).not.toContain(value);
  });

  it('finds by who, what and when', async () => {
    const [rejected] = (await page('?type=ApplicantRejected')).items;
    expect(rejected).toMatchObject({
      type: 'ApplicantRejected',
      actor: { role: 'class-teacher' },
      data: { note: '***' },
    });
    const actor = rejected!['actor']!['id'] as unknown as string;
    const byTeacher = (await page(`?actor=${actor}`)).items;
    expect(byTeacher.length).toBeGreaterThan(0);
    for (const event of byTeacher) expect(event['actor']!['id']).toBe(actor);
    const at = rejected!['at'] as unknown as string;
    const types = async (query: string) => (await page(query)).items.map(({ type }) => type);
    expect(await types(`?type=ApplicantRejected&from=${at}&to=${at}`)).toEqual(['ApplicantRejected']);
    const day = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await types(`?type=ApplicantRejected&from=${day}&to=${day}`)).toEqual(['ApplicantRejected']);
    expect(await types('?to=2020-01-01')).toEqual([]);
    expect(await types('?from=2999-01-01')).toEqual([]);
    expect(await types('?type=Nothing')).toEqual([]);
  });

  it('goes on from page to page without a hole, though each look adds to the log', async () => {
    for (let i = 0; i < 60; i += 1) await auditor.get(`/api/v1/audit/bindings/${family.id}/state?revision=1`);
    await untilTrailed();
    const seen: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null && seen.length < 500) {
      const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(cursor && `?after=${cursor}`);
      expect(items.length).toBeLessThanOrEqual(50);
      seen.push(...items);
      cursor = nextCursor;
    }
    expect(cursor).toBeNull();
    expect(seen.length).toBeGreaterThan(60);
    const { rows } = await system.db.query<{ event_id: string }>(
      'select event_id from audit_trail order by position limit $1',
      [seen.length],
    );
    expect(seen.map(({ id }) => id)).toEqual(rows.map(({ event_id: id }) => id));
  });

  describe('where somebody tampered with the log', () => {
    let kept: readonly Record<string, unknown>[];

    beforeEach(async () => {
      kept = (await system.db.query('select *, xid::text as xid from event_log where stream = $1', [ofFamily()])).rows;
    });
    afterEach(async () => {
      await tamper('delete from event_log where stream = $1', [ofFamily()]);
      await tamper(
        `insert into event_log (stream, revision, event_id, type, data, metadata, xid, seq) overriding system value
         select * from jsonb_to_recordset($1::jsonb) as r (stream text, revision integer, event_id uuid, type text, data text,
           metadata text, xid xid8, seq bigint)`,
        [JSON.stringify(kept)],
      );
    });

    /** Of the case, from its first event on. */
    async function mismatches(): Promise<readonly unknown[]> {
      const { items } = await page();
      const own = items.filter((item) => (item['stream'] as unknown as string) === ofFamily());
      expect(own.map(({ revision }) => revision)).toEqual(kept.map((_, revision) => revision));
      return own.map(({ mismatch }) => mismatch ?? null);
    }

    const none = () => kept.map(() => null as string | null);

    it('says so at the event, with 200: its data, its type, its id, or the sealed values of another', async () => {
      expect(await mismatches()).toEqual(none());
      for (const [set, revision] of [
        [`data = '{}'`, 3],
        [`data = '{"applicants":7}'`, 3],
        [`data = replace(data, '"student":"', '"student":"x')`, 0],
        [`type = 'ApplicantAmended'`, 2],
        [`event_id = '00000000-0000-8000-8000-000000000000'`, 1],
        [`metadata = replace(metadata, '"part":[1,', '"part":[2,')`, 1],
      ] as const) {
        await tamper(`update event_log set ${set} where stream = $1 and revision = $2`, [ofFamily(), revision]);
        expect({ set, found: await mismatches() }).toEqual({ set, found: none().with(revision, 'altered') });
        const { data, metadata, type, event_id: id } = kept.find((row) => row['revision'] === revision)!;
        await tamper(
          'update event_log set data = $3, metadata = $4, type = $5, event_id = $6 where stream = $1 and revision = $2',
          [ofFamily(), revision, data, metadata, type, id],
        );
      }
      expect(await mismatches()).toEqual(none());
    });

    it('shows what the audit trail remembers of an event that is gone, and of a case that is gone as a whole', async () => {
      const whole = (await page()).items.filter((item) => (item['stream'] as unknown as string) === ofFamily());
      await tamper('delete from event_log where stream = $1 and revision >= 4', [ofFamily()]);
      expect(await mismatches()).toEqual(kept.map((_, revision) => (revision >= 4 ? 'missing' : null)));
      await tamper('delete from event_log where stream = $1', [ofFamily()]);
      const gone = (await page()).items.filter((item) => (item['stream'] as unknown as string) === ofFamily());
      expect(gone).toEqual(
        whole.map((event) => Object.assign({}, event, { data: {}, chain: null, mismatch: 'missing' })),
      );
    });
  });

  it('leaves a trace for every case that it shows, and none for a page without', async () => {
    const before = await looks();
    await page('?type=BindingRequestOpened');
    const after = await looks();
    expect(after.slice(before.length)).toMatchObject([
      {
        metadata: { facts: { through: 'audit-log' } },
        data: { role: 'auditor', requestId: family.id, fields: ['student', 'applicants'] },
      },
    ]);
    await page('?type=DataLookedAt');
    expect(await looks()).toHaveLength(after.length);
  });

  it.each([
    ['after=nonsense', '/after'],
    ['from=yesterday', '/from'],
    ['to=2026-02-30', '/to'],
    ['type=a&type=b', '/type'],
  ])('says what is wrong with %s', async (query, pointer) => {
    const { status, body } = await auditor.get(`/api/v1/audit/events?${query}`);
    expect([status, body['errors']![0]!['pointer']]).toEqual([422, pointer]);
  });
});
