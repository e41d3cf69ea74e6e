import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { AuditedEvent } from '../../domain/binding/recheck/rebuild-command.js';
import type { Command } from '../../domain/binding/commands.js';
import { decide } from '../../domain/binding/decide.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { Facts } from '../../domain/binding/facts.js';
import { checkLawful } from '../../domain/binding/recheck/recheck.js';
import { recordFacts } from '../../domain/binding/recheck/recorded-facts.js';
import type { RecordedFacts } from '../../domain/binding/metadata.js';
import type { BindingState } from '../../domain/binding/state.js';
import * as b from './builders.js';
import { live, steps, type Moment } from './random-life.js';

type Told = Pick<Moment, 'before' | 'command' | 'facts' | 'events'>;

/** As the log would hold it: through JSON, with all that the metadata say. */
function written({ before, command, facts, events }: Told): readonly AuditedEvent[] {
  const { requestId, channel } = command;
  const grounds = recordFacts(command, before, facts, events);
  const audited = events.map((event) => ({
    ...event,
    metadata: { ...event.metadata, $correlationId: requestId, channel, facts: grounds },
  }));
  return JSON.parse(JSON.stringify(audited)) as readonly AuditedEvent[];
}

/** What the rules write when these are asked one after the other. @throws when they refuse one of them */
function story(...asked: readonly (readonly [Command, Partial<Facts>?])[]): readonly AuditedEvent[] {
  let before: BindingState = null;
  const stream: AuditedEvent[] = [];
  for (const [command, known = {}] of asked) {
    const facts = b.facts(known, command.actor.role);
    const { events: decided } = decide(before, command, facts);
    if (decided.length === 0) throw new Error(`${command.type} writes nothing`);
    const { commandId, actor } = command;
    const events = decided.map((event, i) => ({
      ...event,
      revision: stream.length + i,
      metadata: { commandId, actor, at: facts.now },
    }));
    stream.push(...written({ before, command, facts, events }));
    before = events.reduce<BindingState>(evolve, before);
  }
  return stream;
}

const toReview = [
  [b.open()],
  [b.confirmStudentInfo()],
  [b.answerConsent()],
  [b.fillApplication()],
  [b.signAndSend()],
] as const;
const approved = story(...toReview, [b.approve()], [b.recordAccount()]);

const changed = (at: number, change: (event: AuditedEvent) => object) => (events: readonly AuditedEvent[]) =>
  events.map((event, i) => (i === at ? ({ ...event, ...change(event) } as AuditedEvent) : event));
const data = (at: number, fields: object) => changed(at, (event) => ({ data: { ...event.data, ...fields } }));
/** The whole batch that stands at these revisions. */
const grounds =
  (from: number, to: number, change: (facts: RecordedFacts) => RecordedFacts) => (events: readonly AuditedEvent[]) =>
    events.map((event, i) =>
      i < from || i > to ? event : { ...event, metadata: { ...event.metadata, facts: change(event.metadata.facts) } },
    );
const renumbered = (events: readonly AuditedEvent[]) => events.map((event, revision) => ({ ...event, revision }));
const without = (at: number) => (events: readonly AuditedEvent[]) => renumbered(events.filter((_, i) => i !== at));

describe('what the rules wrote', () => {
  it('is lawful in every life of a request', () => {
    fc.assert(
      fc.property(steps, (played) => {
        expect(checkLawful(live(played).flatMap(written))).toEqual({ lawful: true });
      }),
      { seed: 20200820, numRuns: 1500 },
    );
  });

  it('is lawful where a case goes past offices in which nobody could decide', () => {
    const nobody = { ...b.facts().reviewers, 'class-teacher': [] };
    const tied = { ...nobody, registrar: [{ staffId: 'staff-registrar', tied: true }] };
    const toTheDirector = story(...toReview.slice(0, 4), [b.signAndSend(), { reviewers: tied }]);
    expect(toTheDirector.at(-1)?.data).toMatchObject({ holder: 'director' });
    expect(checkLawful(toTheDirector)).toEqual({ lawful: true });
  });

  it('is lawful where a reviewer was refused as family', () => {
    const { actor } = b.facts({}, 'class-teacher');
    const refused = story(...toReview, [b.approve(), { actor: { ...actor, personRef: 'person-father' } }]);
    expect(refused.at(-1)?.data).toMatchObject({ code: 'own-child' });
    expect(checkLawful(refused)).toEqual({ lawful: true });
  });

  it('is lawful where a text was signed that a newer one had replaced, and offices were closed', () => {
    const consentText = { version: '2027-01-01-r1', sha256: 'ef'.repeat(32), since: '2026-10-20T00:00:00.000Z' };
    const closures = [{ from: '2026-11-05', to: '2026-11-05' }];
    const events = story(
      ...toReview.slice(0, 4),
      [b.signAndSend(), { consentText }],
      [b.shiftDeadlines(), { closures }],
    );
    expect(checkLawful(events)).toEqual({ lawful: true });
  });
});

describe('a decision says what it used', () => {
  const { actor } = b.facts({}, 'class-teacher');
  const reviewed = (known: Partial<Facts>) => story(...toReview, [b.approve(), known]);
  const bound = { actor: { ...actor, personRef: 'person-bound' }, boundPersonRefs: ['person-bound'] };
  const used: readonly (readonly [keyof RecordedFacts, readonly AuditedEvent[]])[] = [
    ['tied', reviewed({ actor: { ...actor, tied: true } })],
    ['personRef', reviewed({ actor: { ...actor, personRef: 'person-father' } })],
    ['bound', reviewed(bound)],
    ['restricted', reviewed({ student: { ...b.facts().student!, restricted: true } })],
    ['asksForPaper', reviewed({ asksForPaper: true })],
    ['grants', reviewed({})],
    [
      'closures',
      story(...toReview.slice(0, 4), [b.signAndSend(), { closures: [{ from: '2026-11-05', to: '2026-11-05' }] }]),
    ],
    ['enrolment', story(...toReview, [b.rosterChanged(), { student: { ...b.facts().student!, enrolment: 'left' } }])],
    ['classId', story(...toReview, [b.rosterChanged(), { student: { ...b.facts().student!, classId: 'T99-302' } }])],
  ];

  it.each(used)('of %s: it is lawful with that, and not without', (fact, events) => {
    expect(checkLawful(events)).toEqual({ lawful: true });
    const from = events.findIndex(({ metadata }) => metadata.commandId === events.at(-1)?.metadata.commandId);
    const forgotten = grounds(from, events.length, ({ [fact]: _used, ...facts }) => facts)(events);
    expect(checkLawful(forgotten)).toMatchObject({ lawful: false, revision: from });
  });

  it('and of rights no more than those of the role acted in', () => {
    const grants = [...b.facts({}, 'class-teacher').actor.grants, ...b.facts({}, 'registrar').actor.grants];
    const [last] = reviewed({ actor: { ...actor, grants } }).slice(-1);
    expect(last?.metadata.facts.grants).toEqual(b.facts({}, 'class-teacher').actor.grants);
  });

  it('and since when a text is replaced, where another one was signed', () => {
    const consentText = { version: '2027-01-01-r1', sha256: 'ef'.repeat(32), since: '2026-10-20T00:00:00.000Z' };
    const signed = story(...toReview.slice(0, 4), [b.signAndSend(), { consentText }]);
    expect(signed.at(-1)?.metadata.facts).toMatchObject({ textSince: consentText.since });
    const tooLate = grounds(4, 4, (facts) => ({ ...facts, textSince: '2026-09-01T00:00:00.000Z' }))(signed);
    expect(checkLawful(tooLate)).toMatchObject({ revision: 4, why: 'the rules refuse it: text-outdated' });
  });

  it('and by which calendar its days were counted', () => {
    const now = '2026-12-24T02:00:00.000Z';
    const events = story(...toReview.map(([command]) => [command, { now }] as const));
    expect(events.at(-1)?.data).toMatchObject({ reviewDueAt: '2026-12-31T15:59:59.999Z' });
    const other = grounds(0, 4, (facts) => ({ ...facts, calendarVersion: 'tw-2027-1' }))(events);
    expect(checkLawful(other)).toMatchObject({ revision: 4, why: 'the rules write otherwise: remindAt, reviewDueAt' });
    const none = grounds(4, 4, ({ calendarVersion: _unknown, ...facts }) => facts)(events);
    expect(checkLawful(none)).toMatchObject({
      revision: 4,
      why: 'the rules cannot decide it: unknown calendar version none',
    });
  });
});

describe('what the rules would not have written is found where it stands', () => {
  const cases: readonly (readonly [
    string,
    (events: readonly AuditedEvent[]) => readonly AuditedEvent[],
    { readonly revision: number; readonly type: string; readonly why: string },
  ])[] = [
    [
      'an approval by somebody without rights',
      grounds(5, 6, ({ grants: _none, ...facts }) => facts),
      { revision: 5, type: 'ApplicantApproved', why: 'the rules write ReviewDecisionRefused: not-your-class' },
    ],
    [
      'an approval by a reviewer for their own child',
      grounds(5, 6, (facts) => ({ ...facts, tied: true })),
      { revision: 5, type: 'ApplicantApproved', why: 'the rules write ReviewDecisionRefused: own-child' },
    ],
    [
      'an approval of another dossier than the one sent',
      data(5, { dossierRevision: 3 }),
      { revision: 5, type: 'ApplicantApproved', why: 'the rules write ReviewDecisionRefused: dossier-changed' },
    ],
    [
      'a form without consent',
      without(2),
      { revision: 2, type: 'ApplicationFilled', why: 'the rules refuse it: wrong-stage' },
    ],
    [
      'a consent to another text',
      data(2, { textSha256: 'cd'.repeat(32) }),
      { revision: 2, type: 'ConsentGiven', why: 'the rules write otherwise: textSha256' },
    ],
    [
      'a review with another due time',
      data(4, { reviewDueAt: b.SECOND_REVIEW }),
      { revision: 4, type: 'SignedConsentSent', why: 'the rules write otherwise: reviewDueAt' },
    ],
    [
      'a review with another holder',
      data(4, { holder: 'director' }),
      { revision: 4, type: 'SignedConsentSent', why: 'the rules write otherwise: holder' },
    ],
    [
      'an approval without the account that it begins',
      without(6),
      { revision: 6, type: 'AccountCreationStarted', why: 'it is missing' },
    ],
    [
      'a request that is not closed with its last applicant',
      (events) => events.slice(0, -1),
      { revision: 8, type: 'BindingRequestClosed', why: 'it is missing' },
    ],
    [
      'two events that changed places',
      (events) => renumbered([...events.slice(0, 2), ...events.slice(3, 4), ...events.slice(2, 3), ...events.slice(4)]),
      { revision: 2, type: 'ApplicationFilled', why: 'the rules refuse it: wrong-stage' },
    ],
    [
      'an account of an applicant for whom none was begun',
      (events) => renumbered([...events.slice(0, 5), ...events.slice(7)]),
      { revision: 5, type: 'AccountCreated', why: 'no command can have written it here' },
    ],
    [
      'an account under another id',
      data(6, { accountId: 'account-of-somebody' }),
      { revision: 6, type: 'AccountCreationStarted', why: 'the rules write otherwise: accountId' },
    ],
    [
      'an account that was begun twice',
      (events) => renumbered([...events.slice(0, 7), ...events.slice(5, 7), ...events.slice(7)]),
      { revision: 7, type: 'ApplicantApproved', why: 'the rules write nothing after the event before it' },
    ],
    [
      'an escalation before its time',
      () =>
        story(...toReview, [b.passDeadline(), { now: b.REVIEW }]).map((event, i) =>
          i === 5 ? { ...event, metadata: { ...event.metadata, at: b.NOW } } : event,
        ),
      { revision: 5, type: 'ReviewEscalated', why: 'the rules do nothing here' },
    ],
    [
      'an event that differs from its batch in who did it',
      changed(6, ({ metadata }) => ({ metadata: { ...metadata, actor: b.registrar } })),
      {
        revision: 6,
        type: 'AccountCreationStarted',
        why: 'it contradicts the previous event of its command',
      },
    ],
    [
      'an event of no kind that there is',
      changed(3, () => ({ type: 'NeverHeardOf' })),
      { revision: 3, type: 'NeverHeardOf', why: 'no command can have written it here' },
    ],
    [
      'a policy that this release does not have',
      (events) =>
        grounds(0, 0, (facts) => ({ ...facts, policyVersion: '99' }))(data(0, { policyVersion: '99' })(events)),
      {
        revision: 0,
        type: 'BindingRequestOpened',
        why: 'the rules cannot decide it: unknown policy version 99',
      },
    ],
  ];

  it('but not in the story as it was', () => expect(checkLawful(approved)).toEqual({ lawful: true }));

  it.each(cases)('%s', (_what, tamper, where) => {
    expect(checkLawful(tamper(approved))).toEqual({ lawful: false, ...where });
  });
});
