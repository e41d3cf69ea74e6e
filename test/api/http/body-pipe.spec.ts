import { describe, expect, it } from '@jest/globals';
import { BodyPipe } from '../../../src/api/http/input/body-pipe.js';
import type { FieldError } from '../../../src/api/http/problems/field-problems.js';
import { HttpProblem } from '../../../src/api/http/problems/problem.js';
import { SignInBody } from '../../../src/api/sign-in/sign-in-body.js';
import { ApplicationBody } from '../../../src/api/family/applying/application-body.js';
import { ConsentBody } from '../../../src/api/family/applying/consent-body.js';
import { OpenBindingBody } from '../../../src/api/family/applying/open-binding-body.js';
import { SubmissionBody } from '../../../src/api/family/applying/submission-body.js';
import { RejectionBody } from '../../../src/api/school/rejection-body.js';
import { CONSENT, FATHER, MOTHER } from '../../http/family.js';

async function errorsOf(metatype: new () => object, body: unknown): Promise<readonly string[]> {
  try {
    await new BodyPipe().transform(body, { type: 'body', metatype });
    return [];
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.code !== 'invalid-body') throw error;
    return (error.more.errors ?? []).map(({ pointer, code }: FieldError) => `${pointer} ${code}`).toSorted();
  }
}

const OPTIONAL: readonly [field: string, metatype: new () => object, rest: object][] = [
  ['method', ConsentBody, CONSENT],
  ['paperDate', ConsentBody, CONSENT],
  ['studentNumber', OpenBindingBody, {}],
  ['studentId', OpenBindingBody, {}],
  ['applicantIds', SubmissionBody, { dossierRevisions: {} }],
  ['note', RejectionBody, { dossierRevision: 4, reasonCode: 'other' }],
  ['schoolId', SignInBody, { account: 'P1', password: 'x' }],
];

describe('a body', () => {
  it.each(OPTIONAL)('may leave %s out, but not say null in its place', async (field, metatype, rest) => {
    expect(await errorsOf(metatype, rest)).toEqual([]);
    expect(await errorsOf(metatype, { ...rest, [field]: null })).toEqual([`/${field} wrong-type`]);
  });

  it.each([
    ['an empty list', [[]]],
    ['a list of an applicant', [[FATHER]]],
    ['null', [null]],
    ['text', ['王大明']],
    ['true', [true]],
  ])('has no applicant that is %s', async (_, applicants) => {
    expect(await errorsOf(ApplicationBody, { mode: 'one-parent', applicants })).toEqual(['/applicants/0 wrong-type']);
  });

  it('has no list among its applicants', async () => {
    const body = { mode: 'two-parents', applicants: [FATHER, [MOTHER]] };
    expect(await errorsOf(ApplicationBody, body)).toEqual(['/applicants/1 wrong-type']);
    expect(await errorsOf(ApplicationBody, { ...body, applicants: [FATHER, MOTHER] })).toEqual([]);
  });

  it.each(['', '   ', '2026-02-30', '20260230', '2026-11-23T00:00:00Z'])('has no day %p', async (paperDate) => {
    expect(await errorsOf(ConsentBody, { ...CONSENT, paperDate })).toEqual(['/paperDate invalid-date']);
  });

  it.each([['text'], [null], [1], [false], [[]]])('is an object, not %p', async (body) => {
    expect(await errorsOf(OpenBindingBody, body)).toEqual([' wrong-type']);
  });

  it('may be absent where nothing in it is needed', async () => {
    expect(await errorsOf(OpenBindingBody, undefined)).toEqual([]);
  });
});
