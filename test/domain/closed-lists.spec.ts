import { describe, expect, it } from '@jest/globals';
import { REASON_CODES, reasonFor } from '../../domain/binding/review/reason-codes.js';
import { isRefusalCode, refusal, REFUSAL_CODES, type Bilingual } from '../../domain/binding/refusals.js';

const HAN = /\p{Script=Han}/u;

function saysSomethingInBothLanguages(texts: readonly Bilingual[]): void {
  for (const { 'zh-TW': zh, en } of texts) {
    expect(zh).toMatch(HAN);
    expect(en).not.toBe('');
    expect(en).not.toMatch(HAN);
  }
}

const by = (status: number) => REFUSAL_CODES.filter((code) => refusal(code).status === status).toSorted();

describe('the refusal codes', () => {
  it.each(REFUSAL_CODES)('%s says what it means and what to do, in both languages', (code) => {
    const { title, meaning, cure } = refusal(code);
    saysSomethingInBothLanguages([title, meaning, cure]);
    expect(meaning['zh-TW']).toMatch(/。$/u);
    expect(cure.en).toMatch(/\.$/u);
  });

  it('are 422 where the content is wrong whatever the state, 404 for a pupil who is not there, 412 for a condition of the sender, 429 for too much on a day, else 409', () => {
    expect(by(404)).toEqual(['student-not-found']);
    expect(by(422)).toEqual([
      'applicant-is-student',
      'choices-contradict',
      'no-fields',
      'not-ticked',
      'note-required',
      'reason-unknown',
      'relation-not-allowed',
      'same-email-twice',
      'same-person-twice',
      'wrong-number-of-applicants',
    ]);
    expect(by(412)).toEqual(['revision-changed']);
    expect(by(429)).toEqual(['too-many-changes']);
    expect(by(409)).toHaveLength(REFUSAL_CODES.length - 13);
  });

  it('are a closed list', () => {
    expect(isRefusalCode('own-child')).toBe(true);
    expect(isRefusalCode('toString')).toBe(false);
    expect(isRefusalCode('no-such-code')).toBe(false);
  });
});

describe('the reason codes', () => {
  it.each(REASON_CODES)('$code says what it means and what to do, in both languages', ({ label, meaning, cure }) =>
    saysSomethingInBothLanguages([label, meaning, cure]),
  );

  it('are all different, and 其他 always wants a note', () => {
    expect(new Set(REASON_CODES.map(({ code }) => code)).size).toBe(REASON_CODES.length);
    expect(reasonFor('rejection', 'other')?.noteRequired).toBe(true);
    expect(reasonFor('rejection', 'contact-wrong')).toBeUndefined();
    expect(reasonFor('correction', 'contact-wrong')).toBeDefined();
  });
});
