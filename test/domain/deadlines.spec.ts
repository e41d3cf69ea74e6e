import { describe, expect, it } from '@jest/globals';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import {
  applicantExpired,
  applicantRejected,
  applicationFilled,
  bindingRequestClosed,
  bothFilled,
  bothSent,
  confirmed,
  FATHER,
  filled,
  MOTHER,
  opened,
  passDeadline,
  REMINDER,
  REVIEW,
  REVIEW_REMINDER,
  reviewEscalated,
  SECOND_REVIEW,
  sent,
  signedConsentSent,
  THIRD_REVIEW,
  UNFINISHED,
} from './builders.js';
import { given, requestAfter } from './given-when-then.js';

const unfinished = passDeadline({ kind: 'unfinished', dueAt: UNFINISHED });
const fatherSent = signedConsentSent({ applicantIds: [FATHER], dossierRevisions: { [FATHER]: 3 } });

describe('a request the parent does not finish', () => {
  it.each([
    ['before the data are confirmed', [opened()]],
    ['before the consent', confirmed],
  ])('expires after 30 days: %s', (_when, events) =>
    given(...events)
      .at(UNFINISHED)
      .when(unfinished)
      .then(bindingRequestClosed({ outcome: 'expired', results: [] })),
  );

  it('expires with whoever was filled in and never sent', () =>
    given(...filled)
      .at(UNFINISHED)
      .when(unfinished)
      .then(bindingRequestClosed({ outcome: 'expired', results: [{ applicantId: FATHER, state: 'expired' }] })));

  it('loses only those not sent, once somebody was sent', () =>
    given(...bothFilled, fatherSent)
      .at(UNFINISHED)
      .when(unfinished)
      .then(applicantExpired({ applicantId: MOTHER })));

  it('closes when those not sent were the last to be settled', () =>
    given(...bothFilled, fatherSent, applicantRejected())
      .at(UNFINISHED)
      .when(unfinished)
      .then(
        applicantExpired({ applicantId: MOTHER }),
        bindingRequestClosed({
          outcome: 'rejected',
          results: [
            { applicantId: FATHER, state: 'rejected' },
            { applicantId: MOTHER, state: 'expired' },
          ],
        }),
      ));

  it('is not ended by a timer that is early, late or of a deadline that moved', () => {
    given(...filled)
      .at('2026-12-02T15:59:59.998Z')
      .when(unfinished)
      .nothing();
    given(...filled, applicationFilled({ expiresAt: '2026-12-09T15:59:59.999Z' }))
      .at(UNFINISHED)
      .when(unfinished)
      .nothing();
    given(...sent)
      .at(UNFINISHED)
      .when(unfinished)
      .nothing();
    given(...confirmed, bindingRequestClosed({ outcome: 'expired', results: [] }))
      .at(UNFINISHED)
      .when(unfinished)
      .nothing();
  });
});

describe('a review that nobody does', () => {
  const after = passDeadline({ dueAt: SECOND_REVIEW });
  const third = passDeadline({ dueAt: THIRD_REVIEW });
  const toDirector = reviewEscalated({
    holder: 'director',
    from: 'registrar',
    reviewDueAt: THIRD_REVIEW,
    remindAt: '2026-11-17T01:00:00.000Z',
  });
  const {
    reviewDueAt: _never,
    remindAt: _neither,
    ...listed
  } = reviewEscalated({ holder: 'administrator', from: 'director' }).data;
  const toAdministrator = { type: 'ReviewEscalated', data: listed } as const;

  it('passes from the class teacher to the registrar, to the director, to the administrator’s list', () => {
    given(...sent)
      .at(REVIEW)
      .when(passDeadline())
      .then(reviewEscalated());
    given(...sent, reviewEscalated())
      .at(SECOND_REVIEW)
      .when(after)
      .then(toDirector);
    given(...sent, reviewEscalated(), toDirector)
      .at(THIRD_REVIEW)
      .when(third)
      .then(toAdministrator);
  });

  it('rests on the administrator’s list until a person acts', () =>
    expect(deadlines(requestAfter(...sent, reviewEscalated(), toDirector, toAdministrator))).toEqual([]));

  it('takes both applicants along when both are due', () =>
    given(...bothSent)
      .at(REVIEW)
      .when(passDeadline())
      .then(reviewEscalated({ applicantIds: [FATHER, MOTHER] })));

  it('takes only those who are due', () => {
    const motherSent = signedConsentSent({
      applicantIds: [MOTHER],
      dossierRevisions: { [MOTHER]: 3 },
      reviewDueAt: SECOND_REVIEW,
    });
    given(...bothFilled, fatherSent, motherSent)
      .at(REVIEW)
      .when(passDeadline())
      .then(reviewEscalated({ applicantIds: [FATHER] }));
    given(...bothSent, applicantRejected())
      .at(REVIEW)
      .when(passDeadline())
      .then(reviewEscalated({ applicantIds: [MOTHER] }));
  });

  it('moves each from where it lies when two holders are late at once', () => {
    const motherWithRegistrar = signedConsentSent({
      applicantIds: [MOTHER],
      dossierRevisions: { [MOTHER]: 3 },
      holder: 'registrar',
    });
    given(...bothFilled, fatherSent, motherWithRegistrar)
      .at(REVIEW)
      .when(passDeadline())
      .then(
        reviewEscalated({ applicantIds: [FATHER] }),
        reviewEscalated({ applicantIds: [MOTHER], from: 'registrar', holder: 'director' }),
      );
  });

  it('passes by an office that could not decide', () => {
    const staff = { staffId: 'one', personRef: 'person-one', tied: false };
    const withoutDirector = { 'class-teacher': [staff], registrar: [{ ...staff, tied: true }], director: [] };
    given(...sent)
      .and({ reviewers: { ...withoutDirector, director: [staff] } })
      .at(REVIEW)
      .when(passDeadline())
      .then(reviewEscalated({ holder: 'director' }));
    given(...sent)
      .and({ reviewers: withoutDirector })
      .at(REVIEW)
      .when(passDeadline())
      .then(toAdministratorFrom('class-teacher'));
  });

  it('is decided if the decision came first', () =>
    given(...sent, applicantRejected())
      .at(REVIEW)
      .when(passDeadline())
      .nothing());

  function toAdministratorFrom(from: 'class-teacher') {
    return { type: 'ReviewEscalated', data: { ...listed, from } } as const;
  }
});

describe('the deadlines that run', () => {
  it('are told earliest first, and once', () => {
    expect(deadlines(null)).toEqual([]);
    expect(deadlines(requestAfter(opened()))).toEqual([
      { kind: 'unfinished-reminder', dueAt: REMINDER },
      { kind: 'unfinished', dueAt: UNFINISHED },
    ]);
    expect(deadlines(requestAfter(...bothSent))).toEqual([
      { kind: 'review-reminder', dueAt: REVIEW_REMINDER },
      { kind: 'review', dueAt: REVIEW },
    ]);
    expect(deadlines(requestAfter(...bothSent, reviewEscalated({ applicantIds: [FATHER] })))).toEqual([
      { kind: 'review-reminder', dueAt: REVIEW_REMINDER },
      { kind: 'review', dueAt: REVIEW },
      { kind: 'review-reminder', dueAt: '2026-11-10T01:00:00.000Z' },
      { kind: 'review', dueAt: SECOND_REVIEW },
    ]);
  });
});
