/** One request on a Temporal server that is no more than this file: it keeps runs, timers, activities and answers. */
import { expect } from '@jest/globals';
import { ApplicationFailure, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { createBindingActivities } from '../../activities/binding/binding-activities.js';
import { tipOf } from '../../activities/binding/stream-tip.js';
import { createExecute } from '../../activities/binding/execute-command.js';
import type { FactsPort } from '../../activities/ports/facts.js';
import { chainOfStored, recorded } from '../../activities/binding/recorded-event.js';
import { AGENDA_RULES } from '../../domain/binding/agenda.js';
import type { Command } from '../../domain/binding/commands.js';
import { fold, nothingFolded, type FoldedCase } from '../../domain/binding/fold.js';
import type { Facts } from '../../domain/binding/facts.js';
import type { BindingState } from '../../domain/binding/state.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import type { EventLog } from '../../eventstore/port.js';
import type { BindingActivities, CommandAnswer, StreamTip } from '../../workflows/binding/activity-contract.js';
import { approveMessage, rejectMessage, requestCorrectionMessage } from '../../workflows/binding/messages.js';
import { APPROVE, BINDING_WORKFLOW, CATCH_UP, COMMAND, REJECT, REQUEST_CORRECTION } from '../../workflows/names.js';
import { bindingStream } from '../../workflows/names.js';
import { NOW, REQUEST, facts } from '../domain/builders.js';
import type { ActivityAsked, Job, WorkflowRun, WorkflowSandbox, Wish } from '../support/workflow-in-process.js';
import { FakeIdentityProvider, fakePersonalData } from './fake-ports.js';

/** What becomes of an activity that was asked for. */
export type Fate =
  | 'done'
  /** Tried as often as a local activity may, and each time no log was there. */
  | 'failed'
  /** Carried out, but nobody heard of it. */
  | 'answer-lost'
  /** Its time was over; the attempt itself goes on and is carried out after what comes next. */
  | 'hanging'
  /** Carried out by a worker that died, and by the next one again. */
  | 'twice';

interface Timer {
  readonly seq: number;
  readonly at: number;
}

interface Told {
  readonly jobs: readonly Job[];
  readonly now: number;
  readonly continueAsNewSuggested: boolean;
  readonly wishes: readonly Wish[];
}

export const STREAM = bindingStream(REQUEST);

export const ACTIVITIES = ['execute', 'load', 'createAccount', 'disableAccount'] as const;

export class CaseInProcess {
  log = new MemoryLog();
  readonly provider = new FakeIdentityProvider();
  /** Milliseconds since 1970; the clock of the rules too. */
  now = Date.parse(NOW);
  /** What differs from an ordinary day at school, for this command. */
  known: (command: Command) => Partial<Facts> = () => ({});
  /** How the runs so far have ended. */
  readonly endings: ('completed' | 'continued' | 'lost')[] = [];
  /** Asked for and not answered yet. */
  asked: readonly ActivityAsked[] = [];
  timers: readonly Timer[] = [];
  /** Each answer to each update, as often as it was sent to a run that did not have it yet. */
  readonly answers: { readonly commandId: string; readonly answer: CommandAnswer }[] = [];
  readonly rejected: string[] = [];
  private run: WorkflowRun | undefined;
  /** What a run hands to the one that follows it at once. */
  private handedOn: readonly unknown[] | undefined;
  /** Updates that the run at hand has accepted; the server knows them as long as the run lasts. */
  private readonly updates = new Map<string, 'open' | 'answered'>();
  private readonly cancelled: Job[] = [];
  private readonly stragglers: (() => Promise<unknown>)[] = [];
  private told: Told[] = [];
  private args: readonly unknown[] = [];
  private readonly activities: BindingActivities;

  private readonly appends: Parameters<EventLog['append']>[] = [];
  private readonly recording: Pick<EventLog, 'append' | 'readStream'> = {
    append: (...call) => {
      this.appends.push(call);
      return this.log.append(...call);
    },
    readStream: (...call) => this.log.readStream(...call),
  };

  constructor(private readonly sandbox: WorkflowSandbox) {
    this.activities = createBindingActivities({
      log: this.recording,
      facts: this.facts,
      personalData: fakePersonalData,
      identityProvider: this.provider,
    });
  }

  /** One workflow task. */
  async activate(jobs: readonly Job[] = [], { continueAsNewSuggested = false } = {}): Promise<readonly Wish[]> {
    const run = this.run ?? (await this.begin());
    const fresh = jobs.filter((job) => job.kind !== 'update' || !this.updates.has(job.id));
    const task = { jobs: [...this.cancelled.splice(0), ...fresh], now: this.now, continueAsNewSuggested };
    const wishes = await run.activate(task.jobs, task);
    this.told.push({ ...task, wishes });
    for (const wish of wishes) await this.grant(wish);
    return wishes;
  }

  /** What was asked for first. @throws when nothing is under way. */
  underWay(): ActivityAsked {
    const [first] = this.asked;
    if (!first) throw new Error('nothing is under way');
    return first;
  }

  /** The job that tells what became of an activity; it is carried out here. */
  async outcome(asked: ActivityAsked, fate: Fate = 'done'): Promise<Job> {
    this.asked = this.asked.filter((one) => one !== asked);
    const work = () => this.carryOut(asked);
    switch (fate) {
      case 'failed':
        return failedJob(asked, ApplicationFailure.create({ type: 'Unavailable' }));
      case 'answer-lost':
        await work();
        return failedJob(asked, ApplicationFailure.create({ type: 'Unavailable' }));
      case 'hanging':
        this.stragglers.push(work);
        return failedJob(asked, new TimeoutFailure('hangs', undefined, TimeoutType.START_TO_CLOSE));
      case 'twice':
        await work();
        return this.done(asked);
      case 'done':
        return this.done(asked);
    }
  }

  /** Carries out whatever is asked for until nothing is, each in a task of its own; time stands still. */
  async settle(): Promise<void> {
    for (let tasks = 0; this.asked.length + this.cancelled.length > 0 || this.handedOn !== undefined; tasks++) {
      if (tasks > 500) throw new Error('the workflow does not come to rest');
      const [next] = this.asked;
      await this.activate(next ? [await this.outcome(next)] : []);
    }
  }

  /** Sends, and waits for whatever follows. */
  async sends(...commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      await this.activate([jobOf(command)]);
      await this.settle();
    }
  }

  /** The timers that ring now. */
  ringing(): readonly Job[] {
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    return due.map(({ seq }) => ({ kind: 'timer', seq }));
  }

  /** Goes to the next timer. @returns false when none is set. */
  async untilTimer(): Promise<boolean> {
    const at = Math.min(...this.timers.map((timer) => timer.at));
    if (!Number.isFinite(at)) return false;
    this.now = Math.max(this.now, at);
    await this.activate(this.ringing());
    await this.settle();
    return true;
  }

  /** Somebody who writes to the stream without asking the workflow. */
  async otherWriter(command: Command): Promise<void> {
    await createExecute({ log: this.recording, facts: this.facts })(command);
  }

  /** As from a copy of the log that ends at that revision, with a Temporal and a worker that went further. */
  async restore(revision: number): Promise<void> {
    this.log = new MemoryLog();
    for (const [stream, expected, events] of this.appends.splice(0))
      if (expected < revision) await this.recording.append(stream, expected, events);
  }

  /** As by a Temporal that lost its database: whoever sends next starts anew. */
  async loseRun(): Promise<void> {
    await this.end('lost');
  }

  isRunning(): boolean {
    return this.run !== undefined || this.handedOn !== undefined;
  }

  async stream() {
    return (await this.log.readStream(STREAM)).map(recorded);
  }

  /** Where the stream ends. */
  tip(): Promise<StreamTip> {
    return tipOf(this.log, REQUEST, 0);
  }

  async folded(): Promise<FoldedCase> {
    return (await this.stream()).reduce(fold, nothingFolded());
  }

  async state(): Promise<BindingState> {
    return (await this.folded()).state;
  }

  async types(): Promise<readonly string[]> {
    return (await this.stream()).map(({ type }) => type);
  }

  answerTo({ commandId }: Command): CommandAnswer | undefined {
    return this.answers.findLast((one) => one.commandId === commandId)?.answer;
  }

  /** The same tasks once more, as a worker does that has the case no longer in its memory: the same wishes. */
  async expectReplay(): Promise<void> {
    const again = await this.sandbox.create(BINDING_WORKFLOW, STREAM, this.args);
    for (const { jobs, wishes, ...moment } of this.told)
      expect(await again.activate(jobs, { ...moment, isReplaying: true })).toEqual(wishes);
    await again.dispose();
  }

  private async begin(): Promise<WorkflowRun> {
    this.args = this.handedOn ?? [];
    this.handedOn = undefined;
    this.told = [];
    this.run = await this.sandbox.create(BINDING_WORKFLOW, STREAM, this.args);
    return this.run;
  }

  private async grant(wish: Wish): Promise<void> {
    switch (wish.kind) {
      case 'activity':
        if (wish.name === 'execute') await this.expectInTurn(wish.args[1] as StreamTip | undefined);
        this.asked = [...this.asked, wish];
        return;
      case 'cancel-activity':
        // Temporal does not wait for an activity that is to be cancelled.
        for (const of of this.asked.filter(({ seq }) => seq === wish.seq))
          this.cancelled.push({ kind: 'activity', of, result: 'cancelled' });
        this.asked = this.asked.filter(({ seq }) => seq !== wish.seq);
        return;
      case 'timer':
        this.timers = [...this.timers, { seq: wish.seq, at: this.now + wish.afterMs }];
        return;
      case 'cancel-timer':
        this.timers = this.timers.filter(({ seq }) => seq !== wish.seq);
        return;
      case 'accepted':
        this.updates.set(wish.updateId, 'open');
        return;
      case 'answered':
        this.updates.set(wish.updateId, 'answered');
        this.answers.push({ commandId: commandIdOf(wish.updateId), answer: wish.answer as CommandAnswer });
        return;
      case 'rejected':
        this.updates.set(wish.updateId, 'answered');
        this.rejected.push(commandIdOf(wish.updateId));
        return;
      case 'patch':
        return;
      case 'completed':
        return this.end('completed');
      case 'continued':
        this.handedOn = wish.args;
        return this.end('continued');
      case 'cancelled':
        return this.end('lost');
    }
  }

  /** Whoever still waits for a run that has ended would never hear of it. */
  private async end(how: (typeof this.endings)[number]): Promise<void> {
    const open = [...this.updates].filter(([, status]) => status === 'open').map(([id]) => id);
    if (how !== 'lost') expect({ unanswered: open, asked: this.asked.filter(isOfACommand) }).toEqual(NOBODY_WAITS);
    this.endings.push(how);
    this.updates.clear();
    this.timers = [];
    this.asked = [];
    this.cancelled.splice(0);
    await this.run?.dispose();
    this.run = undefined;
  }

  /** One command at a time, each on the whole stream as the one before it left it. */
  private async expectInTurn(at: StreamTip | undefined): Promise<void> {
    expect(this.asked.filter(isOfACommand)).toEqual([]);
    if (at === undefined) return;
    const last = (await this.log.readStream(STREAM))[at.revision];
    expect(last ? chainOfStored(last) : null).toBe(at.chain);
  }

  private async done(asked: ActivityAsked): Promise<Job> {
    const result = await this.carryOut(asked).then(
      (completed) => ({ completed }),
      (error: Error) => ({ failed: error }),
    );
    for (const straggler of this.stragglers.splice(0)) await straggler();
    return { kind: 'activity', of: asked, result };
  }

  private async carryOut({ name, args }: ActivityAsked): Promise<unknown> {
    const activity = this.activities[name as keyof BindingActivities] as (
      ...args: readonly unknown[]
    ) => Promise<unknown>;
    return activity(...args);
  }

  private readonly facts: FactsPort = {
    lookUp: (_state, command) =>
      Promise.resolve(facts({ now: new Date(this.now).toISOString(), ...this.known(command) }, command.actor.role)),
  };
}

const NOBODY_WAITS = { unanswered: [], asked: [] };

function isOfACommand({ name }: ActivityAsked): boolean {
  return name === 'execute' || name === 'load';
}

let sent = 0;

/** Each attempt at a command is an update of its own. */
function updateIdOf(commandId: string): string {
  return `${commandId}#${sent++}`;
}

function commandIdOf(updateId: string): string {
  return updateId.slice(0, updateId.indexOf('#'));
}

/** A decision as the signal it travels in, any other command as an update. */
export function jobOf(command: Command): Job {
  switch (command.type) {
    case 'Approve':
      return { kind: 'signal', name: APPROVE, args: [approveMessage(command)] };
    case 'Reject':
      return { kind: 'signal', name: REJECT, args: [rejectMessage(command)] };
    case 'RequestCorrection':
      return { kind: 'signal', name: REQUEST_CORRECTION, args: [requestCorrectionMessage(command)] };
    default:
      return { kind: 'update', id: updateIdOf(command.commandId), name: COMMAND, args: [command] };
  }
}

export function catchUp({ revision, chain }: StreamTip, rules = AGENDA_RULES): Job {
  return { kind: 'signal', name: CATCH_UP, args: [revision, chain, rules] };
}

function failedJob(of: ActivityAsked, failed: Error): Job {
  return { kind: 'activity', of, result: { failed } };
}
