import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyChain } from '../../../eventstore/chain/envelope.js';
import { PostgresLog } from '../../../eventstore/postgres/postgres-log.js';
import { decides, Family, FATHER } from '../../http/family.js';
import type { Json, Person } from '../../http/person.js';
import { System } from '../../http/system.js';

describe('the auditor', () => {
  let system: System;
  let auditor: Person;
  let family: Family;
  let applicant: Json;

  beforeAll(async () => {
    system = await System.start();
    auditor = await system.staff('auditor');
    family = new Family(await system.parentOf('10630008'));
    const sent = await family.goesAllTheWay(FATHER);
    applicant = sent['applicants']![0]!;
    const teacher = await system.staff('teacher301');
    await decides(teacher, family.id, applicant['id']!, 'rejection', { reasonCode: 'other', note: 'canary note' });
    await family.seesAtLast(({ outcome }) => outcome !== null);
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  async function events(form = ''): Promise<readonly Json[]> {
    const { status, body } = await auditor.get(`/api/v1/audit/bindings/${family.id}/events${form}`);
    expect([status, body['nextCursor']]).toEqual([200, null]);
    return body['items'] as readonly Json[];
  }

  async function at(query: string) {
    return auditor.get(`/api/v1/audit/bindings/${family.id}/state?${query}`);
  }

  /** From the streams themselves, one a day: a look stands there when the answer arrives; who follows the log may see it later. */
  async function looks() {
    const { rows } = await system.db.query<{ stream: string }>(
      `select distinct stream from event_log where stream like 'access-%' order by stream`,
    );
    const log = new PostgresLog(system.db);
    return (await Promise.all(rows.map(({ stream }) => log.readStream(stream)))).flat();
  }

  it('reads who did what and when, with every sealed value masked', async () => {
    const seen = await events();
    expect(seen.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(seen[0]).toMatchObject({
      stream: `bindingRequest-${family.id}`,
      type: 'BindingRequestOpened',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      actor: { role: 'parent' },
      channel: 'online',
      correlationId: family.id,
      schemaVersion: 1,
      data: { student: { name: '尹OO', number: '10630008' } },
    });
    expect(seen[3]!['data']!['applicants']![0]).toMatchObject({
      name: '王OO',
      idNumber: 'A1********',
      mobile: '0912***678',
      email: 't***@example.org',
    });
    expect(seen[5]).toMatchObject({
      type: 'ApplicantRejected',
      actor: { role: 'class-teacher' },
      data: { note: '***' },
    });
    const all = JSON.stringify(seen);
    for (const value of ['尹安安', '王大明', 'A111111113', '0912345678', 'tpservice', 'canary'])
      expect(all).not.toContain(value);
  });

  it('can recompute the chain from what is stored, with nothing but SHA-256 and RFC 8785', async () => {
    let previous = sha256(`bindingRequest-${family.id}`);
    for (const { stream, revision, type, data, metadata } of await events('?form=stored')) {
      const { chain, ...rest } = metadata as unknown as Record<string, unknown>;
      previous = sha256(canonicalize({ stream, revision, type, data, metadata: rest, previous })!);
      expect(chain).toBe(previous);
    }
  });

  it('sees the case as it stood at a revision and at a time', async () => {
    const stages = await Promise.all(
      [0, 1, 2, 3, 4, 6].map(async (revision) => (await at(`revision=${revision}`)).body),
    );
    expect(stages.map(({ state }) => state!['stage']!['code'])).toEqual([
      'student-info',
      'consent',
      'application',
      'signature',
      'review',
      'closed',
    ]);
    const [opened, , , filled, , closed] = stages;
    expect(opened!['asOf']).toEqual({ revision: 0, at: (await events())[0]!['at'] });
    expect(filled!['state']).toMatchObject({
      student: { name: '尹OO' },
      applicants: [{ name: '王OO', idNumber: 'A1********', review: { code: 'drafted' } }],
      allowedActions: [
        'fill-application',
        'amend-applicant',
        'prove-email',
        'sign-and-send',
        'withdraw',
        'add-evidence',
      ],
    });
    expect(closed!['state']!['outcome']).toMatchObject({ code: 'rejected' });

    const [first, second] = (await events()).map((event) => event['at'] as unknown as string);
    expect((await at(`as_of=${first!}`)).body['asOf']).toEqual({ revision: 0, at: first });
    const taipei = `${new Date(Date.parse(second!) + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
    expect((await at(`as_of=${encodeURIComponent(taipei)}`)).body['asOf']!['revision']).toBe(1);
    expect((await at('as_of=2999-01-01T00:00:00Z')).body['asOf']!['revision']).toBe(6);
  });

  it.each([
    ['before the opening', 'as_of=2020-01-01T00:00:00.000Z', 404],
    ['past the end', 'revision=7', 404],
    ['at no time', '', 422],
    ['at two times', 'revision=1&as_of=2020-01-01T00:00:00.000Z', 422],
    ['at what is no time', 'as_of=yesterday', 422],
  ])('finds nothing %s', async (_, query, status) => {
    expect((await auditor.get(`/api/v1/audit/bindings/${family.id}/state?${query}`)).status).toBe(status);
  });

  it('leaves a trace before every look, as the reviewer does who compares', async () => {
    const before = await looks();
    expect(before[0]).toMatchObject({
      stream: expect.stringMatching(/^access-\d{4}-\d\d-\d\d-[0-9a-f]{12}$/),
      data: {
        role: 'class-teacher',
        subjectId: applicant['id'],
        requestId: family.id,
        fields: ['name', 'idNumber', 'mobile', 'email'],
      },
    });
    await events();
    await auditor.get(`/api/v1/audit/bindings/${family.id}/state?revision=1`);
    const after = await looks();
    expect(after.slice(before.length).map(({ data }) => data['role'])).toEqual(['auditor', 'auditor']);
    const { stream } = after.at(-1)!;
    const ofTheDay = after.filter((look) => look.stream === stream);
    expect(verifyChain(stream, ofTheDay).ok).toBe(true);
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
