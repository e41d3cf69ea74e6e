import { describe, expect, it } from '@jest/globals';
import { OTHER_RELATIONS } from '../../domain/binding/vocabulary.js';
import {
  applicant,
  applicationFilled,
  confirmed,
  consented,
  fillApplication,
  filled,
  MOTHER,
  sent,
} from './builders.js';
import { given, requestAfter } from './given-when-then.js';

const father = applicant('father');
const mother = applicant('mother');

describe('filling in the application 確認送出', () => {
  it('takes one parent', () =>
    given(...consented)
      .when(fillApplication())
      .then(applicationFilled()));

  it('takes two parents, also of the same relation', () => {
    given(...consented)
      .when(fillApplication({ mode: 'two-parents', applicants: [father, mother] }))
      .then(applicationFilled({ mode: 'two-parents', applicants: [father, mother] }));
    const two = [applicant('mother', { applicantId: 'one', personRef: 'one', emailRef: 'one' }), mother];
    given(...consented)
      .when(fillApplication({ mode: 'two-parents', applicants: two }))
      .then(applicationFilled({ mode: 'two-parents', applicants: two }));
  });

  it.each(OTHER_RELATIONS)('takes a guardian of another relation: %s', (relation) =>
    given(...consented)
      .when(fillApplication({ mode: 'other-guardian', applicants: [applicant(relation)] }))
      .then(applicationFilled({ mode: 'other-guardian', applicants: [applicant(relation)] })),
  );

  it('may be filled in anew until it is signed; who was drafted is replaced', () => {
    const again = fillApplication({ applicants: [mother] });
    const filledAgain = applicationFilled({ applicants: [mother] });
    given(...filled)
      .when(again)
      .then(filledAgain);
    const { applicants } = requestAfter(...filled, filledAgain);
    expect(applicants.map(({ applicantId, dossierRevision }) => ({ applicantId, dossierRevision }))).toEqual([
      { applicantId: MOTHER, dossierRevision: 4 },
    ]);
  });

  it('is closed before the consent and after 送出申請', () => {
    given(...confirmed)
      .when(fillApplication({ applicants: [] }))
      .refused('wrong-stage');
    given(...sent)
      .when(fillApplication())
      .refused('wrong-stage');
  });

  it.each([
    ['one-parent', []],
    ['one-parent', [father, mother]],
    ['two-parents', [father]],
    ['two-parents', [father, mother, applicant('father')]],
    ['other-guardian', []],
    ['other-guardian', [applicant('grandmother'), applicant('grandfather')]],
  ] as const)('counts the applicants of %s', (mode, applicants) =>
    given(...consented)
      .when(fillApplication({ mode, applicants }))
      .refused('wrong-number-of-applicants'),
  );

  it('takes only father and mother as 雙親, and neither as 其他關係者', () => {
    given(...consented)
      .when(fillApplication({ applicants: [applicant('grandmother')] }))
      .refused('relation-not-allowed');
    given(...consented)
      .when(fillApplication({ mode: 'two-parents', applicants: [father, applicant('sibling')] }))
      .refused('relation-not-allowed');
    given(...consented)
      .when(fillApplication({ mode: 'other-guardian', applicants: [mother] }))
      .refused('relation-not-allowed');
  });

  it('takes nobody twice, and no address twice; the person is told first', () => {
    const twoOf = (second: Partial<typeof mother>) =>
      fillApplication({ mode: 'two-parents', applicants: [father, { ...mother, ...second }] });
    given(...consented)
      .when(twoOf({ personRef: father.personRef, emailRef: father.emailRef }))
      .refused('same-person-twice');
    given(...consented)
      .when(twoOf({ emailRef: father.emailRef }))
      .refused('same-email-twice');
  });

  it('takes neither the pupil nor somebody already bound to the pupil', () => {
    given(...consented)
      .when(fillApplication({ applicants: [applicant('father', { personRef: 'person-student' })] }))
      .refused('applicant-is-student');
    given(...consented)
      .and({ boundPersonRefs: ['person-father'] })
      .when(fillApplication())
      .refused('already-bound');
  });
});
