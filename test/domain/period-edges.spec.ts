/** Periods in working days, told to the millisecond: where the next one begins, and what a closed day does to it. */
import { describe, expect, it } from '@jest/globals';
import type { BindingEvent } from '../../domain/binding/events.js';
import { decide } from '../../domain/binding/decide.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { Facts } from '../../domain/binding/facts.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import type { Command } from '../../domain/binding/commands.js';
import type { BindingState } from '../../domain/binding/state.js';
import * as b from './builders.js';
import { recorded } from './recorded.js';

type At = readonly [at: string, ...events: readonly BindingEvent[]];

/** Each group of events at a time of its own. */
function after(...groups: readonly At[]): BindingState {
  let state: BindingState = null;
  for (const [at, ...events] of groups) state = recorded(events, { at }).reduce(evolve, state);
  return state;
}

function asked(state: BindingState, command: Command, known: Partial<Facts>): readonly BindingEvent[] {
  return decide(state, command, b.facts(known, command.actor.role)).events;
}

/** A time on a clock in Taipei, as the log has it. */
const taipei = (text: string) => new Date(`${text}+08:00`).toISOString();
const endOf = (day: string) => taipei(`${day}T23:59:59.999`);
const closed = (...days: readonly (readonly [string, string])[]) => ({
  closures: days.map(([from, to]) => ({ from, to })),
});

const sent = after([b.NOW, ...b.sent]);

describe('the period after one that has passed', () => {
  it.each([
    ['in the same millisecond', b.REVIEW],
    ['a moment after midnight, as timers come', taipei('2026-11-10T00:00:00.031')],
    ['a whole day later', taipei('2026-11-10T23:59:59.998')],
  ])('begins with the deadline when its timer comes %s: registrar and director get five days each', (_when, now) => {
    const toRegistrar = asked(sent, b.passDeadline(), { now });
    expect(toRegistrar[0]?.data).toMatchObject({
      holder: 'registrar',
      reviewDueAt: endOf('2026-11-16'),
      remindAt: taipei('2026-11-10T09:00:00'),
    });
    const withRegistrar = after([b.NOW, ...b.sent], [now, ...toRegistrar]);
    const toDirector = asked(withRegistrar, b.passDeadline({ dueAt: endOf('2026-11-16') }), {
      now: taipei('2026-11-17T00:00:00.004'),
    });
    expect(toDirector[0]?.data).toMatchObject({ holder: 'director', reviewDueAt: endOf('2026-11-23') });
  });

  it('begins now when nobody could act for longer than a day', () =>
    expect(asked(sent, b.passDeadline(), { now: taipei('2026-11-11T00:00:00.000') })[0]?.data).toMatchObject({
      reviewDueAt: endOf('2026-11-18'),
    }));

  it('begins with the deadline for a question about the pupil’s data, too', () => {
    const disputed = after([b.NOW, b.opened(), b.studentInfoDisputed()]);
    const command = b.passDeadline({ kind: 'dispute', dueAt: b.REVIEW });
    expect(asked(disputed, command, { now: taipei('2026-11-10T00:00:00.010') })[0]?.data).toMatchObject({
      holder: 'director',
      dueAt: endOf('2026-11-16'),
    });
  });
});

const shift = (state: BindingState, known: Partial<Facts>) => asked(state, b.shiftDeadlines(), known);
const dueOf = (events: readonly BindingEvent[]) =>
  events.flatMap((event) => (event.type === 'DeadlinesShifted' ? event.data.applicants.map(({ dueAt }) => dueAt) : []));

describe('a closed day', () => {
  const typhoon = closed(['2026-11-05', '2026-11-05']);

  it('inside a vacation that was counted already gives nothing more', () => {
    const vacation = closed(['2026-11-04', '2026-11-06']);
    const moved = shift(sent, vacation);
    expect(dueOf(moved)).toEqual([endOf('2026-11-12')]);
    const after1 = after([b.NOW, ...b.sent, ...moved]);
    expect(shift(after1, { closures: [...vacation.closures, ...typhoon.closures] })).toEqual([]);
  });

  it('entered late, with the review that began in the meantime, gives one day and not two', () => {
    // Sent after the day was entered: its period was counted with it.
    const [, , , , signed] = b.sent;
    const counted = asked(after([b.NOW, ...b.filled]), b.signAndSend(), typhoon);
    expect(counted[0]?.data).toMatchObject({ reviewDueAt: endOf('2026-11-10') });
    expect(signed?.type).toBe('SignedConsentSent');
    expect(shift(after([b.NOW, ...b.filled, ...counted]), typhoon)).toEqual([]);
  });

  it('entered together with another gives a day each, whichever command comes first, and no third', () => {
    const both = closed(['2026-11-05', '2026-11-05'], ['2026-11-06', '2026-11-06']);
    const moved = shift(sent, both);
    expect(dueOf(moved)).toEqual([endOf('2026-11-11')]);
    expect(shift(after([b.NOW, ...b.sent, ...moved]), both)).toEqual([]);
  });

  it('on the last day moves it, on the day after does not', () => {
    expect(dueOf(shift(sent, closed(['2026-11-09', '2026-11-09'])))).toEqual([endOf('2026-11-10')]);
    expect(shift(sent, closed(['2026-11-10', '2026-11-10']))).toEqual([]);
  });

  it('on the first day, which does not count, gives nothing', () =>
    expect(shift(sent, closed(['2026-11-02', '2026-11-02']))).toEqual([]));

  it('is counted from where the period began, after an escalation', () => {
    const escalated = after([b.NOW, ...b.sent], [taipei('2026-11-10T00:00:00.031'), b.reviewEscalated()]);
    expect(dueOf(shift(escalated, closed(['2026-11-10', '2026-11-10'])))).toEqual([endOf('2026-11-17')]);
    // Of the period before.
    expect(shift(escalated, typhoon)).toEqual([]);
  });

  it('moves a review that waits for paper with the paper', () => {
    const waiting = asked(after([b.NOW, ...b.filled]), b.signAndSend(), { asksForPaper: true });
    const state = after([b.NOW, ...b.filled, ...waiting]);
    const moved = shift(state, typhoon);
    expect(moved[0]?.data).toMatchObject({
      applicants: [{ paperDueAt: endOf('2026-11-17'), dueAt: endOf('2026-11-24') }],
    });
    const again = after([b.NOW, ...b.filled, ...waiting, ...moved]);
    expect(dueOf(shift(again, { closures: [...typhoon.closures, { from: '2026-11-18', to: '2026-11-18' }] }))).toEqual([
      endOf('2026-11-25'),
    ]);
  });

  it('never makes a deadline shorter', () => {
    const long = after([b.NOW, ...b.filled, b.signedConsentSent({ reviewDueAt: endOf('2026-12-01') })]);
    expect(shift(long, typhoon)).toEqual([]);
  });
});

describe('reminders', () => {
  it('are counted on when the case goes to the next office, also after the last one', () => {
    const ten = after([b.NOW, ...b.sent, b.reviewReminderDue({ nth: 10 })]);
    expect(deadlines(ten).map(({ kind }) => kind)).toEqual(['review']);
    const [escalated] = asked(ten, b.passDeadline(), { now: b.REVIEW });
    expect(escalated?.data).not.toHaveProperty('remindAt');
  });

  it('leave out who waits for paper, though both were sent together', () => {
    const both = asked(after([b.NOW, ...b.bothFilled]), b.signAndSend(), { asksForPaper: true });
    const paper = b.paperFormReceived({ reviewDueAt: b.REVIEW, remindAt: b.REVIEW_REMINDER });
    const state = after([b.NOW, ...b.bothFilled, ...both, paper]);
    const remind = b.passDeadline({ kind: 'review-reminder', dueAt: b.REVIEW_REMINDER });
    expect(asked(state, remind, { now: b.REVIEW_REMINDER })).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ applicantIds: [b.FATHER] }) }),
    ]);
  });
});

describe('an outage', () => {
  const gap = { from: taipei('2026-11-30T08:00:00'), to: taipei('2026-12-02T08:00:00') };
  const known = (now: string) => ({ now, gaps: [gap] });
  const filled = after([b.NOW, ...b.filled]);
  const unfinished = b.passDeadline({ kind: 'unfinished', dueAt: b.UNFINISHED });

  it('moves the family’s deadline by as long as it lasted, once', () => {
    const now = taipei('2026-12-03T00:00:00.020');
    const moved = asked(filled, unfinished, known(now));
    const dueAt = endOf('2026-12-04');
    expect(moved).toEqual([{ type: 'DeadlinesShifted', data: { reason: 'outage', expiresAt: dueAt, applicants: [] } }]);
    const later = after([b.NOW, ...b.filled], [now, ...moved]);
    expect(deadlines(later).at(-1)).toEqual({ kind: 'unfinished', dueAt });
    const end = asked(later, b.passDeadline({ kind: 'unfinished', dueAt }), known(taipei('2026-12-05T00:00:00.020')));
    expect(end.map(({ type }) => type)).toEqual(['BindingRequestClosed']);
  });

  it('moves a correction and the paper form, and no deadline of the school', () => {
    const met = {
      gaps: [{ from: taipei('2026-11-16T08:00:00'), to: taipei('2026-11-17T08:00:00') }],
      now: taipei('2026-11-17T08:00:10'),
    };
    const correcting = after([b.NOW, ...b.sent, b.correctionRequested()]);
    expect(asked(correcting, b.passDeadline({ kind: 'correction', dueAt: b.CORRECTION }), met)[0]?.data).toEqual({
      reason: 'outage',
      applicants: [{ applicantId: b.FATHER, dueAt: endOf('2026-11-17') }],
    });
    const waiting = after([
      b.NOW,
      ...b.filled,
      ...asked(after([b.NOW, ...b.filled]), b.signAndSend(), { asksForPaper: true }),
    ]);
    expect(asked(waiting, b.passDeadline({ kind: 'paper-form', dueAt: b.CORRECTION }), met)[0]?.data).toEqual({
      reason: 'outage',
      applicants: [{ applicantId: b.FATHER, paperDueAt: endOf('2026-11-17'), dueAt: endOf('2026-11-24') }],
    });
    const escalated = after([b.NOW, ...b.sent, b.reviewEscalated()]);
    expect(asked(escalated, b.passDeadline({ dueAt: b.SECOND_REVIEW }), met)[0]?.type).toBe('ReviewEscalated');
  });

  it('leaves a deadline alone that ended more than a day after it, or before it began', () => {
    for (const { from, to } of [
      { from: taipei('2026-11-30T08:00:00'), to: taipei('2026-12-01T23:59:59.998') },
      { from: taipei('2026-12-03T00:00:00'), to: taipei('2026-12-04T00:00:00') },
    ])
      expect(asked(filled, unfinished, { now: taipei('2026-12-05T00:00:00'), gaps: [{ from, to }] })[0]?.type).toBe(
        'BindingRequestClosed',
      );
  });
});
