import { describe, it } from '@jest/globals';
import * as b from './builders.js';
import { given } from './given-when-then.js';

/** A typhoon on Thursday, and what the eleventh of November was before it: the day after the review is due. */
const thursday = { closures: [{ from: '2026-11-05', to: '2026-11-05' }] };
const TUESDAY = '2026-11-10T15:59:59.999Z';
const closedOn = (day: string) => ({ closures: [{ from: day, to: day }] });
const shift = (closedDay = '2026-11-05') => b.shiftDeadlines({ closedDay });
const disputed = [b.opened(), b.studentInfoDisputed()] as const;

describe('a day on which the offices were closed', () => {
  it('moves a review that is due on it or later, and none that was due before', () => {
    const moved = b.deadlinesShifted({ applicants: [{ applicantId: b.FATHER, dueAt: TUESDAY }] });
    for (const day of ['2026-11-05', '2026-11-09'])
      given(...b.sent)
        .and(closedOn(day))
        .when(shift(day))
        .then(moved);
    given(...b.sent)
      .and(closedOn('2026-11-10'))
      .when(shift('2026-11-10'))
      .nothing();
  });

  it('moves a question about the pupil’s data', () =>
    given(...disputed)
      .and(thursday)
      .when(shift())
      .then(b.deadlinesShifted({ disputeDueAt: TUESDAY, applicants: [] })));

  it('moves the paper form with the review that waits for it', () => {
    const paperDueAt = b.CORRECTION;
    given(...b.filled, b.signedConsentSent({ paperDueAt, reviewDueAt: b.THIRD_REVIEW }))
      .and({ ...thursday, asksForPaper: true })
      .when(shift())
      .then(
        b.deadlinesShifted({
          applicants: [
            { applicantId: b.FATHER, dueAt: '2026-11-24T15:59:59.999Z', paperDueAt: '2026-11-17T15:59:59.999Z' },
          ],
        }),
      );
  });

  it.each([
    ['a correction', [...b.sent, b.correctionRequested()]],
    [
      'a taken address',
      [...b.sent, b.applicantApproved(), b.accountCreationStarted(), b.applicantEmailTaken({ dueAt: b.EMAIL_TAKEN })],
    ],
  ] as const)('moves %s', (_what, events) =>
    given(...events)
      .and(thursday)
      .when(shift())
      .then(b.deadlinesShifted({ applicants: [{ applicantId: b.FATHER, dueAt: '2026-11-17T15:59:59.999Z' }] })),
  );

  it('moves nothing that is counted in hours or in calendar days', () => {
    const creating = [b.applicantApproved(), b.accountCreationStarted({ dueAt: b.THIRD_REVIEW })];
    given(...b.bothSent, ...creating)
      .and(thursday)
      .when(shift())
      .then(b.deadlinesShifted({ applicants: [{ applicantId: b.MOTHER, dueAt: TUESDAY }] }));
    given(...b.filled)
      .and(thursday)
      .when(shift())
      .nothing();
  });

  it('moves nothing when nobody works on that day anyway', () => {
    for (const day of ['2026-11-07', '2026-11-08'])
      given(...b.sent)
        .and(closedOn(day))
        .when(shift(day))
        .nothing();
  });

  it.each(['demo', 'test'])('moves nothing under policy %s, whose days are no days', (policyVersion) =>
    given(b.opened({ policyVersion }), ...b.sent.slice(1))
      .and(thursday)
      .when(shift())
      .nothing(),
  );

  it('moves nothing of a case that is closed', () =>
    given(...b.sent, b.applicantRejected(), b.bindingRequestClosed({ outcome: 'rejected', results: [] }))
      .and(thursday)
      .when(shift())
      .nothing());
});
