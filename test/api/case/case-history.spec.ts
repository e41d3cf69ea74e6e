import { describe, expect, it } from '@jest/globals';
import type { HistoryEntry } from '../../../projections/binding-case/case-document.js';
import type { Language } from '../../../src/api/http/answers/language.js';
import { historyLines } from '../../../src/api/case/words/history.js';

const AT = '2026-11-23T01:00:00.000Z';
const DUE = '2026-11-30T15:59:59.999Z';

function told(entry: Omit<HistoryEntry, 'at' | 'revision' | 'params'> & Partial<HistoryEntry>, language: Language) {
  const whole = { at: AT, revision: 3, params: {}, ...entry };
  return historyLines([whole], () => '王大明', 'family', language)[0]?.text;
}

describe('the history', () => {
  it('says who is to review, by when', () => {
    const sent = {
      type: 'SignedConsentSent',
      role: 'parent',
      applicantId: 'one',
      params: { holder: 'class-teacher', dueAt: DUE },
    } as const;
    expect(told(sent, 'zh-TW')).toBe('王大明的申請已送出，由導師審核，審核期限 民國115年11月30日 23:59。');
    expect(told(sent, 'en')).toBe(
      'The application of 王大明 was sent; the class teacher is to review it by 2026-11-30 23:59 (Taipei).',
    );
  });

  it('says from whom a review went to whom', () => {
    const moved = {
      type: 'ReviewEscalated',
      role: 'system',
      applicantId: 'one',
      params: { from: 'registrar', holder: 'director', dueAt: DUE },
    } as const;
    expect(told(moved, 'zh-TW')).toBe('王大明的審核已由註冊組轉至教務主任，審核期限 民國115年11月30日 23:59。');
    expect(told(moved, 'en')).toBe(
      'The review of 王大明 went from the registrar to the director of academic affairs, due 2026-11-30 23:59 (Taipei).',
    );
  });

  it('says who decided', () => {
    const approved = { type: 'ApplicantApproved', applicantId: 'one' } as const;
    expect(told({ ...approved, role: 'class-teacher' }, 'zh-TW')).toBe('王大明的申請已通過（導師審核）。');
    expect(told({ ...approved, role: 'registrar' }, 'zh-TW')).toBe('王大明的申請已通過（註冊組代審）。');
    expect(told({ ...approved, role: 'director' }, 'en')).toBe(
      'The application of 王大明 was approved (by the director of academic affairs).',
    );
  });

  it('tells what the registrar entered for a parent from what the parent did', () => {
    const filled = { type: 'ApplicationFilled' } as const;
    expect(told({ ...filled, role: 'parent' }, 'zh-TW')).toBe('家長已填寫申請資料。');
    expect(told({ ...filled, role: 'registrar' }, 'zh-TW')).toBe('家長已填寫申請資料（註冊組於櫃臺代辦）。');
    expect(told({ ...filled, role: 'registrar' }, 'en')).toBe(
      'The parent filled in the application (entered by the registrar at the counter).',
    );
  });
});
