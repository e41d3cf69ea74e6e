/** Whatever arrives together, late, twice or not at all: one case, one order. Seeded: a failure is the same tomorrow. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { agendaOf } from '../../domain/binding/agenda.js';
import type { Command } from '../../domain/binding/commands.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import type { BindingState } from '../../domain/binding/state.js';
import { verifyChain } from '../../eventstore/chain/envelope.js';
import { workflowCode } from '../../src/adapters/temporal/workflow-code.js';
import {
  answerConsent,
  applicant,
  confirmStudentInfo,
  fillApplication,
  open,
  signAndSend,
} from '../domain/builders.js';
import { anyStep, commandOf, surroundings, type Step } from '../domain/random-life.js';
import { expectLawful } from '../support/lawful.js';
import { WorkflowSandbox, type ActivityAsked, type Job } from '../support/workflow-in-process.js';
import type { FakeIdentityProvider } from './fake-ports.js';
import { ACTIVITIES, CaseInProcess, STREAM, catchUp, jobOf, type Fate } from './case-in-process.js';

let sandbox: WorkflowSandbox;
beforeAll(async () => {
  sandbox = await WorkflowSandbox.load(await workflowCode(), ACTIVITIES);
}, 60_000);
afterAll(() => sandbox.destroy());

/** What one workflow task brings. */
interface Task {
  /** What the provider makes of an account; absent: one. */
  readonly outcome: FakeIdentityProvider['outcome'];
  /** Sent, in this order; `again`: one that was sent before. */
  readonly sent: readonly { readonly step: Step; readonly again: boolean }[];
  readonly hint: 'none' | 'old' | 'new';
  /** Of the activities under way, the last asked for first where `hurry`. */
  readonly results: number;
  readonly hurry: boolean;
  readonly fate: Fate;
  readonly passes: 'no-time' | 'a-little' | 'to-the-next-timer';
  readonly continueAsNewSuggested: boolean;
  readonly besides: 'nothing' | 'another-writer' | 'the-run-is-lost';
}

/** The value that is usual, and now and then another. */
const mostly = <T>(usual: T, weight: number, ...others: readonly T[]) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const task: fc.Arbitrary<Task> = fc.record({
  outcome: mostly<Task['outcome']>(
    undefined,
    3,
    { kind: 'email-taken' },
    { kind: 'linked', accountId: 'account-of-before' },
  ),
  sent: fc.array(fc.record({ step: anyStep, again: mostly(false, 5, true) }), { maxLength: 3 }),
  hint: mostly<Task['hint']>('none', 5, 'old', 'new'),
  results: fc.integer({ min: 0, max: 4 }),
  hurry: fc.boolean(),
  fate: mostly<Fate>('done', 4, 'failed', 'answer-lost', 'hanging', 'twice'),
  passes: mostly<Task['passes']>('no-time', 2, 'a-little', 'to-the-next-timer'),
  continueAsNewSuggested: mostly(false, 8, true),
  besides: mostly<Task['besides']>('nothing', 12, 'another-writer', 'the-run-is-lost'),
});

/** Lives; the campaign (`npm run test:properties`) lives more of them, from another seed. */
const often = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 20_200_820),
  numRuns: Number(process.env['INTERLEAVINGS'] ?? 40),
};

/** How far the family has come when things begin to happen at once. */
const BEFORE: readonly Command[] = [
  open(),
  confirmStudentInfo(),
  answerConsent(),
  fillApplication({ mode: 'two-parents', applicants: [applicant('father'), applicant('mother')] }),
  signAndSend(),
];
const begun = fc.constantFrom(0, 3, 4, 5, 5, 5, 5);

describe('every interleaving', () => {
  const seen = new Set<string | undefined>();

  it('ends with a workflow that agrees with its stream, each command carried out once and answered alike', async () => {
    await fc.assert(
      fc.asyncProperty(begun, fc.array(task, { minLength: 4, maxLength: 24 }), async (steps, tasks) => {
        const life = new Life();
        await life.begins(BEFORE.slice(0, steps));
        for (const each of tasks) await life.task(each);
        await life.comesToRest();
        for (const word of await life.reached()) seen.add(word);
      }),
      often,
    );
  }, 3_600_000);

  it.each(['continued', 'lost', 'completed', 'rejected', 'withdrawn', 'account-created', 'email-taken', 'refused'])(
    'is not vacuous: a life came to be %s',
    (word) => expect(seen).toContain(word),
  );
});

const SYSTEM: readonly Command['type'][] = ['PassDeadline', 'RecordAccount', 'ReleaseAccount'];

class Life {
  private readonly one = new CaseInProcess(sandbox);
  private readonly sent: Command[] = [];
  /** Decisions that were sent while there was somebody to decide about. */
  private readonly owed = new Set<string>();
  private readonly surroundings = new Map<string, Step>();

  constructor() {
    this.one.known = ({ commandId }) => {
      const step = this.surroundings.get(commandId);
      return step === undefined ? {} : surroundings(step);
    };
  }

  async begins(commands: readonly Command[]): Promise<void> {
    await this.one.sends(...commands);
    this.sent.push(...commands);
  }

  /** Words for what has become of it. */
  async reached(): Promise<readonly (string | undefined)[]> {
    const { endings, answers } = this.one;
    const { outcome, applicants = [] } = (await this.one.state()) ?? {};
    return [
      outcome,
      ...endings,
      ...answers.map(({ answer }) => answer.status),
      ...applicants.map(({ status }) => status),
    ];
  }

  async task({
    outcome,
    sent,
    hint,
    results,
    hurry,
    fate,
    passes,
    continueAsNewSuggested,
    besides,
  }: Task): Promise<void> {
    const { one } = this;
    one.provider.outcome = outcome;
    if (passes !== 'no-time') one.now = this.later(passes);
    if (besides === 'another-writer') await this.anotherWriter(sent[0]?.step);
    if (besides === 'the-run-is-lost') await one.loseRun();
    const arriving: Job[] = [];
    for (const { step, again } of sent) arriving.push(...(await this.message(step, again)));
    if (hint !== 'none')
      arriving.push(catchUp(hint === 'old' ? { revision: 0, chain: 'of-another-log' } : await one.tip()));
    const asked = hurry ? one.asked.toReversed() : one.asked;
    const told: Job[] = [];
    for (const each of asked.slice(0, results)) told.push(await one.outcome(each, fateOf(each, fate)));
    const jobs = [...arriving, ...one.ringing(), ...told];
    // Whoever sends starts a run; nothing else does.
    if (arriving.length > 0 || one.isRunning()) await one.activate(jobs, { continueAsNewSuggested });
  }

  /** Whatever is under way ends, and the case has what it waits for. */
  async comesToRest(): Promise<void> {
    const { one } = this;
    await one.activate([catchUp(await one.tip())]);
    await one.settle();
    await this.expectOneOrder();
    await this.expectOneAnswerEach();
    await this.expectDecisionsKept();
    await this.expectNothingForgotten(await one.state());
    await one.expectReplay();
    await expectLawful(one.log);
  }

  private later(passes: 'a-little' | 'to-the-next-timer'): number {
    const next = Math.min(...this.one.timers.map(({ at }) => at));
    return passes === 'to-the-next-timer' && Number.isFinite(next)
      ? Math.max(next, this.one.now)
      : this.one.now + 60_000;
  }

  private async message(step: Step, again: boolean): Promise<readonly Job[]> {
    const state = await this.one.state();
    const command = again ? this.sent[step.hours % Math.max(this.sent.length, 1)] : this.command(step, state);
    if (command === undefined) return [];
    this.sent.push(command);
    const job = jobOf(command);
    const { data } = command;
    const isThere = state?.applicants.some((one) => 'applicantId' in data && one.applicantId === data.applicantId);
    if (job.kind === 'signal' && isThere === true) this.owed.add(command.commandId);
    return [job];
  }

  /** What the workflow asks of itself is not sent by anybody else. */
  private command(step: Step, state: BindingState): Command | undefined {
    const command =
      state === null ? open({}, { commandId: `open-${step.hours}` }) : commandOf(step, state, this.nextId());
    if (SYSTEM.includes(command.type)) return undefined;
    this.surroundings.set(command.commandId, step);
    return command;
  }

  private async anotherWriter(step: Step | undefined): Promise<void> {
    const state = await this.one.state();
    if (step === undefined || state === null) return;
    const command = this.command(step, state);
    if (command === undefined) return;
    this.sent.push(command);
    await this.one.otherWriter(command);
  }

  private nextId(): string {
    return `sent-${this.surroundings.size}`;
  }

  private async expectOneOrder(): Promise<void> {
    const stored = await this.one.log.readStream(STREAM);
    expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, i) => i));
    expect(verifyChain(STREAM, stored)).toMatchObject({ ok: true });
    const writers = stored.map(({ metadata }) => metadata['commandId']);
    const batches = writers.filter((commandId, i) => commandId !== writers[i - 1]);
    expect(batches).toEqual([...new Set(batches)]);
  }

  /**
   * What changed something says the same whenever it is asked. Before that it may have been refused: a refusal of the
   * family's leaves nothing in the stream (the edge's row remembers it), so the command is decided anew.
   */
  private async expectOneAnswerEach(): Promise<void> {
    const { one } = this;
    const { handled, revision } = await one.folded();
    for (const { commandId, answer } of one.answers) {
      const place = handled.placeOf(commandId, revision);
      if (place !== undefined && answer.revision >= place.from)
        expect(answer).toEqual({ status: 'accepted', revision: place.to, changed: true });
      else expect(answer).not.toMatchObject({ changed: true });
    }
    expect(one.rejected).toEqual([]);
  }

  private async expectDecisionsKept(): Promise<void> {
    const { handled, revision } = await this.one.folded();
    const lost = [...this.owed].filter((commandId) => handled.placeOf(commandId, revision) === undefined);
    // A run that Temporal has lost takes what it had not begun with it: reconcile sends it again.
    if (!this.one.endings.includes('lost')) expect(lost).toEqual([]);
  }

  /** A closed case has no run; an open one has a timer for whatever is due first. */
  private async expectNothingForgotten(state: BindingState): Promise<void> {
    const { one } = this;
    expect(one.isRunning()).toBe(!agendaOf(state).over);
    const [first] = deadlines(state);
    if (first === undefined) return;
    const rings = Math.min(...one.timers.map(({ at }) => at));
    expect(rings).toBeLessThanOrEqual(Math.max(Date.parse(first.dueAt), one.now) + LONGEST_PAUSE_MS);
  }
}

/** workflows/binding/attempts.ts: of a deadline that was tried too early. */
const LONGEST_PAUSE_MS = 60_000;

/** Only a local activity is given up while its work may still be needed; an account is, at the end of its term. */
function fateOf({ local, name }: ActivityAsked, fate: Fate): Fate {
  if (local) return fate;
  return name === 'createAccount' && fate === 'failed' ? 'failed' : 'done';
}
