/** Each command with each refusal that its rule declares: a new one fails here until it has a case below. */
import { describe, expect, it } from '@jest/globals';
import type { Command, DecisionType } from '../../domain/binding/commands.js';
import { COMMAND_TYPES, decide, refusalsOf } from '../../domain/binding/decide.js';
import { refuse, rule } from '../../domain/binding/rule.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingEvent } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { RefusalCode } from '../../domain/binding/refusals.js';
import type { BindingState } from '../../domain/binding/state.js';
import * as b from './builders.js';
import { recorded } from './recorded.js';

interface Case {
  readonly code: RefusalCode;
  /** What is wrong, in words. */
  readonly where: string;
  readonly given: readonly BindingEvent[];
  readonly when: Command;
  readonly known?: Partial<Facts>;
  /** Who did what was given; absent: whoever does it as a rule. */
  readonly givenBy?: Actor;
}

const STUDENT = b.facts().student!;
const away = { actor: { grants: [], tied: false } } as const;
const [father, mother] = [b.applicant('father'), b.applicant('mother')];
const drafted = b.filled;
const approved = [...b.sent, b.applicantApproved(), b.accountCreationStarted()] as const;
const asked = [...b.sent, b.correctionRequested()] as const;
const rejected = [...b.bothSent, b.applicantRejected()] as const;
const disputed = [b.opened(), b.studentInfoDisputed()] as const;
const ten = Array.from({ length: 10 }, (_, i) => b.evidenceAdded({ evidenceId: `evidence-${i}` }));
const two = { mode: 'two-parents' } as const;
const other = { mode: 'other-guardian' } as const;
const grandfather = b.applicant('grandfather');
const sentByGrandfather = [
  ...b.consented,
  b.applicationFilled({ ...other, applicants: [grandfather] }),
  b.signedConsentSent(),
] as const;

const decisions: Readonly<Record<DecisionType, (of?: object, how?: object) => Command>> = {
  Approve: b.approve,
  Reject: b.reject,
  RequestCorrection: b.requestCorrection,
};

/** What every decision of a reviewer may meet. */
const ofDecisions: readonly Case[] = Object.values(decisions).flatMap((decision): readonly Case[] => [
  { code: 'not-your-class', where: 'rights were lost since the click', given: b.sent, when: decision(), known: away },
  {
    code: 'with-registrar',
    where: 'the review has come up',
    given: [...b.sent, b.reviewEscalated()],
    when: decision(),
  },
  {
    code: 'own-child',
    where: 'the roster has a family tie',
    given: b.sent,
    when: decision(),
    known: { actor: { ...b.facts({}, 'class-teacher').actor, tied: true } },
  },
  {
    code: 'own-child',
    where: 'the reviewer is the applicant',
    given: b.sent,
    when: decision(),
    known: { actor: { ...b.facts({}, 'class-teacher').actor, personRef: 'person-father' } },
  },
  {
    code: 'own-child',
    where: 'the reviewer is a bound guardian',
    given: b.sent,
    when: decision(),
    known: {
      actor: { ...b.facts({}, 'class-teacher').actor, personRef: 'person-bound' },
      boundPersonRefs: ['person-bound'],
    },
  },
  {
    code: 'own-entry',
    where: 'the registrar has entered it at the counter',
    given: counter(b.sent),
    givenBy: b.registrar,
    when: decision({}, { by: b.registrar }),
  },
  {
    code: 'held-by-school',
    where: 'the pupil is restricted',
    given: b.sent,
    when: decision(),
    known: { student: { ...STUDENT, restricted: true } },
  },
  {
    code: 'student-left',
    where: 'not at the school any more',
    given: b.sent,
    when: decision(),
    known: { student: { ...STUDENT, enrolment: 'left' } },
  },
  { code: 'already-decided', where: 'approved', given: approved, when: decision() },
  { code: 'already-decided', where: 'sent back', given: asked, when: decision() },
  { code: 'wrong-state', where: 'not sent', given: drafted, when: decision() },
  { code: 'wrong-state', where: 'nobody of that id', given: b.sent, when: decision({ applicantId: 'nobody' }) },
  { code: 'wrong-stage', where: 'no such request', given: [], when: decision() },
  {
    code: 'dossier-changed',
    where: 'another dossier was shown',
    given: b.sent,
    when: decision({ dossierRevision: 3 }),
  },
]);

/** The same events, entered at the counter. */
function counter(events: readonly BindingEvent[]): readonly BindingEvent[] {
  return [b.opened({ channel: 'assisted' }), ...events.slice(1)];
}

/** What is wrong with somebody who applies, however they are named. */
const ofPeople = (given: readonly BindingEvent[], name: (who: Partial<typeof father>) => Command): readonly Case[] => [
  { code: 'relation-not-allowed', where: 'no parent', given, when: name({ relation: 'sibling' }) },
  { code: 'same-person-twice', where: 'twice one person', given, when: name({ personRef: 'person-mother' }) },
  { code: 'same-email-twice', where: 'twice one address', given, when: name({ emailRef: 'email-mother' }) },
  { code: 'applicant-is-student', where: 'the pupil', given, when: name({ personRef: 'person-student' }) },
  {
    code: 'already-bound',
    where: 'bound to this pupil',
    given,
    when: name({ personRef: 'person-bound' }),
    known: { boundPersonRefs: ['person-bound'] },
  },
];

/** The mother's form says that of the father as well. */
function sentTwice(same: Partial<typeof mother>): readonly BindingEvent[] {
  const filled = b.applicationFilled({ mode: 'two-parents', applicants: [father, { ...mother, ...same }] });
  return [...b.consented, filled, b.bothSent[4] ?? b.signedConsentSent()];
}

/** As much as a family may do on one day. */
const much = [b.opened(), ...Array.from({ length: 300 }, () => b.evidenceAdded())];
const tooMuch = [
  b.confirmStudentInfo(),
  b.disputeStudentInfo(),
  b.answerConsent(),
  b.fillApplication(),
  b.amendApplicant(),
  b.proveEmail(),
  b.addEvidence(),
  b.removeEvidence(),
  b.signAndSend(),
  b.recall(),
].map((when): Case => ({ code: 'too-many-changes', where: 'after 300 on this day', given: much, when }));

const cases: readonly Case[] = [
  ...tooMuch,

  { code: 'student-not-found', where: 'not in the roster', given: [], when: b.open(), known: { student: undefined! } },
  {
    code: 'student-left',
    where: 'not at the school any more',
    given: [],
    when: b.open(),
    known: { student: { ...STUDENT, enrolment: 'graduated' } },
  },
  { code: 'wrong-stage', where: 'closed', given: [...b.confirmed, b.bindingRequestClosed()], when: b.open() },

  { code: 'not-ticked', where: 'not ticked', given: [b.opened()], when: b.confirmStudentInfo({ correct: false }) },
  { code: 'wrong-stage', where: 'confirmed before', given: b.confirmed, when: b.confirmStudentInfo() },
  { code: 'wrong-stage', where: 'disputed', given: disputed, when: b.confirmStudentInfo() },
  {
    code: 'data-changed',
    where: 'the roster has moved on',
    given: [b.opened()],
    when: b.confirmStudentInfo({ shownVersion: 6 }),
  },

  { code: 'wrong-stage', where: 'confirmed before', given: b.confirmed, when: b.disputeStudentInfo() },
  { code: 'wrong-stage', where: 'disputed before', given: disputed, when: b.disputeStudentInfo() },
  { code: 'wrong-stage', where: 'confirmed before', given: b.confirmed, when: b.correctStudentInfo() },
  { code: 'with-registrar', where: 'not come up', given: disputed, when: b.correctStudentInfo({}, { by: b.director }) },
  { code: 'not-your-class', where: 'no right', given: disputed, when: b.correctStudentInfo(), known: away },
  {
    code: 'student-not-found',
    where: 'not in the roster any more',
    given: disputed,
    when: b.correctStudentInfo(),
    known: { student: undefined! },
  },
  { code: 'wrong-stage', where: 'nothing was asked', given: [b.opened()], when: b.keepStudentInfo() },
  { code: 'with-registrar', where: 'not come up', given: disputed, when: b.keepStudentInfo({}, { by: b.director }) },
  { code: 'not-your-class', where: 'no right', given: disputed, when: b.keepStudentInfo(), known: away },

  {
    code: 'choices-contradict',
    where: 'no and yes',
    given: b.confirmed,
    when: b.answerConsent({ decision: 'disagree', intent: 'apply' }),
  },
  {
    code: 'text-outdated',
    where: 'an older text was shown',
    given: b.confirmed,
    when: b.answerConsent({ textVersion: '2019-01-01-r1' }),
  },
  { code: 'wrong-stage', where: 'data not confirmed', given: [b.opened()], when: b.answerConsent() },

  {
    code: 'wrong-number-of-applicants',
    where: 'two for one parent',
    given: b.consented,
    when: b.fillApplication({ applicants: [father, mother] }),
  },
  {
    code: 'wrong-number-of-applicants',
    where: 'one for two parents',
    given: b.consented,
    when: b.fillApplication({ ...two, applicants: [father] }),
  },
  {
    code: 'wrong-number-of-applicants',
    where: 'two for another guardian',
    given: b.consented,
    when: b.fillApplication({ ...other, applicants: [grandfather, b.applicant('sibling')] }),
  },
  {
    code: 'relation-not-allowed',
    where: 'a parent as another guardian',
    given: b.consented,
    when: b.fillApplication({ ...other, applicants: [father] }),
  },
  ...ofPeople(b.consented, (who) => b.fillApplication({ ...two, applicants: [{ ...father, ...who }, mother] })),
  { code: 'wrong-stage', where: 'no consent', given: b.confirmed, when: b.fillApplication() },
  { code: 'wrong-stage', where: 'sent', given: b.sent, when: b.fillApplication() },

  ...ofPeople(b.bothFilled, (who) => b.amendApplicant({ changed: { name: 'sealed-name', ...who } })),
  { code: 'no-fields', where: 'nothing typed', given: drafted, when: b.amendApplicant({ changed: {} }) },
  {
    code: 'field-not-open',
    where: 'another field was asked for',
    given: asked,
    when: b.amendApplicant({ changed: { email: 'sealed', emailRef: 'email-new' } }),
  },
  { code: 'wrong-state', where: 'in review', given: b.sent, when: b.amendApplicant() },
  {
    code: 'nothing-corrected',
    where: 'the taken address again',
    given: [...approved, b.applicantEmailTaken()],
    when: b.amendApplicant({ changed: { email: 'sealed', emailRef: 'email-father' } }),
  },

  { code: 'wrong-state', where: 'settled', given: rejected, when: b.addEvidence() },
  {
    code: 'too-much-evidence',
    where: 'ten pieces are there',
    given: [...drafted, ...ten],
    when: b.addEvidence({ evidenceId: 'evidence-11' }),
  },
  { code: 'wrong-state', where: 'settled', given: rejected, when: b.removeEvidence() },
  { code: 'wrong-state', where: 'not there', given: drafted, when: b.removeEvidence() },
  { code: 'wrong-state', where: 'settled', given: rejected, when: b.proveEmail() },
  {
    code: 'dossier-changed',
    where: 'another address since',
    given: drafted,
    when: b.proveEmail({ emailRef: 'email-before' }),
  },
  {
    code: 'nothing-corrected',
    where: 'the taken address',
    given: [...approved, b.applicantEmailTaken()],
    when: b.proveEmail(),
  },

  { code: 'already-decided', where: 'approved', given: approved, when: b.recall() },
  { code: 'already-decided', where: 'sent back', given: asked, when: b.recall() },
  { code: 'wrong-state', where: 'not sent', given: drafted, when: b.recall() },

  {
    code: 'student-left',
    where: 'not at the school any more',
    given: drafted,
    when: b.signAndSend(),
    known: { student: { ...STUDENT, enrolment: 'left' } },
  },
  { code: 'wrong-stage', where: 'nothing filled in', given: b.consented, when: b.signAndSend() },
  { code: 'wrong-stage', where: 'sent before', given: b.sent, when: b.signAndSend() },
  {
    code: 'dossier-changed',
    where: 'amended in another window',
    given: [...drafted, b.applicantAmended()],
    when: b.signAndSend(),
  },
  {
    code: 'text-outdated',
    where: 'superseded for more than 30 days',
    given: drafted,
    when: b.signAndSend(),
    known: { consentText: { version: 'newer', sha256: b.TEXT_SHA256, since: '2026-09-01T00:00:00.000Z' } },
  },
  {
    code: 'nothing-corrected',
    where: 'as it was sent back',
    given: asked,
    when: b.signAndSend({ dossierRevisions: { [b.FATHER]: 4 } }),
  },

  {
    code: 'already-recorded',
    where: 'recorded before',
    given: [...b.sent, b.paperFormReceived()],
    when: b.recordPaperForm(),
  },
  { code: 'wrong-state', where: 'settled', given: rejected, when: b.recordPaperForm() },
  { code: 'not-your-class', where: 'no right', given: b.sent, when: b.recordPaperForm(), known: away },

  ...ofDecisions,
  {
    code: 'form-not-checked',
    where: 'the form was not looked at',
    given: b.sent,
    when: b.approve({ formChecked: false }),
  },
  {
    code: 'evidence-missing',
    where: 'another guardian without a document',
    given: sentByGrandfather,
    when: b.approve(),
  },
  {
    code: 'evidence-missing',
    where: 'the school asks for the form on paper',
    given: b.sent,
    when: b.approve(),
    known: { asksForPaper: true },
  },
  {
    code: 'same-person-twice',
    where: 'the other one who was sent is the same person',
    given: sentTwice({ personRef: 'person-father' }),
    when: b.approve(),
  },
  {
    code: 'same-email-twice',
    where: 'the other one who was sent has the same address',
    given: sentTwice({ emailRef: 'email-father' }),
    when: b.approve(),
  },
  { code: 'reason-unknown', where: 'no such reason', given: b.sent, when: b.reject({ reasonCode: 'mood' }) },
  { code: 'note-required', where: 'another reason, not told', given: b.sent, when: b.reject({ reasonCode: 'other' }) },
  { code: 'no-fields', where: 'no field named', given: b.sent, when: b.requestCorrection({ fields: [] }) },
  { code: 'reason-unknown', where: 'no such reason', given: b.sent, when: b.requestCorrection({ reasonCode: 'mood' }) },
  {
    code: 'note-required',
    where: 'another reason, not told',
    given: b.sent,
    when: b.requestCorrection({ reasonCode: 'other' }),
  },

  { code: 'wrong-stage', where: 'nothing sent', given: drafted, when: b.takeOver() },
  { code: 'wrong-state', where: 'nothing pending', given: approved, when: b.takeOver() },
  { code: 'not-your-class', where: 'no right', given: b.sent, when: b.takeOver(), known: away },
  {
    code: 'own-child',
    where: 'the roster has a family tie',
    given: b.sent,
    when: b.takeOver(),
    known: { actor: { ...b.facts({}, 'registrar').actor, tied: true } },
  },
  {
    code: 'own-entry',
    where: 'entered at the counter by the same registrar',
    given: counter(b.sent),
    givenBy: b.registrar,
    when: b.takeOver(),
  },

  { code: 'already-decided', where: 'approved', given: approved, when: b.withdraw({ applicantIds: [b.FATHER] }) },
  { code: 'wrong-state', where: 'settled', given: rejected, when: b.withdraw({ applicantIds: [b.FATHER] }) },
  { code: 'wrong-state', where: 'not failed', given: approved, when: b.retryAccount() },
  { code: 'wrong-state', where: 'not failed', given: approved, when: b.abandonAccount() },
  { code: 'wrong-state', where: 'nobody of that id', given: drafted, when: b.erase({ subjectId: 'nobody' }) },
];

describe('a command is refused', () => {
  it.each(cases.map((one) => [one.when.type, one.code, one.where, one] as const))(
    '%s as %s: %s',
    (type, code, where, { given, givenBy, when, known }) => {
      const events = recorded(given, givenBy && { actor: givenBy });
      const decision = decide(events.reduce(evolve, null as BindingState), when, b.facts(known, when.actor.role));
      expect(decision).toMatchObject({ refused: code });
      // Only a reviewer's decision on somebody who is there leaves a trace.
      const isTold = type in decisions && given.length > 0 && where !== 'nobody of that id';
      expect(decision.events.map((event) => [event.type, 'code' in event.data && event.data.code])).toEqual(
        isTold ? [['ReviewDecisionRefused', code]] : [],
      );
    },
  );

  it.each(COMMAND_TYPES)('%s by each code that its rule declares', (type) => {
    const shown = new Set<string>(cases.filter(({ when }) => when.type === type).map(({ code }) => code));
    expect(refusalsOf(type).filter((code) => !shown.has(code))).toEqual([]);
  });

  it.each(COMMAND_TYPES)('%s only by codes that its rule declares', (type) => {
    const shown = cases.filter(({ when, given }) => when.type === type && given.length > 0).map(({ code }) => code);
    expect(shown.filter((code) => !refusalsOf(type).includes(code))).toEqual([]);
  });

  it('only by codes that the compiler finds declared', () => {
    rule('Recall', { refuses: ['wrong-state'] }, () =>
      // @ts-expect-error -- not declared
      refuse('already-decided'),
    );
    rule('Recall', { refuses: ['wrong-state'] }, () => refuse('wrong-state'));
  });
});
