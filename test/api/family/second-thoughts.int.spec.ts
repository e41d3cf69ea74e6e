import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decides, Family, FATHER, MOTHER, OTHER_FATHER } from '../../http/family.js';
import type { Json, Person, Reply } from '../../http/person.js';
import { System } from '../../http/system.js';

/** Typed by the families below; none of it may be read in the log. */
const CANARIES = ['孩子已轉班', '想再考慮', '陳大文', '0988777666', 'elsewhere@example.org'];

describe('a family that thinks again', () => {
  let system: System;
  let dataDir: string;
  let stranger: Person;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'second-thoughts-'));
    system = await System.start({ dataDir });
    stranger = await system.parentOf('10630023');
  }, 120_000);

  afterAll(async () => {
    await system.stop();
    rmSync(dataDir, { recursive: true });
  }, 30_000);

  async function familyOf(number: string): Promise<Family> {
    return new Family(await system.parentOf(number));
  }

  /** Up to 確認送出. */
  async function filledIn(number: string, ...applicants: readonly object[]): Promise<Family> {
    const family = await familyOf(number);
    await family.opens();
    await family.confirms();
    await family.consents();
    await family.applies(...applicants);
    return family;
  }

  /** The text of the newest mail to an address. */
  function newestMail(to: string): string {
    const folder = join(dataDir, 'mail');
    const mails = readdirSync(folder)
      .toSorted()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const found = mails.findLast((mail) => mail.includes(`\r\nTo: ${to}\r\n`));
    if (found === undefined) throw new Error('no such mail');
    return found;
  }

  function codeSentTo(to: string): string {
    return /驗證碼：(\d{6})\r\n/u.exec(newestMail(to))![1]!;
  }

  it('says that the student’s data are wrong: once, and the registrar has it then', async () => {
    const family = await familyOf('10630010');
    await family.opens();
    const path = `${family.path}/student-info/dispute`;
    expect(await family.parent.post(path, { note: ' ' })).toMatchObject(invalid('/note', 'required'));
    expect(await family.parent.post(path, { note: '字'.repeat(501) })).toMatchObject(invalid('/note', 'too-long'));
    expect(await family.parent.post(path, { note: 'a', why: 'b' })).toMatchObject(invalid('/why', 'unknown-field'));
    expect(await stranger.post(path, { note: 'a' })).toMatchObject(NOT_THERE);
    took(family, await twice((key) => family.parent.post(path, { note: '孩子已轉班' }, { key })));
    expect(await family.parent.post(path, { note: 'again' })).toMatchObject(refusal(409, 'wrong-stage'));
    expect(await family.sees()).toMatchObject({
      cards: { studentInfo: { code: 'disputed' } },
      dispute: { note: '孩子已轉班' },
      holder: { kind: 'registrar' },
      allowedActions: ['withdraw'],
    });
  }, 30_000);

  it('gives a request up before there is an applicant, and may say why', async () => {
    const family = await familyOf('10630011');
    await family.opens();
    const path = `${family.path}/withdrawal`;
    expect(await stranger.post(path)).toMatchObject(NOT_THERE);
    expect(await family.parent.post(path, { applicantIds: ['x'] })).toMatchObject(
      invalid('/applicantIds', 'wrong-type'),
    );
    took(family, await twice((key) => family.parent.post(path, { reason: '想再考慮' }, { key })));
    expect(await family.parent.post(path)).toMatchObject(refusal(409, 'wrong-state'));
    expect(await family.sees()).toMatchObject({ outcome: { code: 'withdrawn' } });
  }, 30_000);

  it('takes back what was sent, changes a field and sends it again; masked values stay as they were', async () => {
    const family = await filledIn('10630012', FATHER, MOTHER);
    const [father, mother] = [...(await family.sees())['applicants']!].map((one) => one['id'] as string);
    const recall = (ids: readonly unknown[], key: string = randomUUID()) =>
      family.parent.post(`${family.path}/recall`, { applicantIds: ids }, { key });
    expect(await recall([father])).toMatchObject(refusal(409, 'wrong-state'));
    expect(await family.parent.post(`${family.path}/recall`)).toMatchObject(invalid('/applicantIds', 'required'));
    await family.sends();
    const fields = { name: '陳大文', mobile: '0988777666' };
    const amend = (change: object, key: string = randomUUID()) =>
      family.parent.ask('PATCH', `${family.path}/applicants/${father}`, JSON.stringify(change), { key });
    expect(await amend(fields)).toMatchObject(refusal(409, 'wrong-state'));
    expect(await stranger.post(`${family.path}/recall`, { applicantIds: [father] })).toMatchObject(NOT_THERE);
    expect(await recall([father, randomUUID()])).toMatchObject(refusal(409, 'wrong-state'));
    took(family, await twice((key) => recall([father!.toUpperCase()], key)));

    expect(await amend({})).toMatchObject(refusal(422, 'no-fields'));
    expect(await amend({ idNumber: 'A1********' })).toMatchObject(invalid('/idNumber', 'invalid-id-number'));
    expect(await amend({ email: null })).toMatchObject(invalid('/email', 'wrong-type'));
    expect(await amend({ personRef: 'x' })).toMatchObject(invalid('/personRef', 'unknown-field'));
    expect(await amend({ relation: 'other' })).toMatchObject(refusal(422, 'relation-not-allowed'));
    // The mother was sent: a refusal would tell one guardian what the other has given. The reviewer sees the double.
    took(family, await amend({ idNumber: MOTHER.idNumber }));
    took(family, await amend({ email: MOTHER.email }));
    took(family, await amend({ idNumber: FATHER.idNumber, email: FATHER.email }));
    const nobody = `${family.path}/applicants/${randomUUID()}`;
    expect(await family.parent.ask('PATCH', nobody, '{"mobile":"0911111111"}')).toMatchObject(NOT_THERE);
    const own = `${family.path}/applicants/${father}`;
    expect(await stranger.ask('PATCH', own, '{"mobile":"0911111111"}')).toMatchObject(NOT_THERE);
    took(family, await twice((key) => amend(fields, key)));
    const page = await family.sees();
    expect(page['applicants']![0]).toMatchObject({ name: '陳大文', mobile: '0988***666', idNumber: 'A1********' });

    took(
      family,
      await family.parent.post(`${family.path}/submission`, { dossierRevisions: await family.dossierRevisions() }),
    );
    const teacher = await system.staff('teacher301');
    const compared = await teacher.get(`/api/v1/reviews/${family.id}/applicants/${father}/comparison`);
    expect(compared.body['applicant']).toMatchObject({
      ...fields,
      relation: { code: 'father' },
      idNumber: FATHER.idNumber,
    });

    took(family, await family.parent.post(`${family.path}/withdrawal`, { applicantIds: [mother], reason: '想再考慮' }));
    expect(await family.sees()).toMatchObject({
      outcome: null,
      applicants: [{ review: { code: 'pending-review' } }, { review: { code: 'withdrawn' } }],
    });
    expect((await decides(teacher, family.id, father as never, 'approval', { formChecked: true })).body['status']).toBe(
      'accepted',
    );
    const late = await recall([father]);
    expect([late.status, late.body['code']]).toEqual([409, 'already-decided']);
  }, 60_000);

  it('cures an address that belongs to another account: another one, proven by its code', async () => {
    const taken = { ...MOTHER, email: 'shared@example.org' };
    const first = await filledIn('10630008', taken);
    await first.sends();
    const teacher = await system.staff('teacher301');
    await decides(teacher, first.id, (await onlyApplicant(first)) as never, 'approval', { formChecked: true });
    await first.seesAtLast(({ outcome }) => outcome !== null);

    const second = await filledIn('10630009', { ...OTHER_FATHER, email: 'Shared@example.org' });
    await second.sends();
    const applicant = await onlyApplicant(second);
    await decides(teacher, second.id, applicant as never, 'approval', { formChecked: true });
    const told = await second.seesAtLast(
      ({ applicants }) => applicants![0]!['review']!['code'] === 'correction-requested',
    );
    expect(told['applicants']![0]).toMatchObject({ correction: { fields: [{ code: 'email', label: '電子郵件' }] } });
    second.revision = told['revision']!;

    const own = `${second.path}/applicants/${applicant}`;
    const amend = (change: object) => second.parent.ask('PATCH', own, JSON.stringify(change));
    expect(await second.parent.post(`${own}/email-proof`)).toMatchObject(refusal(409, 'nothing-corrected'));
    expect(await amend({ name: '陳大文' })).toMatchObject(refusal(409, 'field-not-open'));
    expect(await amend({ email: 'SHARED@example.org' })).toMatchObject(refusal(409, 'nothing-corrected'));
    took(second, await amend({ email: 'elsewhere@example.org' }));
    const sent = await twice((key) => second.parent.post(`${own}/email-proof`, {}, { key }));
    expect(sent).toMatchObject({ status: 200, body: { sentTo: 'e***@example.org' } });
    const code = codeSentTo('elsewhere@example.org');
    const proven = await second.parent.put(`${own}/email-proof`, { code: ` ${code} ` }, { key: null });
    took(second, proven);
    // The answer may have been lost: the same code is the same command.
    expect((await second.parent.put(`${own}/email-proof`, { code }, { key: null })).body).toEqual(proven.body);
    const done = await second.seesAtLast(({ outcome }) => outcome !== null);
    expect(done).toMatchObject({ outcome: { code: 'completed' }, applicants: [{ account: { code: 'created' } }] });
    expect(await second.parent.post(`${own}/email-proof`)).toMatchObject(refusal(409, 'wrong-state'));
  }, 60_000);

  it('has five tries for a code, ten minutes, and five codes an hour', async () => {
    const family = await filledIn('10630021', { ...MOTHER, email: 'codes@example.org' });
    const path = `${family.path}/applicants/${await onlyApplicant(family)}/email-proof`;
    const answer = (code: string) => family.parent.put(path, { code }, { key: null });
    expect(await answer('123456')).toMatchObject(refusal(409, 'code-expired'));
    expect(await stranger.post(path)).toMatchObject(NOT_THERE);
    expect(await stranger.put(path, { code: '123456' }, { key: null })).toMatchObject(NOT_THERE);
    expect(await family.parent.put(path, {}, { key: null })).toMatchObject(invalid('/code', 'required'));

    const expiresAt = (await family.parent.post(path)).body['expiresAt'] as string;
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
    const first = codeSentTo('codes@example.org');
    for (let n = 0; n < 5; n++) expect(await answer(another(first))).toMatchObject(refusal(422, 'wrong-code'));
    expect(await answer(first)).toMatchObject(refusal(429, 'too-many-tries'));

    await family.parent.post(path);
    const late = codeSentTo('codes@example.org');
    await system.db.query(`update email_codes set expires_at = now() where request_id = $1`, [family.id]);
    expect(await answer(late)).toMatchObject(refusal(409, 'code-expired'));

    for (let n = 0; n < 3; n++) expect((await family.parent.post(path)).status).toBe(200);
    const newest = codeSentTo('codes@example.org');
    const sixth = await family.parent.post(path);
    expect(sixth).toMatchObject(refusal(429, 'too-many-codes'));
    expect(sixth.headers.get('retry-after')).toBe('3600');
    took(family, await answer(newest));
    expect((await family.sees())['allowedActions']).not.toContain('prove-email');

    const { rows } = await system.db.query<{ row: string }>('select email_codes::text as row from email_codes');
    expect(rows.map(({ row }) => row).join()).not.toContain(newest);
    expect(newestMail('codes@example.org')).not.toMatch(/尹|10630021|F200000035/u);
  }, 30_000);

  it('keeps a draft as the page says, for one login, until it is deleted or the case is closed', async () => {
    const family = await familyOf('10630022');
    await family.opens();
    const path = `${family.path}/draft`;
    const asking = { key: null };
    expect(await family.parent.get(path)).toMatchObject(NOT_THERE);
    const draft = { page: 2, typed: { name: '陳大文', __proto: [null, 1.5, '\u0000'] } };
    expect((await family.parent.put(path, draft, asking)).status).toBe(204);
    expect(await family.parent.get(path)).toMatchObject({ status: 200, body: draft });
    expect((await family.parent.put(path, [], asking)).status).toBe(204);
    expect((await family.parent.get(path)).body).toEqual([]);
    expect(await stranger.get(path)).toMatchObject(NOT_THERE);
    expect(await stranger.put(path, {}, asking)).toMatchObject(NOT_THERE);
    expect(await family.parent.put(path, { long: 'x'.repeat(32 * 1024) }, asking)).toMatchObject(
      refusal(413, 'body-too-large'),
    );
    expect(await family.parent.ask('PUT', path, `${'['.repeat(200)}${']'.repeat(200)}`, asking)).toMatchObject(
      invalid('', 'wrong-type'),
    );
    expect(await family.parent.ask('PUT', path, undefined, asking)).toMatchObject(invalid('', 'required'));
    expect((await family.parent.delete(path, asking)).status).toBe(204);
    expect(await family.parent.get(path)).toMatchObject(NOT_THERE);

    await family.parent.put(path, draft, asking);
    const { rows } = await system.db.query<{ row: string }>('select binding_drafts::text as row from binding_drafts');
    expect(rows.map(({ row }) => row).join()).not.toContain('陳大文');
    took(family, await family.parent.post(`${family.path}/withdrawal`));
    await family.sees();
    expect(await family.parent.get(path)).toMatchObject(NOT_THERE);
    expect(await family.parent.put(path, draft, asking)).toMatchObject(refusal(409, 'wrong-stage'));
    const left = await system.db.query('select 1 from binding_drafts where request_id = $1', [family.id]);
    expect(left.rowCount).toBe(0);
  }, 30_000);

  it('prints the form with the case number from 確認送出 on, with what the page shows', async () => {
    const family = await familyOf('10630013');
    const { caseNumber } = await family.opens();
    expect(await family.parent.get(`${family.path}/form`)).toMatchObject(refusal(409, 'wrong-stage'));
    await family.confirms();
    await family.consents();
    await family.applies({ ...MOTHER, email: 'print@example.org' });
    await family.sees();
    expect(await stranger.get(`${family.path}/form`)).toMatchObject(NOT_THERE);
    const form = await family.parent.get(`${family.path}/form`);
    expect(form).toMatchObject({
      status: 200,
      body: {
        caseNumber,
        school: { schoolId: 'T99', name: '測試國中1' },
        student: { classId: '301', name: '吳OO', number: '10630013' },
        consent: { textVersion: '2020-08-20-r1', method: { code: 'online' } },
        applicants: [{ name: '尹麗華', relation: { label: '母' }, idNumber: MOTHER.idNumber }],
      },
    });
    const lines = [...form.body['lines']!].join('\n');
    expect(lines).toContain(`案號：${caseNumber as string}`);
    expect(lines).toContain(MOTHER.idNumber);
    await family.sends();
    await family.sees();
    const masked = (await family.parent.get(`${family.path}/form`, { language: 'en' })).body;
    expect([...masked['lines']!].join('\n')).toContain('ID number: F2********');
  }, 30_000);

  it('leaves nothing readable in the log', async () => {
    const { rows } = await system.db.query<{ row: string }>('select event_log::text as row from event_log');
    const all = rows.map(({ row }) => row).join('\n');
    for (const type of ['StudentInfoDisputed', 'ApplicantWithdrawn', 'ApplicantAmended', 'EmailProven']) {
      expect(all).toContain(type);
    }
    for (const canary of CANARIES) expect(all).not.toContain(canary);
  });
});

const NOT_THERE = { status: 404, body: { code: 'not-found' } };

function refusal(status: number, code: string): object {
  return { status, body: { code } };
}

function invalid(pointer: string, code: string): object {
  return { status: 422, body: { code: 'invalid-body', errors: [{ pointer, code }] } };
}

/** The family's page is read from this revision on. */
function took(family: Family, { status, body, headers }: Reply): void {
  expect([status, body['status']]).toEqual([200, 'accepted']);
  expect(headers.get('etag')).toBe(`"${body['revision'] as number}"`);
  family.revision = body['revision'] as number;
}

/** The same call under one key. @returns the answer, which was the same. */
async function twice(call: (key: string) => Promise<Reply>): Promise<Reply> {
  const key = randomUUID();
  const first = await call(key);
  const { status, body, headers }: Reply<Json> = await call(key);
  expect([status, body, headers.get('etag')]).toEqual([first.status, first.body, first.headers.get('etag')]);
  return first;
}

async function onlyApplicant(family: Family): Promise<string> {
  return (await family.sees())['applicants']![0]!['id'] as string;
}

function another(code: string): string {
  return code === '000000' ? '000001' : '000000';
}
