/** docs/lifecycle.md, walked: every unsettled state of an applicant, and who or what leads out of it. */
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import { SETTLED } from '../../domain/binding/state.js';
import type { ApplicantStatus } from '../../domain/binding/vocabulary.js';
import { evolve } from '../../domain/binding/evolve.js';
import {
  accountCreationFailed,
  accountCreationStarted,
  applicant,
  applicantApproved,
  applicantEmailTaken,
  approve,
  bothFilled,
  EMAIL_TAKEN,
  facts,
  FATHER,
  fillApplication,
  filled,
  passDeadline,
  recordAccount,
  reject,
  REVIEW,
  sent,
  signAndSend,
  signedConsentSent,
  UNFINISHED,
} from './builders.js';
import { recorded, requestAfter } from './given-when-then.js';

interface Exits {
  readonly when: readonly BindingEvent[];
  readonly byPerson: readonly Command[];
  readonly byClock: readonly Command[];
}

/** Cures come with the commands of a later issue: until then these wait for an operator or their clock. */
const WAITS: Partial<Record<ApplicantStatus, readonly (keyof Exits)[]>> = {
  'account-creating': ['byPerson'],
  'email-taken': ['byPerson'],
  'account-failed': ['byPerson', 'byClock'],
};

const creating = [...sent, applicantApproved(), accountCreationStarted()];
const how = { commandId: 'the-exit' };

const STATES: Partial<Record<ApplicantStatus, Exits>> = {
  drafted: {
    when: filled,
    byPerson: [signAndSend({}, how), fillApplication({ applicants: [applicant('mother')] }, how)],
    byClock: [passDeadline({ kind: 'unfinished', dueAt: UNFINISHED }, how)],
  },
  'pending-review': {
    when: sent,
    byPerson: [approve({}, how), reject({}, how)],
    byClock: [passDeadline({ dueAt: REVIEW }, how)],
  },
  'account-creating': {
    when: creating,
    byPerson: [],
    byClock: [recordAccount({}, how), recordAccount({ outcome: { kind: 'failed', reason: 'too-late' } }, how)],
  },
  'email-taken': {
    when: [...creating, applicantEmailTaken()],
    byPerson: [],
    byClock: [passDeadline({ kind: 'email-taken', dueAt: EMAIL_TAKEN }, how)],
  },
  'account-failed': { when: [...creating, accountCreationFailed()], byPerson: [], byClock: [] },
};

const unsettled = Object.entries(STATES) as readonly (readonly [ApplicantStatus, Exits])[];

describe('every unsettled state of an applicant', () => {
  it('is in the table', () => {
    const all: Readonly<Record<ApplicantStatus, true>> = {
      drafted: true,
      'pending-review': true,
      approved: true,
      rejected: true,
      expired: true,
      'account-creating': true,
      'account-created': true,
      'account-linked': true,
      'account-failed': true,
      'email-taken': true,
    };
    // `approved` goes on to `account-creating` in the same batch.
    const rest = Object.keys(all).filter(
      (status) => status !== 'approved' && !SETTLED.includes(status as ApplicantStatus),
    );
    expect(rest.toSorted()).toEqual(unsettled.map(([status]) => status).toSorted());
  });

  it.each(unsettled)('%s has the exits the table says', (status, { when, ...exits }) => {
    const state = requestAfter(...when);
    expect(state.applicants[0]?.status).toBe(status);
    for (const way of ['byPerson', 'byClock'] as const) {
      expect(exits[way].length > 0 || WAITS[status]?.includes(way)).toBe(true);
      for (const command of exits[way]) {
        const known = facts({ now: UNFINISHED }, command.actor.role);
        const { events } = decide(state, command, known);
        const left = recorded(events, { from: when.length }).reduce(evolve, state as ReturnType<typeof evolve>);
        expect(left?.applicants[0]).not.toEqual(state.applicants[0]);
      }
    }
  });

  it('drafted beside one who was sent has them too', () => {
    const state = requestAfter(...bothFilled, signedConsentSent({ applicantIds: [FATHER] }));
    const { events } = decide(
      state,
      passDeadline({ kind: 'unfinished', dueAt: UNFINISHED }, how),
      facts({ now: UNFINISHED }),
    );
    expect(events.map(({ type }) => type)).toEqual(['ApplicantExpired']);
  });
});
