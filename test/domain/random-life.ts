/** Random lives of a request: steps that mostly fit what the request waits for, sometimes do not. */
import * as fc from 'fast-check';
import type { AccountOutcome, Command } from '../../domain/binding/commands.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import { decide } from '../../domain/binding/decide.js';
import type { RuleOutcome } from '../../domain/binding/rule.js';
import type { RecordedBindingEvent } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { Facts } from '../../domain/binding/facts.js';
import { accountIdOf } from '../../domain/binding/identifiers.js';
import { later, millis } from '../../domain/calendar/instants.js';
import type { ApplicantState, BindingState } from '../../domain/binding/state.js';
import {
  abandonAccount,
  addEvidence,
  amendApplicant,
  answerConsent,
  applicant,
  approve,
  confirmStudentInfo,
  correctStudentInfo,
  director,
  disputeStudentInfo,
  erase,
  facts,
  FATHER,
  fillApplication,
  keepStudentInfo,
  MOTHER,
  NOW,
  open,
  passDeadline,
  proveEmail,
  recall,
  recordAccount,
  releaseAccount,
  recordPaperForm,
  registrar,
  reject,
  removeEvidence,
  REQUEST,
  requestCorrection,
  retryAccount,
  rosterChanged,
  shiftDeadlines,
  signAndSend,
  STUDENT,
  takeOver,
  teacher,
  withdraw,
} from './builders.js';
import { recorded } from './given-when-then.js';

export interface Step {
  readonly what: Command['type'] | 'next';
  readonly by: Actor;
  readonly whose: string;
  /** False: something about the step is out of date. */
  readonly fresh: boolean;
  /** Both applicants, or agreeing, or whatever else has two sides. */
  readonly yes: boolean;
  readonly outcome: AccountOutcome;
  /** Hours since the step before. */
  readonly hours: number;
}

export interface Moment {
  readonly before: BindingState;
  readonly command: Command;
  readonly facts: Facts;
  readonly decision: RuleOutcome;
  readonly events: readonly RecordedBindingEvent[];
  readonly after: BindingState;
}

const outcomes: readonly AccountOutcome[] = [
  { kind: 'created', accountId: 'account-new' },
  { kind: 'linked', accountId: 'account-of-before' },
  { kind: 'email-taken' },
  { kind: 'failed', reason: 'provider-unreachable' },
];

export const anyStep: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant('next' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Command['type'][]>(
        'Approve',
        'Reject',
        'RecordAccount',
        'PassDeadline',
        'SignAndSend',
        'RequestCorrection',
        'AmendApplicant',
        'Recall',
        'Withdraw',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Command['type'][]>(
        'Open',
        'ConfirmStudentInfo',
        'AnswerConsent',
        'FillApplication',
        'DisputeStudentInfo',
        'CorrectStudentInfo',
        'KeepStudentInfo',
        'ProveEmail',
        'AddEvidence',
        'RemoveEvidence',
        'RecordPaperForm',
        'TakeOver',
        'RetryAccount',
        'AbandonAccount',
        'RosterChanged',
        'ShiftDeadlines',
        'Erase',
        'ReleaseAccount',
      ),
    },
  ),
  by: fc.constantFrom(teacher, registrar, director),
  whose: fc.constantFrom(FATHER, MOTHER),
  fresh: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  yes: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  outcome: fc.constantFrom(...outcomes),
  hours: fc.integer({ min: 0, max: 60 }),
});

export const steps = fc.array(anyStep, { maxLength: 24 });

/** Plays the steps from nothing; each has a commandId of its own. */
export function live(played: readonly Step[]): readonly Moment[] {
  const moments: Moment[] = [];
  let state: BindingState = null;
  let now = NOW;
  let revision = 0;
  played.forEach((one, i) => {
    const command = commandOf(one, state, `step-${i}`);
    now = later(now, one.hours * 3_600_000);
    if (command.type === 'PassDeadline' && one.fresh && millis(command.data.dueAt) > millis(now))
      now = command.data.dueAt;
    const known = facts({ now, ...surroundings(one) }, command.actor.role);
    const decision = decide(state, command, known);
    const events = recorded(decision.events, {
      from: revision,
      commandId: command.commandId,
      at: now,
      actor: command.actor,
    });
    const after = events.reduce(evolve, state);
    moments.push({ before: state, command, facts: known, decision, events, after });
    state = after;
    revision += events.length;
  });
  return moments;
}

/** What else may be so at school on that day. */
export function surroundings({ what, yes, hours }: Step): Partial<Facts> {
  const { student } = facts();
  if (student === undefined) return {};
  const left = what === 'RosterChanged' && !yes;
  const classId = hours % 7 === 6 ? 'T99-302' : student.classId;
  return {
    student: { ...student, classId, enrolment: left ? 'left' : 'enrolled' },
    asksForPaper: hours % 11 === 10,
  };
}

/** What is asked for in this step, as the request stands. */
export function commandOf(one: Step, state: BindingState, commandId: string): Command {
  const by = { commandId, by: one.by };
  switch (one.what === 'next' ? expected(one, state) : one.what) {
    case 'Open':
      return open({}, { commandId });
    case 'ConfirmStudentInfo':
      return confirmStudentInfo({ correct: one.fresh }, { commandId });
    case 'AnswerConsent':
      return answerConsent({ intent: one.yes || one.fresh ? 'apply' : 'not-joining' }, { commandId });
    case 'FillApplication':
      return fillApplication(
        one.yes
          ? { mode: 'two-parents', applicants: [applicant('father'), applicant('mother')] }
          : { applicants: [applicant('father')] },
        { commandId },
      );
    case 'SignAndSend':
      return signAndSend(
        { ...(one.yes ? {} : { applicantIds: [one.whose] }), dossierRevisions: dossiers(one, state) },
        { commandId },
      );
    case 'Approve':
      return approve({ ...dossier(one, state), formChecked: one.fresh }, by);
    case 'Reject':
      return reject(dossier(one, state), by);
    case 'RequestCorrection':
      return requestCorrection({ ...dossier(one, state), fields: one.yes ? ['mobile'] : ['email', 'evidence'] }, by);
    case 'DisputeStudentInfo':
      return disputeStudentInfo({}, { commandId });
    case 'CorrectStudentInfo':
      return correctStudentInfo({}, by);
    case 'KeepStudentInfo':
      return keepStudentInfo({}, by);
    case 'AmendApplicant':
      return amendApplicant(
        one.yes
          ? { applicantId: one.whose }
          : { applicantId: one.whose, changed: { email: `sealed-${commandId}`, emailRef: `email-${commandId}` } },
        { commandId },
      );
    case 'ProveEmail':
      return proveEmail({ applicantId: one.whose, emailRef: of(one, state)?.emailRef ?? 'nobody' }, { commandId });
    case 'AddEvidence':
      return addEvidence({ applicantId: one.whose, evidenceId: `evidence-${commandId}` }, { commandId });
    case 'RemoveEvidence':
      return removeEvidence(
        { applicantId: one.whose, evidenceId: of(one, state)?.evidence?.[0]?.evidenceId ?? 'none' },
        { commandId },
      );
    case 'RecordPaperForm':
      return recordPaperForm({ applicantId: one.whose }, by);
    case 'Recall':
      return recall({ applicantIds: [one.whose] }, { commandId });
    case 'Withdraw':
      return withdraw(one.fresh ? { applicantIds: [one.whose] } : {}, { commandId });
    case 'TakeOver':
      return takeOver({}, { commandId });
    case 'RetryAccount':
      return retryAccount({ applicantId: one.whose }, { commandId });
    case 'AbandonAccount':
      return abandonAccount({ applicantId: one.whose }, { commandId });
    case 'RosterChanged':
      return rosterChanged({}, { commandId });
    case 'ShiftDeadlines':
      return shiftDeadlines({}, { commandId });
    case 'Erase':
      return erase({ subjectId: one.yes ? one.whose : STUDENT }, { commandId });
    case 'PassDeadline':
      return passDeadline(deadlines(state)[0] ?? {}, { commandId });
    case 'RecordAccount':
      return recordAccount(
        {
          applicantId: one.whose,
          accountId: accountIdOf(REQUEST, one.whose),
          attempt: of(one, state)?.account?.attempt ?? 1,
          outcome: one.outcome,
        },
        { commandId },
      );
    case 'ReleaseAccount':
      return releaseAccount(
        {
          applicantId: one.whose,
          accountId: accountIdOf(REQUEST, one.whose),
          attempt: of(one, state)?.account?.attempt ?? 1,
          disabled: one.yes,
        },
        { commandId },
      );
  }
}

/** What a request in this state waits for. */
function expected({ yes, whose }: Step, state: BindingState): Command['type'] {
  switch (state?.stage) {
    case undefined:
    case 'closed':
      return 'Open';
    case 'student-info':
      return 'ConfirmStudentInfo';
    case 'consent':
      return 'AnswerConsent';
    case 'application':
      return 'FillApplication';
    case 'signature':
      return 'SignAndSend';
    case 'review': {
      const status = state.applicants.find(({ applicantId }) => applicantId === whose)?.status;
      if (status === 'account-creating') return 'RecordAccount';
      if (status === 'correction-requested') return yes ? 'AmendApplicant' : 'SignAndSend';
      if (status === 'email-taken') return yes ? 'ProveEmail' : 'AmendApplicant';
      if (status === 'account-failed') return yes ? 'RetryAccount' : 'AbandonAccount';
      if (status === 'drafted') return 'SignAndSend';
      if (status === 'pending-review') return yes ? 'Approve' : 'Reject';
      return 'PassDeadline';
    }
  }
}

function of({ whose }: Step, state: BindingState): ApplicantState | undefined {
  return state?.applicants.find(({ applicantId }) => applicantId === whose);
}

function dossiers({ fresh }: Step, state: BindingState): Readonly<Record<string, number>> {
  const revisions = (state?.applicants ?? []).map((one) => [one.applicantId, fresh ? one.dossierRevision : 0]);
  return Object.fromEntries(revisions) as Readonly<Record<string, number>>;
}

function dossier(one: Step, state: BindingState): { readonly applicantId: string; readonly dossierRevision: number } {
  return { applicantId: one.whose, dossierRevision: dossiers(one, state)[one.whose] ?? 0 };
}
