import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventStoreDbName, openEventStoreDb, type EventStoreDbUnderTest } from '../../support/eventstoredb.js';
import { decides, Family, FATHER, MOTHER, OTHER_FATHER } from '../../http/family.js';
import type { Json } from '../../http/person.js';
import { System } from '../../http/system.js';

describe.each(['PostgreSQL', eventStoreDbName])(
  'a request from the first click to the account, the log in %s',
  (log) => {
    let eventStoreDb: EventStoreDbUnderTest | undefined;
    let system: System;

    beforeAll(async () => {
      if (log === eventStoreDbName) eventStoreDb = await openEventStoreDb();
      system = await System.start(eventStoreDb && { eventStoreDbUrl: eventStoreDb.url });
    }, 120_000);

    afterAll(async () => {
      await system.stop();
      await eventStoreDb?.stop();
    }, 30_000);

    it('writes to that log and to no other', async () => {
      await new Family(await system.parentOf('10630013')).opens();
      const { rows } = await system.db.query('select from event_log');
      expect(rows.length > 0).toBe(log === 'PostgreSQL');
    });

    it('goes the guide’s way for one parent', async () => {
      const family = new Family(await system.parentOf('10630008'));

      const opened = await family.opens();
      expect(opened).toMatchObject({
        caseNumber: expect.stringMatching(/^T99-[0-9A-HJKMNP-TV-Z]{8}$/),
        student: { classId: '301', name: '尹OO', number: '10630008', version: 1 },
        stage: { code: 'student-info' },
        outcome: null,
        cards: cards('unconfirmed 未確認', 'not-set 未設定', 'not-sent 未送出'),
        applicants: [],
        holder: { kind: 'parent', label: '家長' },
        allowedActions: ['confirm-student-info', 'dispute-student-info', 'withdraw'],
        revision: 0,
      });

      await family.confirms();
      await family.consents();
      await family.applies(FATHER);
      const filled = await family.sees();
      expect(filled).toMatchObject({
        stage: { code: 'signature' },
        cards: cards('confirmed 已確認', 'filled-in 已填寫', 'not-sent 未送出'),
        applicants: [
          {
            name: '王大明',
            relation: { code: 'father', label: '父' },
            idNumber: 'A111111113',
            mobile: '0912345678',
            email: 'tpservice@example.org',
            review: { code: 'drafted', label: '待送出' },
            account: { code: 'none', label: '-' },
          },
        ],
        allowedActions: [
          'fill-application',
          'amend-applicant',
          'prove-email',
          'sign-and-send',
          'withdraw',
          'add-evidence',
        ],
      });

      await family.sends();
      const sent = await family.sees();
      expect(sent).toMatchObject({
        stage: { code: 'review' },
        cards: cards('confirmed 已確認', 'filled-in 已填寫', 'sent 已送出'),
        applicants: [
          {
            idNumber: 'A1********',
            mobile: '0912***678',
            email: 't***@example.org',
            review: { code: 'pending-review', label: '待審核' },
            holder: { kind: 'class-teacher', label: '導師', classId: '301' },
          },
        ],
        holder: { kind: 'class-teacher' },
        dueAt: expect.stringMatching(/T15:59:59\.999Z$/),
        allowedActions: ['prove-email', 'recall', 'withdraw', 'add-evidence'],
      });

      const teacher = await system.staff('teacher301');
      const inbox = await untilInbox(teacher, family.id);
      expect(inbox).toMatchObject({
        bindingId: family.id,
        caseNumber: sent['caseNumber'],
        student: { classId: '301', name: '尹安安', number: '10630008' },
        applicant: { name: '王大明', relation: { code: 'father' } },
        review: { code: 'pending-review' },
        holder: { kind: 'class-teacher' },
        dueAt: sent['dueAt'],
        dossierRevision: sent['applicants']![0]!['dossierRevision'],
      });
      const decided = await decides(teacher, family.id, inbox['applicantId']!, 'approval', { formChecked: true });
      expect(decided).toMatchObject({ status: 200, body: { status: 'accepted', revision: 6 } });

      const closed = await family.seesAtLast(({ outcome }) => outcome !== null);
      expect(closed).toMatchObject({
        stage: { code: 'closed' },
        outcome: { code: 'completed', label: '已完成' },
        cards: cards('confirmed 已確認', 'created 已建立', 'completed 已完成'),
        applicants: [
          { review: { code: 'approved', label: '已通過' }, account: { code: 'created', label: '帳號已建立' } },
        ],
        holder: { kind: 'nobody' },
        dueAt: null,
      });
      expect([...closed['history']!].map(({ text }) => text)).toContain('王大明的帳號已建立。');
    }, 60_000);

    it('lets two parents settle one by one, each with an answer of their own', async () => {
      const family = new Family(await system.parentOf('10630009'));
      const sent = await family.goesAllTheWay(OTHER_FATHER, MOTHER);
      const [father, mother] = [sent['applicants']![0]!, sent['applicants']![1]!];
      const teacher = await system.staff('teacher301');

      const yes = await decides(teacher, family.id, father['id']!, 'approval', { formChecked: true });
      expect(yes.body['status']).toBe('accepted');
      const half = await family.seesAtLast(({ applicants }) => applicants![0]!['account']!['code'] === 'created');
      expect(half).toMatchObject({
        stage: { code: 'review' },
        cards: { account: { code: 'filled-in' }, application: { code: 'in-review', label: '審核中' } },
        applicants: [{ review: { code: 'approved' } }, { review: { code: 'pending-review' } }],
      });

      const why = { reasonCode: 'not-guardian', note: '請洽註冊組' };
      const no = await decides(teacher, family.id, mother['id']!, 'rejection', why);
      expect(no.body['status']).toBe('accepted');
      const closed = await family.seesAtLast(({ outcome }) => outcome !== null);
      expect(closed).toMatchObject({
        outcome: { code: 'completed' },
        cards: { account: { code: 'created' }, application: { code: 'completed' } },
        applicants: [
          { account: { code: 'created' } },
          {
            review: { code: 'rejected', label: '不通過' },
            account: { code: 'none' },
            reason: { code: 'not-guardian', note: '請洽註冊組' },
          },
        ],
      });
    }, 60_000);

    it('closes as refused when the parent does not join, and opens anew when they change their mind', async () => {
      const family = new Family(await system.parentOf('10630010'));
      await family.opens();
      const first = family.id;
      await family.confirms();
      const body = { decision: 'disagree', intent: 'not-joining', textVersion: '2020-08-20-r1' };
      const refused = await family.parent.post(`${family.path}/consent`, body);
      expect(refused.status).toBe(200);
      family.revision = refused.body['revision']!;
      expect(await family.sees()).toMatchObject({
        outcome: { code: 'refused' },
        cards: cards('confirmed 已確認', 'not-joining 無意參加', 'not-sent 未送出'),
      });

      // At once: the read model may not know yet that the first one is closed.
      const again = await family.parent.post('/api/v1/bindings');
      expect(again.status).toBe(201);
      expect(again.body['id']).not.toBe(first);
      const twice = await family.parent.post('/api/v1/bindings');
      expect([twice.status, twice.body['id']]).toEqual([200, again.body['id']]);
      family.id = again.body['id']!;
      family.revision = 0;
      await family.sees();
      const list = await family.parent.get('/api/v1/bindings');
      expect([...list.body['items']!].map(({ id }) => id)).toEqual([again.body['id'], first]);
    }, 60_000);

    it('shows 註冊組代審 when the registrar decides for an absent teacher', async () => {
      const family = new Family(await system.parentOf('10630031'));
      const sent = await family.goesAllTheWay({ ...FATHER, idNumber: 'A123456789', email: 'cai@example.org' });
      expect(sent['applicants']![0]).toMatchObject({
        holder: { kind: 'registrar', label: '註冊組' },
        review: { code: 'pending-review', label: '已轉註冊組審核' },
      });
      const registrar = await system.staff('registrar');
      await decides(registrar, family.id, sent['applicants']![0]!['id']!, 'approval', { formChecked: true });
      const closed = await family.seesAtLast(({ outcome }) => outcome !== null);
      expect(closed['applicants']![0]!['review']!['label']).toContain('註冊組代審');
    }, 60_000);

    it('speaks English to who asks for it', async () => {
      const { body, headers } = await system.stranger().get('/api/v1/bindings', { language: 'en-GB,en;q=0.9' });
      expect(body['title']).toBe('You are not signed in');
      expect(headers.get('content-language')).toBe('en');
    });

    it('enters a request at the counter for a parent', async () => {
      const registrar = await system.staff('registrar');
      const counter = new Family(registrar);
      const opened = await registrar.post('/api/v1/bindings', { studentNumber: '10630011' });
      expect(opened.status).toBe(201);
      counter.id = opened.body['id']!;
      counter.revision = 0;
      await counter.confirms();
      const parent = await system.parentOf('10630011');
      expect((await parent.get(counter.path)).body['cards']).toMatchObject({ studentInfo: { code: 'confirmed' } });
      const elsewhere = await system.staff('registrar98', 'T98');
      expect(await elsewhere.post('/api/v1/bindings', { studentNumber: '10630011' })).toMatchObject({
        status: 404,
        body: { code: 'student-not-found' },
      });
    }, 60_000);
  },
);

function cards(...shown: readonly [studentInfo: string, account: string, application: string]): object {
  const [studentInfo, account, application] = shown.map((card) => {
    const [code, label] = card.split(' ');
    return { code, label };
  });
  return { studentInfo, account, application };
}

async function untilInbox(reviewer: { get(path: string): Promise<{ body: Json }> }, bindingId: string): Promise<Json> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const { body } = await reviewer.get('/api/v1/reviews?class=301');
    const item = [...body['items']!].find((one) => one['bindingId'] === (bindingId as Json));
    if (item) return item;
  }
  throw new Error('the inbox never showed the case');
}
