/** docs/lifecycle.md, walked: every unsettled state of an applicant, and who or what leads out of it. */
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import { SETTLED } from '../../domain/binding/state.js';
import type { ApplicantStatus } from '../../domain/binding/vocabulary.js';
import { evolve } from '../../domain/binding/evolve.js';
import {
  abandonAccount,
  accountCreationFailed,
  accountCreationStarted,
  amendApplicant,
  applicant,
  applicantApproved,
  applicantEmailTaken,
  approve,
  bothFilled,
  CORRECTION,
  correctionRequested,
  EMAIL_TAKEN,
  erase,
  facts,
  FATHER,
  fillApplication,
  filled,
  passDeadline,
  recall,
  recordAccount,
  reject,
  requestCorrection,
  retryAccount,
  rosterChanged,
  REVIEW,
  sent,
  signAndSend,
  signedConsentSent,
  takeOver,
  UNFINISHED,
  withdraw,
} from './builders.js';
import { recorded, requestAfter } from './given-when-then.js';

interface Exits {
  readonly when: readonly BindingEvent[];
  readonly byPerson: readonly Command[];
  readonly byClock: readonly Command[];
}

/** Nobody hurries a provider; and what it could not do waits for the administrator, who is a person and an operator. */
const WAITS: Partial<Record<ApplicantStatus, readonly (keyof Exits)[]>> = {
  'account-creating': ['byPerson'],
  'account-failed': ['byClock'],
};

const creating = [...sent, applicantApproved(), accountCreationStarted()];
const how = { commandId: 'the-exit' };

const STATES: Partial<Record<ApplicantStatus, Exits>> = {
  drafted: {
    when: filled,
    byPerson: [
      signAndSend({}, how),
      fillApplication({ applicants: [applicant('mother')] }, how),
      amendApplicant({}, how),
      withdraw({}, how),
    ],
    byClock: [passDeadline({ kind: 'unfinished', dueAt: UNFINISHED }, how)],
  },
  'pending-review': {
    when: sent,
    byPerson: [
      approve({}, how),
      reject({}, how),
      requestCorrection({}, how),
      recall({}, how),
      withdraw({}, how),
      takeOver({}, how),
    ],
    byClock: [passDeadline({ dueAt: REVIEW }, how)],
  },
  'correction-requested': {
    when: [...sent, correctionRequested()],
    byPerson: [amendApplicant({}, how), withdraw({}, how)],
    byClock: [passDeadline({ kind: 'correction', dueAt: CORRECTION }, how)],
  },
  'account-creating': {
    when: creating,
    byPerson: [],
    byClock: [recordAccount({}, how), recordAccount({ outcome: { kind: 'failed', reason: 'too-late' } }, how)],
  },
  'email-taken': {
    when: [...creating, applicantEmailTaken()],
    byPerson: [amendApplicant({ changed: { email: 'sealed-new', emailRef: 'email-new' } }, how), withdraw({}, how)],
    byClock: [passDeadline({ kind: 'email-taken', dueAt: EMAIL_TAKEN }, how)],
  },
  'account-failed': {
    when: [...creating, accountCreationFailed()],
    byPerson: [retryAccount({}, how), abandonAccount({}, how)],
    byClock: [],
  },
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
      'correction-requested': true,
      withdrawn: true,
      abandoned: true,
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

  it('ends whatever the applicant waits for when the student leaves, or the person is erased', () => {
    for (const [status, { when }] of unsettled) {
      for (const command of [rosterChanged({}, how), erase({}, how)]) {
        const known = facts({ student: { ...facts().student!, enrolment: 'left' } }, command.actor.role);
        const { events } = decide(requestAfter(...when), command, known);
        expect([status, events[0]?.type]).toEqual([status, 'ApplicantWithdrawn']);
        expect(events.at(-1)?.type).toBe(command.type === 'Erase' ? 'PersonalDataErased' : 'BindingRequestClosed');
      }
    }
  });
});
