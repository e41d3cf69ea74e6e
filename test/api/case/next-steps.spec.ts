import { describe, expect, it } from '@jest/globals';
import type { BindingRequest } from '../../../domain/binding/state.js';
import type { ApplicantStatus, Holder } from '../../../domain/binding/vocabulary.js';
import { caseView, type Reader } from '../../../src/api/case/case-view.js';
import { applicant, document, OPENED } from '../../http/a-case.js';

const READERS = {
  family: { role: 'parent', audience: 'family' },
  counter: { role: 'registrar', audience: 'counter' },
  teacher: { role: 'class-teacher', audience: 'reviewer' },
  registrar: { role: 'registrar', audience: 'reviewer' },
  director: { role: 'director', audience: 'reviewer' },
} as const satisfies Readonly<Record<string, Omit<Reader, 'language'>>>;
type Who = keyof typeof READERS;

const SENT = '2026-11-23T01:00:00.000Z';
const DUE = '2026-11-30T15:59:59.999Z';
const DUE_HERE = '民國115年11月30日 23:59';

function steps(who: Who, change: Partial<BindingRequest>, more: Partial<Reader> = {}): readonly string[] {
  return caseView(document(change), OPENED, { ...READERS[who], language: 'zh-TW', ...more }).nextSteps;
}

function sent(status: ApplicantStatus, more: Parameters<typeof applicant>[1] = {}) {
  return applicant(status, { sentAt: SENT, ...more });
}

function underReview(holder: Holder, more: Parameters<typeof applicant>[1] = {}) {
  return sent('pending-review', { holder, ...(holder !== 'administrator' && { dueAt: DUE }), ...more });
}

const THE_OTHER = { applicantId: 'two' };

describe('the next steps of an account', () => {
  it('say how to sign in to a created one: step 3 of the guide', () => {
    const closed = { stage: 'closed', outcome: 'completed', applicants: [sent('account-created')] } as const;
    const [, how] = steps('family', closed);
    expect(how).toContain('帳號為申請時填寫的電子郵件');
    expect(how).toContain('第一次登入的密碼為申請人身分證統一編號末六碼，第一次登入須修改密碼');
    const [, english] = steps('family', closed, { language: 'en' });
    expect(english).toContain('the first password is the last six characters of the applicant’s ID number');
  });

  it('send whoever had an account to that one, never to a first password it does not have', () => {
    const closed = { stage: 'closed', outcome: 'completed', applicants: [sent('account-linked')] } as const;
    const told = steps('family', closed).join('');
    expect(told).toContain('已併入既有帳號');
    expect(told).toContain('該帳號原有的電子郵件與密碼');
    expect(told).not.toMatch(/末六碼|填寫的電子郵件/u);
  });

  it('do not forget the one of two who got none', () => {
    const rejected = sent('rejected', { ...THE_OTHER, reasonCode: 'form-missing' });
    const told = steps('family', {
      stage: 'closed',
      outcome: 'completed',
      applicants: [sent('account-created'), rejected],
    });
    expect(told).toEqual([
      '本案已結案：已完成。',
      expect.stringContaining('王大明的單一身分驗證帳號已建立'),
      '尹麗華的申請不通過，原因：未繳回申請書。請將簽名的申請書交回導師或註冊組，再重新申請。',
      '尹麗華現在就可以重新申請。',
    ]);
  });

  it('say how to cure it when the e-mail address is taken', () => {
    const taken = [sent('email-taken', { dueAt: DUE })];
    const page = caseView(
      document(
        { applicants: taken },
        {
          history: [
            {
              at: SENT,
              revision: 7,
              type: 'ApplicantEmailTaken',
              role: 'system',
              applicantId: 'one',
              params: { dueAt: DUE },
            },
          ],
        },
      ),
      OPENED,
      { ...READERS.family, language: 'zh-TW' },
    );
    expect(page.nextSteps).toEqual([
      expect.stringContaining(`改填自己的另一個電子郵件，再輸入寄到該信箱的六位數驗證碼，期限 ${DUE_HERE}`),
    ]);
    expect(page.history[0]?.text).toContain(`請於 ${DUE_HERE} 前改填並驗證另一個電子郵件`);
    expect(`${page.nextSteps.join('')}${page.history[0]?.text}`).not.toMatch(/補正|洽學校更換/u);
  });
});

describe('the next steps of a review', () => {
  it('ask the family for the paper form before they tell it that nothing is left to do', () => {
    expect(steps('family', { applicants: [underReview('class-teacher')] })).toEqual([
      `王大明的申請已送出，由導師審核，期限 ${DUE_HERE}。`,
      expect.stringMatching(/若尚未繳交，請儘速將簽名的申請書及證明文件交給導師或註冊組；若已繳交，.*不需要再處理/u),
    ]);
  });

  it('ask for it once, not for each applicant', () => {
    const two = [underReview('class-teacher'), underReview('class-teacher', THE_OTHER)];
    expect(steps('family', { applicants: two }).filter((step) => step.includes('申請書'))).toHaveLength(1);
  });

  it('name those who may decide once the director’s days are over, and not the administrator', () => {
    const overdue = { applicants: [underReview('administrator')] };
    for (const who of ['family', 'teacher', 'registrar', 'director'] as const) {
      expect(steps(who, overdue)[0]).toContain('仍由註冊組或教務主任審核');
      expect(steps(who, overdue).join('')).not.toContain('由系統管理者審核');
    }
    const escalated = {
      at: SENT,
      revision: 8,
      type: 'ReviewEscalated',
      role: 'system',
      applicantId: 'one',
      params: { from: 'director', holder: 'administrator' },
    } as const;
    const page = caseView(document(overdue, { history: [escalated] }), OPENED, {
      ...READERS.family,
      language: 'zh-TW',
    });
    expect(page.history[0]?.text).toContain('仍由註冊組或教務主任審核');
  });

  it.each<[Who, Holder, string]>([
    ['teacher', 'class-teacher', '請您對照申請書審核王大明'],
    ['registrar', 'class-teacher', '目前由導師審核'],
    ['teacher', 'registrar', '目前由註冊組審核，期限 民國115年11月30日 23:59。您不需要處理'],
    ['registrar', 'registrar', '請您對照申請書審核王大明'],
    ['director', 'director', '請您對照申請書審核王大明'],
    ['director', 'class-teacher', '目前由導師審核，期限 民國115年11月30日 23:59。您不需要處理'],
    ['counter', 'registrar', '請您對照申請書審核王大明'],
  ])('tell the %s, while the %s holds it', (who, holder, said) => {
    expect(steps(who, { channel: 'assisted', applicants: [underReview(holder)] })[0]).toContain(said);
  });

  it('ask nobody to decide their own family’s case, and show no button for it', () => {
    const own = document({ applicants: [underReview('class-teacher')] });
    const page = caseView(own, OPENED, { ...READERS.registrar, language: 'zh-TW', barred: 'own-child' });
    expect(page.allowedActions).toEqual(['record-paper-form']);
    expect(page.nextSteps).toEqual([expect.stringMatching(/須迴避，不能審核本案。.*由導師審核/u)]);
  });

  it.each<[string, Parameters<typeof applicant>, RegExp]>([
    [
      'drafted',
      ['drafted', THE_OTHER],
      /請先送出尹麗華的申請；若不送出，將於 民國115年11月30日 23:59 逾期，本案隨之結案/u,
    ],
    ['under review', ['pending-review', { ...THE_OTHER, sentAt: SENT, holder: 'registrar' }], /尹麗華的申請有結果時/u],
    ['without an account yet', ['account-failed', { ...THE_OTHER, sentAt: SENT }], /尹麗華的申請有結果時/u],
  ])('say when a rejected applicant may apply again, the other being %s', (_other, [status, more], said) => {
    const applicants = [sent('rejected', { reasonCode: 'not-guardian' }), applicant(status, more)];
    const told = steps('family', { expiresAt: DUE, applicants });
    expect(told).toContainEqual(expect.stringMatching(/^王大明要重新申請，須待本案結案/u));
    expect(told).toContainEqual(expect.stringMatching(said));
  });
});

describe('the next steps at the counter', () => {
  const AT_THE_COUNTER = { channel: 'assisted', expiresAt: DUE } as const;

  it.each(['student-info', 'consent', 'application', 'signature'] as const)(
    'lead the registrar through %s',
    (stage) => {
      const told = steps('counter', { ...AT_THE_COUNTER, stage });
      expect(told[0]).toMatch(/^現在請.*家長/u);
      expect(told[1]).toContain(DUE_HERE);
    },
  );

  it('show what was filled in, which reviewers do not see before 送出申請', () => {
    const filled = document({ ...AT_THE_COUNTER, stage: 'signature', applicants: [applicant('drafted')] });
    const page = (who: Who) => caseView(filled, OPENED, { ...READERS[who], language: 'zh-TW' });
    expect(page('counter')).toMatchObject({
      student: { name: '尹安安' },
      applicants: [{ name: '王大明', idNumber: 'A111111113' }],
      allowedActions: [
        'fill-application',
        'amend-applicant',
        'prove-email',
        'sign-and-send',
        'withdraw',
        'add-evidence',
      ],
    });
    expect(page('teacher').applicants).toEqual([]);
  });

  it('show masks from 送出申請 on, as everywhere', () => {
    const page = caseView(document({ ...AT_THE_COUNTER, applicants: [underReview('registrar')] }), OPENED, {
      ...READERS.counter,
      language: 'zh-TW',
    });
    expect(page.applicants).toMatchObject([{ idNumber: 'A1********', email: 't***@example.org' }]);
  });

  it('have the parent told how to sign in', () => {
    const closed = { channel: 'assisted', stage: 'closed', outcome: 'completed' } as const;
    expect(steps('counter', { ...closed, applicants: [sent('account-created')] })[1]).toMatch(/^請轉告家長：.*末六碼/u);
  });
});

describe('in every state, for every reader, in both languages', () => {
  const all: readonly Partial<BindingRequest>[] = [
    ...(['student-info', 'consent', 'application', 'signature'] as const).map((stage) => ({ stage, expiresAt: DUE })),
    ...(['refused', 'expired', 'withdrawn', 'student-left'] as const).map((outcome) => ({
      stage: 'closed' as const,
      outcome,
    })),
    ...everyPair().map((applicants) => ({ expiresAt: DUE, applicants })),
    ...everyPair().map((applicants) => ({ stage: 'closed' as const, outcome: 'completed' as const, applicants })),
  ];
  const whoSees = (who: Who, { stage, outcome }: Partial<BindingRequest>): boolean =>
    who === 'family' ||
    who === 'counter' ||
    stage === undefined ||
    (stage === 'closed' && (outcome === 'refused' || outcome === 'completed'));

  it.each(Object.keys(READERS) as Who[])('something whole and plain is said to the %s', (who) => {
    for (const change of all.filter((one) => whoSees(who, one))) {
      for (const language of ['zh-TW', 'en'] as const) {
        const told = steps(who, { channel: 'assisted', ...change }, { language });
        expect([change, told.length > 0]).toEqual([change, true]);
        for (const sentence of told) {
          expect(sentence).toMatch(language === 'en' ? /^[A-Z\p{Script=Han}].*\.$/u : /。$/u);
          // No hole where a time, a name or a label should be, and nothing a mask should have covered.
          expect(sentence).not.toMatch(/undefined|null|  |，，|，期限 ?[。；]|於 ?到期|A111111113|0912345678|@/u);
        }
        expect(new Set(told).size).toBe(told.length);
      }
    }
  });
});

/** The first was sent, the second is anything. */
function everyPair(): readonly BindingRequest['applicants'][] {
  const second = [...each(THE_OTHER), applicant('drafted', THE_OTHER), applicant('expired', THE_OTHER)];
  return each({}).flatMap((one) => [[one], ...second.map((other) => [one, other])]);
}

/** Whoever was sent, in every state that can follow. */
function each(more: Parameters<typeof applicant>[1]): BindingRequest['applicants'] {
  return [
    ...(['class-teacher', 'registrar', 'director', 'administrator'] as const).map((holder) =>
      underReview(holder, more),
    ),
    sent('account-creating', { dueAt: DUE, ...more }),
    sent('account-failed', more),
    sent('email-taken', { dueAt: DUE, ...more }),
    sent('account-created', more),
    sent('account-linked', more),
    sent('rejected', { reasonCode: 'other', ...more }),
    sent('expired', more),
  ];
}
