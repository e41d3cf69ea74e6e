import { describe, expect, it } from '@jest/globals';
import { allowedActions } from '../../domain/binding/allowed-actions.js';
import type { CommandType } from '../../domain/binding/commands.js';
import { COMMAND_TYPES } from '../../domain/binding/decide.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import { PERSON_ROLES, type Role } from '../../domain/binding/vocabulary.js';
import {
  applicantRejected,
  bindingRequestClosed,
  bothFilled,
  confirmed,
  consented,
  consentRefused,
  correctionRequested,
  disputeEscalated,
  emailProven,
  evidenceAdded,
  FATHER,
  filled,
  opened,
  paperFormReceived,
  reviewEscalated,
  reviewTakenOver,
  sent,
  signedConsentSent,
  studentInfoDisputed,
} from './builders.js';
import { stateAfter } from './given-when-then.js';

function may(role: Role, events: readonly BindingEvent[]): readonly string[] {
  return allowedActions(stateAfter(...events), { role });
}

const tenPieces = Array.from({ length: 10 }, (_, i) => evidenceAdded({ evidenceId: `evidence-${i}` }));

describe('what the parent may do now', () => {
  it.each<[string, readonly BindingEvent[], readonly string[]]>([
    ['nothing is open', [], ['open']],
    ['opened', [opened()], ['confirm-student-info', 'dispute-student-info', 'withdraw']],
    ['disputed', [opened(), studentInfoDisputed()], ['withdraw']],
    ['confirmed', confirmed, ['answer-consent', 'withdraw']],
    ['consented', consented, ['fill-application', 'withdraw']],
    [
      'filled in',
      filled,
      ['fill-application', 'amend-applicant', 'prove-email', 'sign-and-send', 'withdraw', 'add-evidence'],
    ],
    ['sent', sent, ['prove-email', 'recall', 'withdraw', 'add-evidence']],
    [
      'asked to correct',
      [...sent, correctionRequested()],
      ['amend-applicant', 'prove-email', 'withdraw', 'add-evidence'],
    ],
    [
      'asked for evidence only',
      [...sent, emailProven(), correctionRequested({ fields: ['evidence'] })],
      ['withdraw', 'add-evidence'],
    ],
    [
      'evidence added',
      [...sent, evidenceAdded()],
      ['prove-email', 'recall', 'withdraw', 'add-evidence', 'remove-evidence'],
    ],
    [
      'as much evidence as there may be',
      [...sent, ...tenPieces],
      ['prove-email', 'recall', 'withdraw', 'remove-evidence'],
    ],
    [
      'one of two sent',
      [...bothFilled, signedConsentSent({ applicantIds: [FATHER] })],
      ['amend-applicant', 'prove-email', 'sign-and-send', 'recall', 'withdraw', 'add-evidence'],
    ],
    ['refused', [...confirmed, consentRefused(), bindingRequestClosed({ outcome: 'refused', results: [] })], ['open']],
  ])('%s', (_when, events, actions) => {
    expect(may('parent', events)).toEqual(actions);
    expect(may('guardian', events)).toEqual(actions);
  });

  it('is what the registrar may do for a request entered at the counter, and for no other', () => {
    expect(may('registrar', [opened({ channel: 'assisted' })])).toEqual([
      'confirm-student-info',
      'dispute-student-info',
      'withdraw',
      'correct-student-info',
    ]);
    expect(may('registrar', [opened()])).toEqual(['correct-student-info']);
    expect(may('registrar', confirmed)).toEqual([]);
  });
});

const DECISIONS: readonly string[] = ['approve', 'reject', 'request-correction'];

describe('what the office may do beside deciding', () => {
  it.each<[Role, string, readonly BindingEvent[], readonly string[]]>([
    ['registrar', 'the class teacher has it', sent, ['take-over', 'record-paper-form']],
    ['class-teacher', 'the class teacher has it', sent, ['record-paper-form']],
    ['registrar', 'it was taken over', [...sent, reviewTakenOver()], ['record-paper-form']],
    ['registrar', 'the paper form is here', [...sent, paperFormReceived()], ['take-over', 'record-paper-form']],
    [
      'registrar',
      'all that there may be on paper is here',
      [...sent, paperFormReceived({ documents: ['application-form', 'id-card', 'household-register', 'other'] })],
      ['take-over'],
    ],
    [
      'registrar',
      'the data are disputed',
      [opened(), studentInfoDisputed()],
      ['correct-student-info', 'keep-student-info'],
    ],
    ['director', 'the data are disputed', [opened(), studentInfoDisputed()], []],
    [
      'director',
      'the dispute has come up',
      [opened(), studentInfoDisputed(), disputeEscalated()],
      ['correct-student-info', 'keep-student-info'],
    ],
  ])('%s, when %s', (role, _when, events, actions) =>
    expect(may(role, events).filter((name) => !DECISIONS.includes(name))).toEqual(actions),
  );
});

describe('what a reviewer may do now', () => {
  const withDirector = [...sent, reviewEscalated({ holder: 'director' })];

  it.each<[Role, string, readonly BindingEvent[], boolean]>([
    ['class-teacher', 'it was sent', sent, true],
    ['class-teacher', 'it is drafted', filled, false],
    ['class-teacher', 'it has passed to the registrar', [...sent, reviewEscalated()], false],
    ['class-teacher', 'it is decided', [...sent, applicantRejected()], false],
    ['registrar', 'it is with the class teacher', sent, true],
    ['registrar', 'it is with the director', withDirector, true],
    ['registrar', 'it is drafted', filled, false],
    ['director', 'it came to the director', withDirector, true],
    ['director', 'it is with the class teacher', sent, false],
    ['auditor', 'it is with the director', withDirector, false],
    ['administrator', 'it is with the director', withDirector, false],
  ])('%s, when %s', (role, _when, events, decides) =>
    expect(may(role, events).filter((name) => DECISIONS.includes(name))).toEqual(decides ? DECISIONS : []),
  );

  it.each(['own-child', 'held-by-school'] as const)('is nothing that the rules would refuse as %s', (barred) => {
    for (const role of ['registrar', 'class-teacher'] as const)
      expect(allowedActions(stateAfter(...sent), { role, barred })).toEqual(['record-paper-form']);
  });
});

describe('the list of what may be done', () => {
  /** Commands that no case page offers, and what sends them. */
  const NOT_ON_A_CASE_PAGE: Partial<Record<CommandType, string>> = {
    RetryAccount: 'the list of failed accounts',
    AbandonAccount: 'the list of failed accounts',
    Erase: 'an erasure',
    RosterChanged: 'the roster',
    ShiftDeadlines: 'the calendar of the school',
    PassDeadline: 'the workflow',
    RecordAccount: 'the workflow',
    ReleaseAccount: 'the workflow',
  };
  const states: readonly (readonly BindingEvent[])[] = [
    [],
    [opened()],
    [opened(), studentInfoDisputed()],
    confirmed,
    consented,
    filled,
    [...filled, evidenceAdded()],
    sent,
  ];
  const offered = new Set(states.flatMap((events) => PERSON_ROLES.flatMap((role) => may(role, events))));

  it.each(COMMAND_TYPES.filter((type) => NOT_ON_A_CASE_PAGE[type] === undefined))(
    'offers %s to a role in a state: else no page has a button for it',
    (type) => expect(offered).toContain(kebab(type)),
  );
});

/** `RecordPaperForm` → `record-paper-form`. */
function kebab(type: string): string {
  return type.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
}
