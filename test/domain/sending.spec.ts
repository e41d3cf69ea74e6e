import { describe, expect, it } from '@jest/globals';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import type { Facts, Reviewer } from '../../domain/binding/facts.js';
import {
  bothFilled,
  bothSent,
  consented,
  FATHER,
  filled,
  MOTHER,
  REMINDER,
  REVIEW,
  REVIEW_REMINDER,
  sent,
  signAndSend,
  signedConsentSent,
  UNFINISHED,
} from './builders.js';
import { given, requestAfter } from './given-when-then.js';

const fatherOnly = signedConsentSent({ applicantIds: [FATHER], dossierRevisions: { [FATHER]: 3 } });

function reviewers(known: Partial<Facts['reviewers']>): Pick<Facts, 'reviewers'> {
  const director = [{ staffId: 'd', personRef: 'person-d', tied: false }];
  return { reviewers: { 'class-teacher': [], registrar: [], director, ...known } };
}
const free: Reviewer = { staffId: 'free', personRef: 'person-free', tied: false };
const tied: Reviewer = { staffId: 'tied', tied: true };
const theFather: Reviewer = { staffId: 'father', personRef: 'person-father', tied: false };

describe('sending the signed consent 送出申請', () => {
  it('goes to the class teacher, who has five working days', () =>
    given(...filled)
      .when(signAndSend())
      .then(signedConsentSent()));

  it('sends everybody who is drafted, or only those named', () => {
    given(...bothFilled)
      .when(signAndSend())
      .then(signedConsentSent({ applicantIds: [FATHER, MOTHER], dossierRevisions: { [FATHER]: 3, [MOTHER]: 3 } }));
    given(...bothFilled)
      .when(signAndSend({ applicantIds: [FATHER, FATHER] }))
      .then(fatherOnly);
  });

  it('lets the second follow later, and only the second', () =>
    given(...bothFilled, fatherOnly)
      .when(signAndSend())
      .then(signedConsentSent({ applicantIds: [MOTHER], dossierRevisions: { [MOTHER]: 3 } })));

  it('moves the dossier of those sent to this event: it is what the reviewer sees', () => {
    const { applicants } = requestAfter(...bothFilled, fatherOnly);
    expect(applicants.map(({ dossierRevision }) => dossierRevision)).toEqual([4, 3]);
  });

  it('stops the parent’s clock when nobody is left to send, and lets it run otherwise', () => {
    expect(deadlines(requestAfter(...bothSent))).toEqual([
      { kind: 'review-reminder', dueAt: REVIEW_REMINDER },
      { kind: 'review', dueAt: REVIEW },
    ]);
    expect(deadlines(requestAfter(...bothFilled, fatherOnly))).toEqual([
      { kind: 'review-reminder', dueAt: REVIEW_REMINDER },
      { kind: 'unfinished-reminder', dueAt: REMINDER },
      { kind: 'review', dueAt: REVIEW },
      { kind: 'unfinished', dueAt: UNFINISHED },
    ]);
  });

  it('sends only what the parent saw', () => {
    given(...filled)
      .when(signAndSend({ dossierRevisions: { [FATHER]: 2 } }))
      .refused('dossier-changed');
    given(...bothFilled)
      .when(signAndSend({ dossierRevisions: { [FATHER]: 3 } }))
      .refused('dossier-changed');
  });

  it('has nothing to send before the application, after the sending, or for somebody unknown', () => {
    given(...consented)
      .when(signAndSend())
      .refused('wrong-stage');
    given(...sent)
      .when(signAndSend())
      .refused('wrong-stage');
    given(...sent)
      .when(signAndSend({ applicantIds: [FATHER], dossierRevisions: {} }))
      .refused('wrong-stage');
    given(...filled)
      .when(signAndSend({ applicantIds: [FATHER, 'somebody'] }))
      .refused('wrong-stage');
    given(...filled)
      .when(signAndSend({ applicantIds: [] }))
      .refused('wrong-stage');
  });
});

describe('who gets the application to review', () => {
  it.each([
    ['the class teacher', { 'class-teacher': [free], registrar: [free] }, 'class-teacher'],
    ['a substitute, where the class teacher is family', { 'class-teacher': [tied, free] }, 'class-teacher'],
    ['the registrar, for a class without a teacher', { registrar: [free] }, 'registrar'],
    [
      'the registrar, where the teacher is family by the roster',
      { 'class-teacher': [tied], registrar: [free] },
      'registrar',
    ],
    [
      'the registrar, where the teacher is the applicant',
      { 'class-teacher': [theFather], registrar: [free] },
      'registrar',
    ],
    ['the director, for the registrar’s own', { registrar: [theFather] }, 'director'],
    ['the director, where nobody is left', { 'class-teacher': [tied], registrar: [tied], director: [] }, 'director'],
  ] as const)('%s', (_who, known, holder) =>
    given(...filled)
      .and(reviewers(known))
      .when(signAndSend())
      .then(signedConsentSent({ holder })),
  );

  it('the registrar, where the teacher is a guardian already bound to the pupil', () =>
    given(...filled)
      .and({
        ...reviewers({ 'class-teacher': [free], registrar: [{ ...free, personRef: 'r' }] }),
        boundPersonRefs: ['person-free'],
      })
      .when(signAndSend())
      .then(signedConsentSent({ holder: 'registrar' })));
});
