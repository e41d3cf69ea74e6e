import { describe, expect, it } from '@jest/globals';
import type { BindingRequest } from '../../../domain/binding/state.js';
import type { ApplicantStatus } from '../../../domain/binding/vocabulary.js';
import { cardsOf } from '../../../src/api/case/case-cards.js';
import { heldCase } from '../../../src/api/case/case-holder.js';
import { caseView, reviewView, type Reader } from '../../../src/api/case/case-view.js';
import { ERASED, shownApplicant } from '../../../src/api/case/case-values.js';
import { taipeiTime } from '../../../src/api/case/words/taipei-time.js';
import { taipeiDay } from '../../../domain/calendar/taipei.js';
import { applicant, document, OPENED } from '../../http/a-case.js';

const PARENT: Reader = { role: 'parent', audience: 'family', language: 'zh-TW' };

function account(...statuses: ApplicantStatus[]): string {
  return cardsOf(document({ applicants: statuses.map((status) => applicant(status)) })).account;
}

function application(change: Partial<BindingRequest>): string {
  return cardsOf(document(change)).application;
}

describe('the cards', () => {
  it('show what the family must do or wait for first', () => {
    expect(account()).toBe('not-set');
    expect(account('account-created', 'pending-review')).toBe('filled-in');
    expect(account('pending-review', 'account-creating')).toBe('creating');
    expect(account('account-creating', 'email-taken')).toBe('correction-requested');
    expect(account('account-linked', 'rejected')).toBe('created');
    expect(account('rejected', 'expired')).toBe('not-set');
    expect(account('account-failed')).toBe('creating');
  });

  it('tell sent from in review by the first act of a reviewer', () => {
    const sent = [applicant('pending-review', { sentAt: '2026-11-23T01:00:00.000Z' })];
    expect(application({ stage: 'signature', applicants: [applicant('drafted')] })).toBe('not-sent');
    expect(application({ applicants: sent })).toBe('sent');
    expect(application({ applicants: sent, reviewStarted: true })).toBe('in-review');
  });

  it('end as completed only where somebody decided', () => {
    const closed = { stage: 'closed' } as const;
    expect(
      application({ ...closed, outcome: 'rejected', applicants: [applicant('rejected', { decidedBy: 'registrar' })] }),
    ).toBe('completed');
    expect(application({ ...closed, outcome: 'expired', applicants: [applicant('expired')] })).toBe('expired');
    expect(application({ ...closed, outcome: 'refused' })).toBe('not-sent');
    expect(application({ ...closed, outcome: 'student-left' })).toBe('withdrawn');
    expect(application({ ...closed, outcome: 'withdrawn' })).toBe('withdrawn');
  });

  it('say 無意參加 after a refusal, and 未設定 for drafts that ran out', () => {
    expect(cardsOf(document({ stage: 'closed', outcome: 'refused' })).account).toBe('not-joining');
    expect(cardsOf(document({ stage: 'closed', outcome: 'expired', applicants: [applicant('drafted')] })).account).toBe(
      'not-set',
    );
  });
});

describe('who holds a case', () => {
  it('is whoever holds the applicant that is due first', () => {
    const early = applicant('email-taken', { dueAt: '2026-11-24T00:00:00.000Z' });
    const late = applicant('pending-review', { holder: 'class-teacher', dueAt: '2026-11-25T00:00:00.000Z' });
    const never = applicant('account-failed');
    expect(heldCase(document({ applicants: [never, late, early] }).state)).toEqual({
      kind: 'parent',
      dueAt: early.dueAt,
    });
    expect(heldCase(document({ applicants: [never, late] }).state)).toEqual({
      kind: 'class-teacher',
      dueAt: late.dueAt,
      classId: '301',
    });
    expect(heldCase(document({ applicants: [never] }).state)).toEqual({ kind: 'administrator', dueAt: null });
  });

  it('is nobody once it is closed', () => {
    expect(heldCase(document({ stage: 'closed' }).state)).toEqual({ kind: 'nobody', dueAt: null });
  });
});

describe('what is shown of an applicant', () => {
  const values = OPENED.applicants['one']!;

  it('is everything to the family until the first sending, then masks', () => {
    expect(shownApplicant(values, 'family', undefined)).toEqual(values);
    const masks = { name: '王大明', idNumber: 'A1********', mobile: '0912***678', email: 't***@example.org' };
    expect(shownApplicant(values, 'family', '2026-11-23T01:00:00.000Z')).toEqual(masks);
    expect(shownApplicant(values, 'reviewer', undefined)).toEqual(masks);
    expect(shownApplicant(values, 'auditor', undefined)).toEqual({ ...masks, name: '王OO' });
  });

  it('is a placeholder where the person was erased', () => {
    const erased = { name: null, idNumber: null, mobile: null, email: null };
    expect(Object.values(shownApplicant(erased, 'family', undefined))).toEqual(Array(4).fill(ERASED));
  });

  it('tells 待審核 by who holds it, and 註冊組代審', () => {
    expect(reviewView(applicant('pending-review', { holder: 'class-teacher' }), 'zh-TW').label).toBe('待審核');
    expect(reviewView(applicant('pending-review', { holder: 'registrar' }), 'zh-TW').label).toBe('已轉註冊組審核');
    expect(reviewView(applicant('pending-review', { holder: 'director' }), 'zh-TW').label).toBe('已轉教務主任審核');
    // The administrator reviews nothing.
    expect(reviewView(applicant('pending-review', { holder: 'administrator' }), 'zh-TW').label).toBe(
      '審核逾期，待註冊組或教務主任審核',
    );
    expect(reviewView(applicant('account-created', { decidedBy: 'class-teacher' }), 'zh-TW').label).toBe('已通過');
    expect(reviewView(applicant('rejected', { decidedBy: 'registrar' }), 'zh-TW').label).toBe('不通過（註冊組代審）');
    expect(reviewView(applicant('email-taken', { decidedBy: 'registrar' }), 'zh-TW').label).toBe('待補正');
  });
});

describe('the page', () => {
  it('shows the roster as it is now while the parent is asked whether it is right', () => {
    const roster = { classId: '302', name: '尹安', number: '10630009', version: 5 };
    const asked = caseView(document({ stage: 'student-info' }), OPENED, PARENT, roster);
    expect(asked.student).toEqual({ classId: '302', name: '尹OO', number: '10630009', version: 5 });
    const later = caseView(document({ stage: 'consent' }), OPENED, PARENT, roster);
    expect(later.student).toEqual({ classId: '301', name: '尹OO', number: '10630008', version: 2 });
  });

  it('speaks of a deadline in Taipei’s time', () => {
    const page = caseView(document({ stage: 'consent', expiresAt: '2026-12-23T15:59:59.999Z' }), OPENED, PARENT);
    expect(page.dueAt).toBe('2026-12-23T15:59:59.999Z');
    expect(page.nextSteps).toContain('請於 民國115年12月23日 23:59 前完成，逾期須重新申請。');
    expect(taipeiTime('2026-11-23T16:30:00.000Z', 'en')).toBe('2026-11-24 00:30 (Taipei)');
    expect(taipeiTime('2026-11-23T16:30:00.000Z', 'zh-TW')).toBe('民國115年11月24日 00:30');
    expect(taipeiDay('2026-11-23T15:59:59.999Z')).toBe('2026-11-23');
  });

  it('knows the time in Taipei as the world’s time zones do, at every hour of a year', () => {
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Taipei', dateStyle: 'short', timeStyle: 'short' });
    const start = Date.parse('2026-01-01T00:30:00.000Z');
    for (let hour = 0; hour < 366 * 24; hour += 1) {
      const instant = new Date(start + hour * 3_600_000);
      expect(taipeiTime(instant.toISOString(), 'en')).toBe(`${shown.format(instant)} (Taipei)`);
    }
  });
});
