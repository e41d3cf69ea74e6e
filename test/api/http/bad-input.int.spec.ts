import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendedMeanwhile, CONSENT, decides, Family, FATHER, MOTHER } from '../../http/family.js';
import type { Json, Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

/** Every test looks at the log before and after: what is refused changes nothing. */
describe('bad input', () => {
  let system: System;
  let auditor: Person;
  let family: Family;
  let teacher: Person;

  beforeAll(async () => {
    system = await System.start();
    auditor = await system.staff('auditor');
    teacher = await system.staff('teacher301');
    family = new Family(await system.parentOf('10630008'));
    await family.opens();
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  async function changesNothing(of: Family, act: () => Promise<void>): Promise<void> {
    expect(await appendedMeanwhile(auditor, of, act)).toEqual([]);
  }

  it('refuses a step that is not the next one', () =>
    changesNothing(family, async () => {
      isProblem(await family.parent.post(`${family.path}/consent`, CONSENT), 409, 'wrong-stage');
    }));

  it('refuses a confirmation without the tick, and one of data that were not on the screen', () =>
    changesNothing(family, async () => {
      const path = `${family.path}/student-info/confirmation`;
      isProblem(await family.parent.post(path, { correct: false, shownVersion: 1 }), 422, 'not-ticked');
      isProblem(await family.parent.post(path, { correct: true, shownVersion: 7 }), 409, 'data-changed');
    }));

  it('refuses malformed JSON, another media type and a body without end', () =>
    changesNothing(family, async () => {
      const path = `${family.path}/student-info/confirmation`;
      isProblem(await family.parent.ask('POST', path, '{"correct": tru'), 400, 'malformed-json');
      isProblem(await family.parent.ask('POST', path, '"A200000003"'), 422, 'invalid-body');
      const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      isProblem(await family.parent.ask('POST', path, 'correct=true', form), 415, 'unsupported-media-type');
      isProblem(await family.parent.post(path, { note: 'x'.repeat(70_000) }), 413, 'body-too-large');
    }));

  it('names every field at fault, and never what was in it', async () => {
    await changesNothing(family, async () => {
      const wrong = {
        mode: 'three-parents',
        applicants: [
          { ...FATHER, idNumber: 'A123456788', mobile: '0212345678', nickname: 'canary-nickname' },
          { name: '', relation: 'uncle', idNumber: 'A111111113', mobile: 912345678, email: 'canary@nowhere' },
          'canary-applicant',
        ],
        'a/b~c': 1,
      };
      const reply = await family.parent.put(`${family.path}/application`, wrong);
      isProblem(reply, 422, 'invalid-body');
      expect(errorsOf(reply)).toEqual([
        '/applicants/0/idNumber invalid-id-number',
        '/applicants/0/mobile invalid-mobile',
        '/applicants/0/nickname unknown-field',
        '/applicants/1/email invalid-email',
        '/applicants/1/mobile wrong-type',
        '/applicants/1/name required',
        '/applicants/1/relation not-in-list',
        '/applicants/2 wrong-type',
        '/a~1b~0c unknown-field',
        '/mode not-in-list',
      ]);
      const said = JSON.stringify(reply.body);
      for (const value of ['canary', 'A123456788', '0212345678', 'three-parents', 'uncle'])
        expect(said).not.toContain(value);
    });
  });

  it.each([
    ['an array', '[]', [' wrong-type']],
    ['nothing', '', ['/decision required', '/intent required', '/textVersion required']],
    [
      'nulls',
      '{"decision":null,"intent":null,"textVersion":null}',
      ['/decision required', '/intent required', '/textVersion required'],
    ],
    [
      'a prototype',
      '{"__proto__":{"admin":true},"constructor":1}',
      ['/__proto__ unknown-field', '/constructor unknown-field'],
    ],
    ['half a character', '{"decision":"agree","intent":"apply","textVersion":"\\ud800"}', ['/textVersion wrong-type']],
    ['a NUL', '{"decision":"agree","intent":"apply","textVersion":"2020\\u0000"}', ['/textVersion wrong-type']],
    ['a day that is none', JSON.stringify({ ...CONSENT, paperDate: '2026-02-30' }), ['/paperDate invalid-date']],
    ['paper from a parent', JSON.stringify({ ...CONSENT, method: 'paper' }), ['/method not-in-list']],
    ['text without end', JSON.stringify({ ...CONSENT, textVersion: 'x'.repeat(65) }), ['/textVersion too-long']],
  ])('refuses %s as a body', async (_, text, errors) => {
    const reply = await family.parent.ask('POST', `${family.path}/consent`, text);
    isProblem(reply, 422, 'invalid-body');
    expect(errorsOf(reply)).toEqual(errors);
  });

  it.each(['[]', '"x"', 'null', '{"a":"\\ud800"}', '{"__proto__":{}}'])(
    'refuses %s where nothing is asked for, and takes {}',
    async (text) => {
      const administrator = await system.staff('admin1');
      const path = `/api/v1/admin/applicants/${randomUUID()}/account-retry`;
      isProblem(await administrator.ask('POST', path, text), 422, 'invalid-body');
      isProblem(await administrator.ask('POST', path, '{}'), 404, 'not-found');
      isProblem(await administrator.ask('POST', path, undefined), 404, 'not-found');
    },
  );

  it('refuses nesting without end', async () => {
    const deep = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`;
    isProblem(await family.parent.ask('POST', `${family.path}/consent`, deep), 422, 'invalid-body');
  });

  it('asks for an Idempotency-Key that is a UUID', () =>
    changesNothing(family, async () => {
      const path = `${family.path}/student-info/confirmation`;
      const body = { correct: true, shownVersion: 1 };
      isProblem(await family.parent.post(path, body, { key: null }), 400, 'idempotency-key-missing');
      isProblem(await family.parent.post(path, body, { key: 'once' }), 400, 'idempotency-key-invalid');
    }));

  it('refuses what a page of another site sends', async () => {
    const foreign = { headers: { origin: 'https://evil.example' } };
    isProblem(await family.parent.post('/api/v1/bindings', {}, foreign), 403, 'foreign-origin');
    isProblem(await family.parent.post('/api/v1/bindings', {}, { headers: { origin: 'null' } }), 403, 'foreign-origin');
    const own = await family.parent.post('/api/v1/bindings', {}, { headers: { origin: system.api.url } });
    expect(own.status).toBe(200);
  });

  it('refuses the content that the rules refuse', async () => {
    const other = new Family(await system.parentOf('10630012'));
    await other.opens();
    await other.confirms();
    await changesNothing(other, async () => {
      const contradiction = { ...CONSENT, decision: 'disagree' };
      isProblem(await other.parent.post(`${other.path}/consent`, contradiction), 422, 'choices-contradict');
      isProblem(
        await other.parent.post(`${other.path}/consent`, { ...CONSENT, textVersion: '2019' }),
        409,
        'text-outdated',
      );
    });
    await other.consents();
    const apply = (mode: string, ...applicants: object[]): Promise<Reply> =>
      other.parent.put(`${other.path}/application`, { mode, applicants });
    await changesNothing(other, async () => {
      isProblem(await apply('one-parent'), 422, 'wrong-number-of-applicants');
      isProblem(await apply('two-parents', FATHER), 422, 'wrong-number-of-applicants');
      isProblem(await apply('other-guardian', FATHER), 422, 'relation-not-allowed');
      isProblem(await apply('two-parents', FATHER, { ...FATHER, email: 'b@example.org' }), 422, 'same-person-twice');
      isProblem(
        await apply('two-parents', FATHER, { ...MOTHER, email: 'TPservice@example.org' }),
        422,
        'same-email-twice',
      );
      isProblem(await apply('one-parent', { ...FATHER, idNumber: 'A200000021' }), 422, 'applicant-is-student');
    });
  });

  it('sends nothing that was not on the screen', async () => {
    const other = new Family(await system.parentOf('10630013'));
    await other.opens();
    await other.confirms();
    await other.consents();
    await other.applies(FATHER);
    const shown = (await other.sees())['applicants']![0];
    await changesNothing(other, async () => {
      const stale = { dossierRevisions: { [shown!['id'] as string]: 1 } };
      isProblem(await other.parent.post(`${other.path}/submission`, stale), 409, 'dossier-changed');
      isProblem(await other.parent.post(`${other.path}/submission`, { dossierRevisions: {} }), 409, 'dossier-changed');
    });
  });

  it('answers a refused decision with 200 and records it as the only event', async () => {
    const other = new Family(await system.parentOf('10630021'));
    const sent = await other.goesAllTheWay({ ...MOTHER, idNumber: 'A223456781', email: 'c@example.org' });
    const applicant = sent['applicants']![0]!['id']!;
    const colleague = await system.staff('teacher302');
    const path = `/api/v1/reviews/${other.id}/applicants/${applicant as string}`;

    const events = await appendedMeanwhile(auditor, other, async () => {
      const stale = await colleague.post(`${path}/approval`, { dossierRevision: 1, formChecked: true });
      expect(stale).toMatchObject({ status: 200, body: { status: 'refused', code: 'dossier-changed' } });
      expect(stale.headers.get('etag')).toBe(`"${stale.body['revision'] as number}"`);
    });
    expect(events).toEqual(['ReviewDecisionRefused']);
    const reasons = await appendedMeanwhile(auditor, other, async () => {
      expect((await decides(colleague, other.id, applicant, 'approval', { formChecked: false })).body['code']).toBe(
        'form-not-checked',
      );
      expect((await decides(colleague, other.id, applicant, 'rejection', { reasonCode: 'whim' })).body['code']).toBe(
        'reason-unknown',
      );
      expect((await decides(colleague, other.id, applicant, 'rejection', { reasonCode: 'other' })).body['code']).toBe(
        'note-required',
      );
    });
    expect(reasons).toEqual(Array<string>(3).fill('ReviewDecisionRefused'));
    other.revision += 4;
    expect((await other.sees())['applicants']![0]!['review']!['code']).toBe('pending-review');
    // It is nothing that the family should read.
    expect(JSON.stringify((await other.sees())['history'])).not.toContain('沒有生效');
  });

  it('does not let the class teacher decide the case of their own family', async () => {
    const own = new Family(await system.parentOf('10630014'));
    const sent = await own.goesAllTheWay({ ...MOTHER, idNumber: 'A223456772', email: 'd@example.org' });
    expect(sent['holder']).toMatchObject({ kind: 'registrar' });
    const reply = await decides(teacher, own.id, sent['applicants']![0]!['id']!, 'approval', { formChecked: true });
    expect(reply.body).toMatchObject({ status: 'refused' });
    expect(['own-child', 'with-registrar']).toContain(reply.body['code']);
  });

  it('hides whatever is not there', async () => {
    const nowhere = `/api/v1/bindings/${randomUUID()}`;
    isProblem(await family.parent.get(nowhere), 404, 'not-found');
    isProblem(await family.parent.get('/api/v1/bindings/1%00'), 404, 'not-found');
    isProblem(await family.parent.get('/api/v1/bindings/%E0%A4%A'), 404, 'not-found');
    isProblem(await family.parent.get('/api/v1/nothing'), 404, 'not-found');
    isProblem(await family.parent.post(`${nowhere}/consent`, CONSENT), 404, 'not-found');
    isProblem(await teacher.get(`/api/v1/reviews/decisions/${randomUUID()}`), 404, 'not-found');
    isProblem(await auditor.get(`/api/v1/audit/bindings/${randomUUID()}/events`), 404, 'not-found');
  });

  it.each(['min_revision=x', 'min_revision=-1', 'min_revision=1&min_revision=2'])('refuses ?%s', async (query) => {
    isProblem(await family.parent.get(`${family.path}?${query}`), 422, 'invalid-body');
  });

  it.each(['status=lost', 'cursor=x', 'cursor=W10'])('refuses an inbox with ?%s', async (query) => {
    isProblem(await teacher.get(`/api/v1/reviews?${query}`), 422, 'invalid-body');
  });
});

function isProblem(reply: Reply, status: number, code: string): void {
  expect([reply.status, reply.body['code']]).toEqual([status, code]);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(reply.body).toMatchObject({
    type: `/api/v1/problems/${code}`,
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(/^urn:uuid:/),
  });
}

function errorsOf({ body }: Reply): readonly string[] {
  return [...body['errors']!]
    .map((error: Json) => `${error['pointer'] as string} ${error['code'] as string}`)
    .toSorted();
}
