import type { Instant } from '../../../domain/calendar/instants.js';
import { minguoDay } from '../../../src/api/case/words/taipei-time.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountIdOf, caseNumber, requestIdOf } from '../../../domain/binding/identifiers.js';
import { demoPupils } from '../../../src/people/demo-data/demo-data.js';
import { createPersonalData } from '../../../src/people/privacy/personal-data.js';
import { TemporalBindingGateway } from '../../../src/adapters/temporal/temporal-binding-gateway.js';
import { bindingStream } from '../../../workflows/names.js';
import { idNumberIndex } from '../../../src/people/roster/roster-place.js';
import { eventually } from '../../workflows/world.js';
import { appendedMeanwhile, decides, Family, FATHER, MOTHER, OTHER_FATHER, typesOf } from '../../http/family.js';
import type { Json, Person, Reply } from '../../http/person.js';
import { PARENT_PASSWORD, System } from '../../http/system.js';

/** ID numbers and addresses of applicants who stand in no other story here. */
const more = (i: number) => ({ ...FATHER, idNumber: MORE_IDS[i]!, email: `applicant${i}@example.org` });
const MORE_IDS = ['A123456789', 'F100000042', 'F100000051', 'F100000060', 'F100000079'];

describe('the school’s offices', () => {
  let system: System;
  let teacher: Person;
  let registrar: Person;
  let director: Person;
  let administrator: Person;
  let auditor: Person;

  beforeAll(async () => {
    system = await System.start();
    [teacher, registrar, director, administrator, auditor] = await Promise.all([
      system.staff('teacher301'),
      system.staff('registrar'),
      system.staff('director'),
      system.staff('admin1'),
      system.staff('auditor'),
    ]);
  }, 120_000);

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  /** A family whose one application waits for the class teacher. */
  async function sent(number: string, applicant: object): Promise<Sent> {
    const family = new Family(await system.parentOf(number));
    const page = await family.goesAllTheWay(applicant);
    const one = page['applicants']![0]!;
    return { family, applicantId: one['id'] as string, dossierRevision: one['dossierRevision'] as number };
  }

  /** A family that has opened a request and says that the data are wrong. */
  async function disputed(number: string): Promise<Family> {
    const family = new Family(await system.parentOf(number));
    await family.opens();
    await family.disputes('班級不對');
    return family;
  }

  interface RosterEntry {
    readonly version: number;
    readonly classId: string;
    readonly sealed: readonly string[];
  }

  /** What the roster has of a pupil, by the number of the demonstration data. */
  async function entry(number: string): Promise<RosterEntry> {
    const { schoolId, idNumber } = demoPupils.find((one) => one.number === number)!;
    const { rows } = await system.db.query<RosterEntry>(
      `select roster_version as version, class_id as "classId",
         array[name, number, number_index::text, account_index::text] as sealed
       from students join parent_logins using (student_id) where students.school_id = $1 and id_index = $2`,
      [schoolId, idNumberIndex(system.config.indexKey, idNumber)],
    );
    return rows[0]!;
  }

  /** Guardians cannot sign in yet: the request comes in as it would from there, and says that the data are wrong. */
  async function openedByGuardian(besides: string): Promise<string> {
    const { rows } = await system.db.query<{ studentId: string }>(
      `select data::json->>'studentId' as "studentId" from event_log where stream = $1 and revision = 0`,
      [bindingStream(besides)],
    );
    const { studentId } = rows[0]!;
    const loginId = randomUUID();
    const requestId = requestIdOf(studentId, loginId, 0);
    const to = { requestId, actor: { id: loginId, role: 'guardian' }, channel: 'online' } as const;
    const personalData = createPersonalData(system.db, system.config);
    const seal = (value: string, field: string) =>
      personalData.seal(value, { stream: bindingStream(requestId), subject: studentId, field });
    const student = await seal(JSON.stringify({ name: '吳承恩', number: '10630013' }), 'student');
    const note = await seal('班級不對', 'disputeNote');
    const gateway = new TemporalBindingGateway(system.config);
    const data = { caseNumber: caseNumber('T99', requestId), studentId, loginId, student };
    await gateway.send({ type: 'Open', commandId: randomUUID(), ...to, data });
    await gateway.send({ type: 'DisputeStudentInfo', commandId: randomUUID(), ...to, data: { note } });
    await gateway.close();
    return requestId;
  }

  describe('請補正', () => {
    let one: Sent;
    let path: string;

    beforeAll(async () => {
      one = await sent('10630008', FATHER);
      path = `/api/v1/reviews/${one.family.id}/applicants/${one.applicantId}/correction`;
    }, 60_000);

    it('is refused where the dossier has moved on, and that is the only thing that happens', async () => {
      const types = await appendedMeanwhile(auditor, one.family, async () => {
        const stale = { dossierRevision: one.dossierRevision - 1, fields: ['mobile'], reasonCode: 'contact-wrong' };
        expect(await teacher.post(path, stale)).toMatchObject({
          status: 200,
          body: { status: 'refused', code: 'dossier-changed' },
        });
      });
      expect(types).toEqual(['ReviewDecisionRefused']);
    });

    it('names fields of the list only, and is not there for another class', async () => {
      const types = await appendedMeanwhile(auditor, one.family, async () => {
        const wrong = { dossierRevision: one.dossierRevision, fields: ['mobile', 'shoe-size'], reasonCode: 'other' };
        expect(await teacher.post(path, wrong)).toMatchObject({
          status: 422,
          body: { code: 'invalid-body', errors: [{ pointer: '/fields', code: 'not-in-list' }] },
        });
        const right = { ...wrong, fields: ['mobile'] };
        expect((await (await system.staff('teacher302')).post(path, right)).status).toBe(404);
      });
      expect(types).toEqual([]);
    });

    it('tells the family which fields, why and by when', async () => {
      const asked = {
        dossierRevision: one.dossierRevision,
        fields: ['email', 'mobile', 'mobile'],
        reasonCode: 'contact-wrong',
        note: '電話打不通',
      };
      const types = await appendedMeanwhile(auditor, one.family, async () => {
        expect(await teacher.post(path, asked)).toMatchObject({ status: 200, body: { status: 'accepted' } });
      });
      expect(types).toEqual(['CorrectionRequested']);
      const page = await one.family.seesAtLast(({ cards }) => cards!['account']!['code'] === 'correction-requested');
      const due = expect.stringMatching(/^\d{4}-\d\d-\d\dT15:59:59\.999Z$/);
      expect(page).toMatchObject({
        holder: { kind: 'parent' },
        dueAt: due,
        applicants: [
          {
            review: { code: 'correction-requested' },
            reason: { code: 'contact-wrong', note: '電話打不通' },
            dueAt: due,
          },
        ],
      });
      const steps = JSON.stringify(page['nextSteps']);
      expect(steps).toContain('手機');
      expect(steps).toContain('電子郵件');
      expect(steps).toContain(minguoDay(page['dueAt'] as Instant));
    });
  });

  describe('several decisions at once', () => {
    let good: Sent;
    let stale: Sent;
    let own: Sent;
    let elsewhere: Sent;

    beforeAll(async () => {
      [good, stale, own, elsewhere] = await Promise.all([
        sent('10630009', OTHER_FATHER),
        sent('10630010', MOTHER),
        sent('10630014', more(0)),
        sent('10630021', more(1)),
      ]);
    }, 60_000);

    const of = ({ family, applicantId, dossierRevision }: Sent) => ({
      bindingId: family.id,
      applicantId,
      dossierRevision,
    });

    it('have an outcome each, in order; none holds up another', async () => {
      const decisions = [
        { ...of(elsewhere), decision: 'approve', formChecked: true },
        { ...of(own), decision: 'approve', formChecked: true },
        { ...of(good), decision: 'approve', formChecked: true },
        { ...of(stale), dossierRevision: 1, decision: 'reject', reasonCode: 'not-guardian' },
        { ...of(good), applicantId: randomUUID(), decision: 'reject', reasonCode: 'not-guardian' },
      ];
      const key = randomUUID();
      const reply = await teacher.post('/api/v1/reviews/decisions', { decisions }, { key });
      expect(reply.status).toBe(200);
      const results = [...reply.body['results']!];
      expect(results.map(({ status, code }) => [status, code])).toEqual([
        ['refused', 'not-found'],
        ['refused', 'with-registrar'],
        ['accepted', undefined],
        ['refused', 'dossier-changed'],
        ['refused', 'not-found'],
      ]);
      expect(new Set(results.map(({ commandId }) => commandId)).size).toBe(5);
      await good.family.seesAtLast(({ outcome }) => outcome !== null);
      const types = await appendedMeanwhile(auditor, stale.family, async () => {
        const again = await teacher.post('/api/v1/reviews/decisions', { decisions }, { key });
        expect(again.body).toEqual(reply.body);
        const other = await teacher.post('/api/v1/reviews/decisions', { decisions: decisions.slice(1) }, { key });
        expect(other.body['code']).toBe('idempotency-key-reused');
      });
      expect(types).toEqual([]);
      expect((await typesOf(auditor, stale.family)).at(-1)).toBe('ReviewDecisionRefused');
      const outcome = await teacher.get(`/api/v1/reviews/decisions/${results[2]!['commandId'] as string}`);
      expect(outcome.body).toEqual(results[2]);
    });

    it('are other actions than a single one under the same key', async () => {
      const key = randomUUID();
      const decision = { dossierRevision: 1, reasonCode: 'other' };
      const decisions = [{ ...of(stale), ...decision, decision: 'reject' }];
      const together = await teacher.post('/api/v1/reviews/decisions', { decisions }, { key });
      expect(together.body['results']).toMatchObject([{ code: 'dossier-changed' }]);
      const path = `/api/v1/reviews/${stale.family.id}/applicants/${stale.applicantId}/rejection`;
      const single = await teacher.post(path, { ...decision, dossierRevision: stale.dossierRevision }, { key });
      expect(single.body).toMatchObject({ status: 'refused', code: 'note-required' });
    });

    it('say where each of them is wrong, and at most 50 go together', async () => {
      const place = of(stale);
      expect(
        errorsOf(
          await decideAll(teacher, [
            { ...place, decision: 'approve' },
            { ...place, applicantId: randomUUID(), decision: 'reject', fields: ['name'] },
            { ...place, decision: 'request-correction', fields: ['name'], reasonCode: 'other', note: 'x' },
          ]),
        ),
      ).toEqual([
        '/decisions/0/formChecked required',
        '/decisions/1/fields unknown-field',
        '/decisions/1/reasonCode required',
        '/decisions/2/applicantId not-in-list',
      ]);
      expect(errorsOf(await decideAll(teacher, [{ ...place, bindingId: '../1', decision: 'maybe' }]))).toEqual([
        '/decisions/0/bindingId wrong-type',
        '/decisions/0/decision not-in-list',
      ]);
      const many = Array.from({ length: 51 }, () => ({
        ...place,
        applicantId: randomUUID(),
        decision: 'approve',
        formChecked: true,
      }));
      expect(errorsOf(await decideAll(teacher, many))).toEqual(['/decisions too-long']);
    });

    it('are pending while nobody carries them out, and carried out once', async () => {
      await system.stopWorker();
      const decisions = [
        { ...of(stale), decision: 'request-correction', fields: ['name'], reasonCode: 'form-mismatch' },
      ];
      const key = randomUUID();
      const first = await teacher.post('/api/v1/reviews/decisions', { decisions }, { key });
      expect(first.body['results']).toMatchObject([{ status: 'pending' }]);
      await system.startWorker();
      await stale.family.seesAtLast(({ cards }) => cards!['account']!['code'] === 'correction-requested');
      const again = await teacher.post('/api/v1/reviews/decisions', { decisions }, { key });
      expect(again.body['results']).toMatchObject([
        { status: 'accepted', commandId: first.body['results']![0]!['commandId'] },
      ]);
    }, 30_000);
  });

  describe('代審 and 申請書', () => {
    let one: Sent;
    const path = () => `/api/v1/reviews/${one.family.id}`;

    beforeAll(async () => {
      one = await sent('10630011', more(2));
    }, 60_000);

    it('the paper form is recorded once, and stands in the comparison', async () => {
      const form = { applicantId: one.applicantId, documents: ['id-card', 'application-form', 'id-card'] };
      const wrong = async (body: object) => errorsOf(await teacher.post(`${path()}/paper-form`, body));
      expect(await wrong({ ...form, documents: ['passport'] })).toEqual(['/documents not-in-list']);
      expect(await wrong({ ...form, documents: [] })).toEqual(['/documents required']);
      const nobody = await teacher.post(`${path()}/paper-form`, { ...form, applicantId: randomUUID() });
      expect(nobody.status).toBe(404);
      const types = await appendedMeanwhile(auditor, one.family, async () => {
        const key = randomUUID();
        const first = await teacher.post(`${path()}/paper-form`, form, { key });
        expect([first.status, first.body['status']]).toEqual([200, 'accepted']);
        expect((await teacher.post(`${path()}/paper-form`, form, { key })).body).toEqual(first.body);
        const twice = await registrar.post(`${path()}/paper-form`, form);
        expect([twice.status, twice.body['code']]).toEqual([409, 'already-recorded']);
      });
      expect(types).toEqual(['PaperFormReceived']);
      const compared = await teacher.get(`${path()}/applicants/${one.applicantId}/comparison?min_revision=5`);
      expect(compared.body['paperForm']!['documents']).toEqual([
        { code: 'application-form', label: '申請書' },
        { code: 'id-card', label: '身分證' },
      ]);
    });

    it('the registrar takes over what waits for the class teacher, who is told so', async () => {
      expect(errorsOf(await registrar.post(`${path()}/take-over`, { reason: ' ' }))).toEqual(['/reason required']);
      const types = await appendedMeanwhile(auditor, one.family, async () => {
        const taken = await registrar.post(`${path()}/take-over`, { reason: '導師請假' });
        expect([taken.status, taken.body['status']]).toEqual([200, 'accepted']);
        one.family.revision = taken.body['revision']!;
        const twice = await registrar.post(`${path()}/take-over`, { reason: '導師請假' });
        expect([twice.status, twice.body['code']]).toEqual([409, 'wrong-state']);
      });
      expect(types).toEqual(['ReviewTakenOver']);
      expect(await one.family.sees()).toMatchObject({ holder: { kind: 'registrar' } });
      const late = await decides(teacher, one.family.id, one.applicantId, 'approval', { formChecked: true });
      expect(late.body).toMatchObject({ status: 'refused', code: 'with-registrar' });
      const stranger = await system.staff('registrar98', 'T98');
      expect((await stranger.post(`${path()}/take-over`, { reason: '代審' })).status).toBe(404);
    });

    it('an auditor finds why', async () => {
      const { body } = await auditor.get(`/api/v1/audit/bindings/${one.family.id}/events`);
      const taken = [...body['items']!].find(({ type }) => (type as string) === 'ReviewTakenOver')!;
      expect(taken['data']).toMatchObject({ holder: 'registrar', reason: '***' });
    });
  });

  describe('an account that could not be created', () => {
    let one: Sent;

    beforeAll(async () => {
      one = await sent('10630012', more(3));
    }, 60_000);

    const asks = (what: string, body?: object, id = one.applicantId): Promise<Reply> =>
      administrator.post(`/api/v1/admin/applicants/${id}/${what}`, body);

    it('is tried again by the administrator, until it works or is given up', async () => {
      expect((await asks('account-retry', {}, randomUUID())).status).toBe(404);
      expect(await asks('account-retry')).toMatchObject({ status: 409, body: { code: 'wrong-state' } });
      const accountId = accountIdOf(one.family.id, one.applicantId);
      await system.db.query('insert into sso_disabled_accounts (account_id) values ($1)', [accountId]);
      await decides(teacher, one.family.id, one.applicantId, 'approval', { formChecked: true });
      await one.family.seesAtLast(accountHasFailed);

      await system.db.query('delete from sso_disabled_accounts');
      const key = randomUUID();
      const retry = () => administrator.post(`/api/v1/admin/applicants/${one.applicantId}/account-retry`, {}, { key });
      const first = await retry();
      expect([first.status, first.body['status']]).toEqual([200, 'accepted']);
      await one.family.seesAtLast(({ outcome }) => outcome?.['code'] === 'completed');
      expect((await retry()).body).toEqual(first.body);
      expect(await asks('account-abandonment', { reason: '不再嘗試' })).toMatchObject({
        status: 409,
        body: { code: 'wrong-state' },
      });
    }, 30_000);

    it('and given up with a reason, which settles the applicant', async () => {
      const other = await sent('10630013', { ...MOTHER, idNumber: 'F200000044', email: 'given-up@example.org' });
      await system.db.query('insert into sso_disabled_accounts (account_id) values ($1)', [
        accountIdOf(other.family.id, other.applicantId),
      ]);
      await decides(teacher, other.family.id, other.applicantId, 'approval', { formChecked: true });
      await other.family.seesAtLast(accountHasFailed);
      expect(errorsOf(await asks('account-abandonment', {}, other.applicantId))).toEqual(['/reason required']);
      const given = await asks('account-abandonment', { reason: '申請人另行申請' }, other.applicantId);
      expect([given.status, given.body['status']]).toEqual([200, 'accepted']);
      expect((await typesOf(auditor, other.family)).slice(-2)).toEqual(['AccountAbandoned', 'BindingRequestClosed']);
    }, 30_000);
  });

  describe('學生資訊有誤', () => {
    it('the registrar sees such a case, corrects the roster and the case; the parent confirms anew', async () => {
      const family = await disputed('10630022');
      const path = `${family.path}/student-info/correction`;
      await eventually(async () => (await listed(registrar)).includes(family.id));
      expect(await listed(director)).not.toContain(family.id);
      const seen = (await registrar.get(family.path)).body;
      expect(seen['allowedActions']).toEqual(['correct-student-info', 'keep-student-info']);
      for (const person of [director, await system.staff('registrar98', 'T98')])
        expect((await person.get(family.path)).status).toBe(404);
      expect((await director.post(path, { changes: { classId: '301' } })).status).toBe(404);

      expect(errorsOf(await registrar.post(path, { changes: {} }))).toEqual(['/changes required']);
      expect(errorsOf(await registrar.post(path, { changes: { classId: '999', age: 13 } }))).toEqual([
        '/changes/age unknown-field',
      ]);
      expect(errorsOf(await registrar.post(path, { changes: { classId: '999' } }))).toEqual([
        '/changes/classId not-in-list',
      ]);
      expect(await registrar.post(path, { changes: { studentNumber: '10630008' } })).toMatchObject({
        status: 409,
        body: { code: 'student-number-taken' },
      });

      const key = randomUUID();
      const changes = { name: '劉家 豪', classId: '301', studentNumber: '10630099' };
      const types = await appendedMeanwhile(auditor, family, async () => {
        const first = await registrar.post(path, { changes }, { key });
        expect([first.status, first.body['status']]).toEqual([200, 'accepted']);
        family.revision = first.body['revision']!;
        const again = await registrar.post(path, { changes }, { key });
        expect([again.status, again.body]).toEqual([200, first.body]);
      });
      expect(types).toEqual(['StudentInfoCorrected']);
      const page = await family.sees();
      expect(page).toMatchObject({
        student: { classId: '301', name: '劉OO', number: '10630099', version: 2 },
        cards: { studentInfo: { code: 'unconfirmed' } },
      });
      // The parent's account is P and the number.
      const anew = system.stranger();
      expect((await anew.signIn('T99', 'P10630099', PARENT_PASSWORD)).status).toBe(201);
      // The registrar's page is older than the case: what the rules refuse leaves the roster as it was.
      await system.stopProjector();
      await family.confirms();
      const before = await entry('10630022');
      const lateKey = randomUUID();
      for (const time of ['first', 'again']) {
        const tooLate = { name: '劉家豪', classId: '302', studentNumber: '10630098' };
        const late = await registrar.post(path, { changes: tooLate }, { key: lateKey });
        expect([time, late.status, late.body['code']]).toEqual([time, 409, 'wrong-stage']);
        expect(await entry('10630022')).toEqual({ ...before, version: before.version + 2 });
      }
      await system.startProjector();
      expect((await family.sees())['student']).toMatchObject({ classId: '301', name: '劉OO', number: '10630099' });
      expect((await anew.signIn('T99', 'P10630099', PARENT_PASSWORD)).status).toBe(201);
    }, 30_000);

    it('tells the pupil’s other open request of a class that was corrected: its new teacher has it', async () => {
      const { family } = await sent('10630013', more(4));
      const other = await openedByGuardian(family.id);
      const teacher302 = await system.staff('teacher302');
      expect((await teacher302.get(family.path)).status).toBe(404);

      const types = await appendedMeanwhile(auditor, family, async () => {
        const path = `/api/v1/bindings/${other}/student-info/correction`;
        const corrected = await registrar.post(path, { changes: { classId: '302' } });
        expect([corrected.status, corrected.body['status']]).toEqual([200, 'accepted']);
        await family.seesAtLast(({ holder }) => (holder!['classId'] as string | undefined) === '302');
      });
      expect(types).toEqual(['ReviewReassigned']);
      expect((await teacher302.get(family.path)).body['allowedActions']).toContain('approve');
    }, 30_000);

    it('or says that the data are right as they are', async () => {
      const family = await disputed('10630023');
      const path = `${family.path}/student-info/keep`;
      expect(errorsOf(await registrar.post(path, {}))).toEqual(['/note required']);
      const types = await appendedMeanwhile(auditor, family, async () => {
        const kept = await registrar.post(path, { note: '與戶籍資料相符' });
        expect([kept.status, kept.body['status']]).toEqual([200, 'accepted']);
        family.revision = kept.body['revision']!;
      });
      expect(types).toEqual(['StudentInfoKept']);
      await family.confirms();
    }, 30_000);
  });

  it('a director to whom nothing came sees none of it', async () => {
    expect((await director.get('/api/v1/reviews?status=all')).body['items']).toEqual([]);
  });
});

function decideAll(reviewer: Person, decisions: readonly object[]): Promise<Reply> {
  return reviewer.post('/api/v1/reviews/decisions', { decisions });
}

async function listed(person: Person): Promise<readonly string[]> {
  const { body } = await person.get('/api/v1/bindings');
  return [...body['items']!].map(({ id }) => id as string);
}

function accountHasFailed(page: Json): boolean {
  return page['applicants']![0]!['account']!['code'] === 'failed';
}

interface Sent {
  readonly family: Family;
  readonly applicantId: string;
  readonly dossierRevision: number;
}

function errorsOf({ status, body }: Reply): readonly string[] {
  expect([status, body['code']]).toEqual([422, 'invalid-body']);
  return [...body['errors']!].map(({ pointer, code }) => `${pointer as string} ${code as string}`);
}
