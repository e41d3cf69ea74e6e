/** What holds for every life of a request. Seeded: a failure is the same failure tomorrow. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { allowedActions } from '../../domain/binding/allowed-actions.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import { decide } from '../../domain/binding/decide.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import { evolve } from '../../domain/binding/evolve.js';
import { fold, nothingFolded } from '../../domain/binding/fold.js';
import { SETTLED, type ApplicantState, type BindingState } from '../../domain/binding/state.js';
import * as builders from './builders.js';
import { recorded, requestAfter } from './given-when-then.js';
import { live, steps, type Moment } from './random-life.js';

/** What may still be noted of a closed case. */
const AFTER_THE_END: readonly BindingEvent['type'][] = [
  'ReviewDecisionRefused',
  'AccountCreated',
  'AccountLinked',
  'AccountReleased',
  'PersonalDataErased',
];

function statuses(state: BindingState) {
  return state?.applicants.map(({ status }) => status);
}

/** Sequences for each law; the campaign (`npm run test:properties`) sets more of them, and another seed. */
const often = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 20_200_820),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1_500),
};
let laws = 0;

function everyMoment(holds: (moment: Moment, life: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(steps, (played) => {
      const life = live(played);
      for (const moment of life) holds(moment, life);
    }),
    // Every law sees lives of its own.
    { ...often, seed: often.seed + laws++ },
  );
}

describe('every life of a request', () => {
  it('reaches every stage, every outcome and every state of an applicant', () => {
    const seen = new Set<string | undefined>();
    everyMoment(({ after }) => {
      seen.add(after?.stage).add(after?.outcome);
      for (const { status } of after?.applicants ?? []) seen.add(status);
    });
    // `approved` lasts no longer than its batch.
    for (const word of [
      'student-info',
      'consent',
      'application',
      'signature',
      'review',
      'closed',
      'completed',
      'rejected',
      'expired',
      'refused',
      'withdrawn',
      'student-left',
      'correction-requested',
      'drafted',
      'pending-review',
      'account-creating',
      'account-failed',
      'email-taken',
      ...SETTLED,
    ]) {
      expect(seen).toContain(word);
    }
  });

  it('is plain JSON at any moment, also for the rules', () =>
    everyMoment(({ before, command, facts, decision, after }) => {
      expect(JSON.parse(JSON.stringify(after))).toStrictEqual(after);
      const carried = JSON.parse(JSON.stringify(before)) as BindingState;
      expect(decide(carried, command, facts)).toStrictEqual(decision);
    }));

  it('is the same when it is told again from its events', () =>
    everyMoment(({ after }, life) => {
      const told = life.flatMap(({ events }) => events);
      if (after === life.at(-1)?.after) expect(told.reduce(evolve, null as BindingState)).toStrictEqual(after);
    }));

  it('remembers which command wrote each of its events', () =>
    everyMoment(({ command, events, after }, life) => {
      const [first] = events;
      if (first === undefined || after !== life.at(-1)?.after) return;
      const { handled, revision } = life.flatMap((moment) => moment.events).reduce(fold, nothingFolded());
      const place = { from: first.revision, to: first.revision + events.length - 1 };
      expect(handled.placeOf(command.commandId, revision)).toEqual(place);
      expect(handled.placeOf(command.commandId, first.revision - 1)).toBeUndefined();
    }));

  it('is closed exactly when everybody is settled, and stays closed', () =>
    everyMoment(({ before, decision, after }) => {
      if (after?.stage === 'review')
        expect(after.applicants.some(({ status }) => !SETTLED.includes(status))).toBe(true);
      if (after?.stage === 'closed') {
        expect(after.applicants.every(({ status }) => SETTLED.includes(status))).toBe(true);
        expect(deadlines(after)).toEqual([]);
      }
      if (before?.stage === 'closed') {
        expect(after).toMatchObject({ stage: 'closed', outcome: before.outcome });
        expect(statuses(after)).toEqual(statuses(before));
        expect(decision.events.every(({ type }) => AFTER_THE_END.includes(type))).toBe(true);
      }
    }));

  it('records a refusal of a decision and of nothing else', () =>
    everyMoment(({ before, command, decision }) => {
      if (!('refused' in decision)) return;
      const { data } = command;
      const isThere = before?.applicants.some((one) => 'applicantId' in data && one.applicantId === data.applicantId);
      const isDecision = isThere === true && ['Approve', 'Reject', 'RequestCorrection'].includes(command.type);
      expect(decision.events.map(({ type }) => type)).toEqual(isDecision ? ['ReviewDecisionRefused'] : []);
    }));

  it('never stands still: a clock runs, an account is being created, or somebody at the office has it', () =>
    everyMoment(({ after }) => {
      if (after === null || after.stage === 'closed') return;
      const held = after.applicants.some(
        ({ status, holder }) =>
          status === 'account-creating' || status === 'account-failed' || holder === 'administrator',
      );
      const listed = after.dispute?.holder === 'administrator';
      expect(held || listed || deadlines(after).length > 0).toBe(true);
    }));

  it('treats two applicants as two cases: what is done to one leaves the other as it was', () =>
    everyMoment(({ before, command, after }) => {
      if (!('applicantId' in command.data)) return;
      const { applicantId } = command.data;
      const others = (state: BindingState) => state?.applicants.filter((one) => one.applicantId !== applicantId);
      expect(others(after)).toEqual(others(before));
    }));

  it('never tells a button that its rule would refuse', () =>
    everyMoment(({ after }) => {
      const may = (role: 'parent' | 'class-teacher') => allowedActions(after, { role });
      const known = builders.facts({}, 'class-teacher');
      const how = { commandId: 'the-button' };
      if (may('parent').includes('sign-and-send')) {
        const revisions = Object.fromEntries(
          (after?.applicants ?? []).map((one) => [one.applicantId, one.dossierRevision]),
        );
        expect(decide(after, builders.signAndSend({ dossierRevisions: revisions }, how), known)).not.toHaveProperty(
          'refused',
        );
      }
      if (may('parent').includes('withdraw'))
        expect(decide(after, builders.withdraw({}, how), known)).not.toHaveProperty('refused');
      const waiting = after?.applicants.find(({ holder }) => holder === 'class-teacher');
      expect(may('class-teacher').includes('approve')).toBe(waiting !== undefined);
      if (waiting !== undefined) {
        expect(decide(after, builders.approve({ ...waiting }, how), known)).not.toHaveProperty('refused');
      }
    }));
});

describe('evolve', () => {
  it('takes any event at any moment', () => {
    const made = Object.values(builders.EVENT_BUILDERS).map((build) => build());
    const unknown = {
      type: 'NeverHeardOf',
      data: { applicantId: builders.FATHER },
    } as unknown as (typeof made)[number];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...made, unknown), { maxLength: 20 }), (events) => {
        const stream = recorded(events);
        const state = stream.reduce(evolve, null as BindingState);
        expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
        expect(() => deadlines(state)).not.toThrow();
      }),
      often,
    );
  });

  it('does not touch the state it was given', () => {
    const before = requestAfter(...builders.bothSent);
    const copy = JSON.parse(JSON.stringify(before)) as ApplicantState;
    recorded([builders.applicantApproved(), builders.accountCreationStarted()], { from: 5 }).reduce(
      evolve,
      before as BindingState,
    );
    expect(before).toStrictEqual(copy);
  });
});
