import { isCancellation, log, workflowInfo } from '@temporalio/workflow';
import type { Command } from '../../domain/binding/commands.js';
import type { Agenda, CommandAnswer, StreamTip, SystemCommand } from './activity-contract.js';
import { Alarm } from '../alarm.js';
import { AccountsUnderWay } from './accounts-under-way.js';
import { Attempts } from './attempts.js';
import { execute, isGivenUp, load } from './durable-activities.js';
import { Mutex } from '../mutex.js';
import { AGENDA_VERSION, CATCH_UP } from '../names.js';
import type { CatchUpArgs } from './signals.js';
import type { NextStep, WaitingFor } from './waiting-for.js';

/** What one run hands to the next. Plain JSON. */
export interface Carried {
  readonly agenda: Agenda;
}

/** How long a run that knows nothing of its stream waits for a command before it looks for itself. */
const LOOK_AGAIN_MS = 5000;

/** The request as one run of its workflow has it: mutex, clock and to-do list. Every decision is taken in `execute`. */
export class RunningRequest {
  private agenda: Agenda | undefined;
  private readonly turn = new Mutex();
  private readonly alarm = new Alarm();
  private readonly attempts = new Attempts();
  private readonly accounts: AccountsUnderWay;
  private loadFrom = Number.POSITIVE_INFINITY;
  private inHand: WaitingFor['inHand'] = null;

  constructor(
    readonly requestId: string,
    carried?: Carried,
  ) {
    this.accounts = new AccountsUnderWay(requestId, (command) => this.carriesOn(command));
    if (carried && isReadable(carried.agenda)) this.agenda = carried.agenda;
  }

  /** One command after the other, each decided on what the one before it left. */
  async execute(command: Command | SystemCommand): Promise<CommandAnswer> {
    const turn = this.turn.acquire();
    if (turn) await turn;
    this.takeInHand(command.type);
    try {
      const { answer, agenda } = await execute(command, this.tip());
      if (agenda) this.follow(agenda);
      return answer;
    } catch (error) {
      // A run that was started by such a command has nothing to wait for: it looks, and ends.
      if (isGivenUp(error)) this.looksForItself();
      throw error;
    } finally {
      this.inHand = null;
      this.turn.release();
    }
  }

  /** Somebody else has written to the stream, it was restored, a run was lost, or a release derives agendas otherwise. */
  async catchUp(...[revision, chain, rules]: CatchUpArgs): Promise<void> {
    const turn = this.turn.acquire();
    if (turn) await turn;
    this.takeInHand(CATCH_UP);
    try {
      const { agenda } = this;
      const isSame = agenda?.revision === revision && agenda.chain === chain && agenda.rules === rules;
      if (!isSame) this.follow(await load(this.requestId));
    } finally {
      this.inHand = null;
      this.turn.release();
    }
  }

  /** Closed, or there is no such request: nothing is left to wait for or to clear up. */
  isOver(): boolean {
    return this.agenda?.over === true;
  }

  /** No command is under way, not even one that the run gave itself. */
  isIdle(): boolean {
    return this.turn.isFree();
  }

  /** A run that no command has reached: carried from another release, or started by what was not readable. */
  looksForItself(): void {
    if (this.agenda === undefined) this.loadFrom = Date.now() + LOOK_AGAIN_MS;
  }

  wantsAttention(): boolean {
    return (
      this.isOver() ||
      workflowInfo().continueAsNewSuggested ||
      !this.alarm.ringsBy(this.wakeUpAt()) ||
      this.accounts.areMissing(this.agenda)
    );
  }

  /** Sets the alarm for the next thing to be looked at, unless it rings by then anyway. */
  setAlarm(): void {
    const at = this.wakeUpAt();
    if (!this.alarm.ringsBy(at)) this.alarm.setTo(at);
  }

  async passDeadlines(): Promise<void> {
    if (this.agenda === undefined && this.loadFrom <= Date.now()) await this.lookAgain();
    for (const deadline of this.agenda?.next ?? []) {
      if (this.attempts.notBefore(deadline) > Date.now()) continue;
      this.attempts.begin(deadline);
      const [kind, dueAt] = deadline;
      const { requestId } = this;
      await unlessGivenUp(() => this.execute({ type: 'PassDeadline', requestId, data: { kind, dueAt } }));
    }
  }

  /** Beside the main loop: no provider holds up a deadline, and no applicant another one. */
  lookAfterAccounts(): void {
    this.accounts.begin(this.agenda);
  }

  /** Changes nothing: a query must leave the run as it was. */
  waitingFor(): WaitingFor {
    const accounts = (this.agenda?.accounts ?? []).map((task) => {
      const { do: wanted, applicantId, accountId, attempt } = task;
      return { do: wanted, applicantId, accountId, attempt };
    });
    return { next: this.nextStep(), accounts, inHand: this.inHand };
  }

  carried(): Carried | undefined {
    return this.agenda && { agenda: this.agenda };
  }

  private tip(): StreamTip | undefined {
    return this.agenda && { revision: this.agenda.revision, chain: this.agenda.chain };
  }

  /** What a later release has written cannot be read: the log is asked again until this worker or that one is gone. */
  private follow(agenda: Agenda): void {
    this.agenda = isReadable(agenda) ? agenda : undefined;
    this.looksForItself();
    this.accounts.leaveOut(this.agenda);
  }

  private async lookAgain(): Promise<void> {
    const turn = this.turn.acquire();
    if (turn) await turn;
    this.takeInHand(CATCH_UP);
    try {
      if (this.agenda === undefined) this.follow(await load(this.requestId));
    } finally {
      this.inHand = null;
      this.turn.release();
    }
  }

  /** Where nobody waits for the answer. */
  private async carriesOn(command: SystemCommand): Promise<void> {
    try {
      await unlessGivenUp(() => this.execute(command));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      log.warn('the run was cancelled while an account was under way; the next run begins it again');
    }
  }

  private takeInHand(type: string): void {
    this.inHand = { type, since: new Date().toISOString() };
  }

  private nextStep(): NextStep | null {
    const steps =
      this.agenda === undefined
        ? [{ what: 'look-at-the-log', at: this.loadFrom }]
        : this.agenda.next.map((entry) => ({ what: entry[0], at: this.attempts.notBefore(entry) }));
    const [first] = steps.filter(({ at }) => Number.isFinite(at)).toSorted((a, b) => a.at - b.at);
    return first ? { what: first.what, when: new Date(first.at).toISOString() } : null;
  }

  private wakeUpAt(): number {
    if (this.agenda === undefined) return this.loadFrom;
    return Math.min(...this.agenda.next.map((deadline) => this.attempts.notBefore(deadline)));
  }
}

function isReadable({ v }: Agenda): boolean {
  return v <= AGENDA_VERSION;
}

/** Where nobody waits for an answer, a bug in one command must not end the case: it is told, and the case goes on. */
export async function unlessGivenUp(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isGivenUp(error)) throw error;
    log.error('a command was given up: it is unknown, or its event would have been one that nobody can read', {
      error,
    });
  }
}
