import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARENT_RELATIONS } from '../../../domain/binding/vocabulary.js';
import { demoPupils } from '../../../src/people/demo-data/demo-data.js';
import { CONSENT, decides, Family, FATHER, MOTHER } from '../../http/family.js';
import type { Person, Reply } from '../../http/person.js';
import { ROUTES, type Route } from '../../http/routes.js';
import { System } from '../../http/system.js';

const ROLES = ['parent', 'class-teacher', 'registrar', 'director', 'auditor', 'administrator'] as const;
const ACCOUNTS = {
  'class-teacher': 'teacher301',
  registrar: 'registrar',
  director: 'director',
  auditor: 'auditor',
  administrator: 'admin1',
};

describe('who may do what', () => {
  let system: System;
  /** One person of each role, at the school of the family. */
  const people = new Map<string, Person>();
  /** A case with one applicant under review by the class teacher of 301. */
  let family: Family;
  let applicant: string;

  beforeAll(async () => {
    system = await System.start();
    family = new Family(await system.parentOf('10630008'));
    const sent = await family.goesAllTheWay(FATHER);
    applicant = sent['applicants']![0]!['id'] as string;
    people.set('parent', family.parent);
    for (const [role, account] of Object.entries(ACCOUNTS)) people.set(role, await system.staff(account));
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  /** Calls a route on the family's case, with nothing useful in it. */
  async function call(person: Person, { method, path, idempotent }: Route): Promise<Reply> {
    const concrete = path
      .replace('{id}', family.id)
      .replace('{bindingId}', family.id)
      .replace('{applicantId}', applicant)
      .replace('{commandId}', randomUUID())
      .replace('{version}', '2020-08-20-r1')
      .replace(/\{code\}$/, 'forbidden')
      .replace('{code}', '63000010');
    const body = method === 'get' || method === 'delete' ? undefined : '{"unknown":1}';
    return person.ask(method.toUpperCase(), concrete, body, { key: idempotent ? randomUUID() : null });
  }

  const closed = ROUTES.filter(({ who }) => who !== 'anyone');

  it.each(closed)('asks a stranger to sign in: $method $path', async (route) => {
    expect(await call(system.stranger(), route)).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  });

  it.each(closed)('asks for another password before anything else: $method $path', async (route) => {
    const newcomer = system.stranger();
    const pupil = demoPupils.find(({ number }) => number === '10690001')!;
    await newcomer.signIn('T98', 'P10690001', pupil.idNumber);
    const { status, body } = await call(newcomer, route);
    const always = ['get /api/v1/session', 'delete /api/v1/session', 'put /api/v1/session/password'];
    if (always.includes(`${route.method} ${route.path}`)) expect(body['code']).not.toBe('password-change-required');
    else expect([status, body['code']]).toEqual([403, 'password-change-required']);
  });

  const cells = closed
    .filter(({ path, method }) => !(path.endsWith('/session') && method === 'delete'))
    .flatMap((route) => ROLES.map((role) => ({ role, route, title: `${route.method} ${route.path}` })));

  it.each(cells)('$role: $title', async ({ role, route }) => {
    const { status, body } = await call(people.get(role)!, route);
    const allowed = route.who === 'signed-in' || (route.who as readonly string[]).includes(role);
    if (allowed) expect([401, 403]).not.toContain(status);
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('shows a case to its family and its reviewers, and to nobody else', async () => {
    const sees = async (person: Person): Promise<number> => (await person.get(family.path)).status;
    expect(await sees(family.parent)).toBe(200);
    expect(await sees(await system.staff('teacher301'))).toBe(200);
    expect(await sees(await system.staff('registrar'))).toBe(200);
    // Other family, other class, other school; a director to whom it has not come.
    expect(await sees(await system.parentOf('10630009'))).toBe(404);
    expect(await sees(await system.staff('teacher302'))).toBe(404);
    expect(await sees(await system.staff('teacher101b', 'T98'))).toBe(404);
    expect(await sees(await system.staff('registrar98', 'T98'))).toBe(404);
    expect(await sees(await system.staff('director'))).toBe(404);
  });

  it('hides another family’s case from every step', async () => {
    const other = await system.parentOf('10630009');
    const steps = await Promise.all([
      other.post(`${family.path}/student-info/confirmation`, { correct: true, shownVersion: 1 }),
      other.post(`${family.path}/consent`, CONSENT),
      other.put(`${family.path}/application`, { mode: 'one-parent', applicants: [MOTHER] }),
      other.post(`${family.path}/submission`, { dossierRevisions: { [applicant]: 4 } }),
    ]);
    expect(steps.map(({ status, body }) => [status, body['code']])).toEqual(
      Array.from({ length: 4 }, () => [404, 'not-found']),
    );
  });

  it.each([
    ['teacher302', 'T99'],
    ['teacher101b', 'T98'],
    ['registrar98', 'T98'],
    ['director', 'T99'],
  ])('hides the review from %s of %s', async (account, school) => {
    const person = await system.staff(account, school);
    const path = `/api/v1/reviews/${family.id}/applicants/${applicant}`;
    const replies = [
      await person.get(`${path}/comparison`),
      await person.post(`${path}/approval`, { dossierRevision: 4, formChecked: true }),
      await person.post(`${path}/rejection`, { dossierRevision: 4, reasonCode: 'not-guardian' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    const inbox = await person.get('/api/v1/reviews?status=all');
    expect(inbox.body['items']).toEqual([]);
    // Asking for a class by name gives no more than one's own.
    expect((await person.get('/api/v1/reviews?status=all&class=301')).body['items']).toEqual([]);
  });

  it('keeps what was not sent yet from the school', async () => {
    const early = new Family(await system.parentOf('10630012'));
    await early.opens();
    const teacher = people.get('class-teacher')!;
    expect((await teacher.get(early.path)).status).toBe(404);
    await early.confirms();
    await early.consents();
    await early.applies({ ...MOTHER, relation: PARENT_RELATIONS[1] });
    const drafted = (await early.sees())['applicants']![0]!['id'] as string;
    expect((await teacher.get(`/api/v1/reviews/${early.id}/applicants/${drafted}/comparison`)).status).toBe(404);
  });

  it('shows the reviewer masks, but for the comparison', async () => {
    const teacher = people.get('class-teacher')!;
    const page = await teacher.get(family.path);
    expect(page.body).toMatchObject({
      student: { name: '尹安安' },
      applicants: [{ name: '王大明', idNumber: 'A1********', mobile: '0912***678', email: 't***@example.org' }],
      allowedActions: ['approve', 'reject', 'request-correction', 'record-paper-form'],
    });
    const full = await teacher.get(`/api/v1/reviews/${family.id}/applicants/${applicant}/comparison`);
    expect(full.body).toMatchObject({
      bindingId: family.id,
      applicantId: applicant,
      dossierRevision: 4,
      student: { classId: '301', name: '尹安安', number: '10630008' },
      applicant: { ...FATHER, relation: { code: 'father', label: '父' } },
      consent: { textVersion: '2020-08-20-r1', method: { code: 'online' } },
      evidence: [],
      paperForm: null,
    });
  });

  it('tells the outcome of a decision to its sender only', async () => {
    const teacher = people.get('class-teacher')!;
    const { body } = await decides(teacher, family.id, applicant as never, 'approval', { formChecked: false });
    const path = `/api/v1/reviews/decisions/${body['commandId'] as unknown as string}`;
    expect((await teacher.get(path)).body).toEqual(body);
    expect((await people.get('registrar')!.get(path)).status).toBe(404);
  });

  it('lets staff act in their own roles only', async () => {
    const teacher = await system.staff('teacher301');
    expect((await teacher.put('/api/v1/session/role', { role: 'class-teacher' })).status).toBe(200);
    expect(await teacher.put('/api/v1/session/role', { role: 'registrar' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/role', code: 'not-in-list' }] },
    });
  });
});
