import { CancellationScope, isCancellation, log, workflowInfo } from '@temporalio/workflow';
import type { Command } from '../../domain/binding/commands.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import { evolve } from '../../domain/binding/evolve.js';
import { STATE_VERSION, type ApplicantState, type BindingState } from '../../domain/binding/state.js';
import type { AccountOrder, CommandAnswer, Executed, Known } from './activity-contract.js';
import { Alarm } from '../alarm.js';
import { Attempts } from './attempts.js';
import { createAccount, disableAccount, execute, isMisshapen, load } from './durable-activities.js';
import { Mutex } from '../mutex.js';
import { passDeadline, recordAccount } from './system-commands.js';

/** What one run hands to the next. Plain JSON. */
export interface Carried {
  readonly known: Known;
}

interface AccountUnderWay {
  readonly scope: CancellationScope;
  readonly done: Promise<void>;
}

/** Commands that put applicants out whatever they wait for. */
const ENDINGS: readonly Command['type'][] = ['RosterChanged', 'Erase'];

/** How long a run that knows nothing of its stream waits for a command before it looks for itself. */
const LOOK_AGAIN_MS = 5000;

/** The request as one run of its workflow has it: memory, mutex, clock. Every decision is taken in `execute`. */
export class RunningRequest {
  private known: Known | undefined;
  private readonly turn = new Mutex();
  private readonly alarm = new Alarm();
  private readonly attempts = new Attempts();
  private readonly accountsUnderWay = new Map<string, AccountUnderWay>();
  private readonly accountsDisabled = new Set<string>();
  private loadFrom = Number.POSITIVE_INFINITY;

  constructor(
    readonly requestId: string,
    carried?: Carried,
  ) {
    if (carried && isReadable(carried.known.state)) this.known = carried.known;
  }

  /** One command after the other, each decided on what the one before it left. */
  async execute(command: Command): Promise<CommandAnswer> {
    const stopped = ENDINGS.includes(command.type) ? await this.stopAccounts() : [];
    const turn = this.turn.acquire();
    if (turn) await turn;
    try {
      const executed = await execute(command, this.known);
      this.know(advanced(this.known, executed));
      return executed.answer;
    } catch (error) {
      // A run that was started by such a command has nothing to wait for: it looks, and ends.
      if (isMisshapen(error)) this.know(this.known);
      throw error;
    } finally {
      // Where the command ended nobody after all, the attempt is begun anew, and not before that is known.
      for (const key of stopped) this.accountsUnderWay.delete(key);
      this.turn.release();
    }
  }

  /** Somebody else has written to the stream, or a run was lost: bring in what is there. */
  async catchUp(revision: number): Promise<void> {
    const turn = this.turn.acquire();
    if (turn) await turn;
    try {
      if (this.known === undefined || this.known.revision < revision) this.know(await load(this.requestId));
    } finally {
      this.turn.release();
    }
  }

  /** Closed, or there is no such request: nothing is left to wait for or to clear up. */
  isOver(): boolean {
    return (
      this.known !== undefined &&
      (this.known.state === null || (this.known.state.stage === 'closed' && this.accountsToDisable().length === 0))
    );
  }

  /** No command is under way, not even one that the run gave itself. */
  isIdle(): boolean {
    return this.turn.isFree();
  }

  hasMetItsStream(): boolean {
    return this.known !== undefined;
  }

  /** A run that no command has reached: carried from an older release, or started by what was not readable. */
  looksForItself(): void {
    if (!this.hasMetItsStream()) this.loadFrom = Date.now() + LOOK_AGAIN_MS;
  }

  wantsAttention(): boolean {
    return (
      this.isOver() ||
      workflowInfo().continueAsNewSuggested ||
      !this.alarm.ringsBy(this.wakeUpAt()) ||
      this.accountsToCreate().length > 0 ||
      this.accountsToDisable().length > 0
    );
  }

  /** Sets the alarm for the next thing to be looked at, unless it rings by then anyway. */
  setAlarm(): void {
    const at = this.wakeUpAt();
    if (!this.alarm.ringsBy(at)) this.alarm.setTo(at);
  }

  async passDeadlines(): Promise<void> {
    if (this.known === undefined && this.loadFrom <= Date.now()) await this.catchUp(0);
    for (const deadline of deadlines(this.state())) {
      if (this.attempts.notBefore(deadline) > Date.now()) continue;
      this.attempts.begin(deadline);
      await unlessMisshapen(() => this.execute(passDeadline(this.requestId, deadline)));
    }
  }

  createAccounts(): void {
    for (const { applicant, key } of this.accountsToCreate()) {
      const scope = new CancellationScope();
      this.accountsUnderWay.set(key, { scope, done: scope.run(() => this.createAccount(applicant)) });
    }
  }

  /** Of applicants who were put out: whatever their attempts came to, nobody signs in with it. */
  async disableAccounts(): Promise<void> {
    for (const { applicantId, account } of this.accountsToDisable()) {
      if (account === undefined) continue;
      await disableAccount({ requestId: this.requestId, applicantId, ...account });
      this.accountsDisabled.add(applicantId);
    }
  }

  carried(): Carried | undefined {
    return this.known && { known: this.known };
  }

  /** What another release has written cannot be read: the stream is asked again until this worker or that one is gone. */
  private know(known: Known | undefined): void {
    this.known = known && isReadable(known.state) ? known : undefined;
    if (this.known === undefined) this.loadFrom = Date.now() + LOOK_AGAIN_MS;
  }

  private state(): BindingState {
    return this.known?.state ?? null;
  }

  private wakeUpAt(): number {
    if (this.known === undefined) return this.loadFrom;
    return Math.min(...deadlines(this.state()).map((deadline) => this.attempts.notBefore(deadline)));
  }

  /** One activity per attempt and run; a run that loaded the request or took it over begins it anew, which is harmless. */
  private accountsToCreate(): { applicant: ApplicantState; key: string }[] {
    return (this.state()?.applicants ?? [])
      .filter(({ status, account }) => status === 'account-creating' && account !== undefined)
      .map((applicant) => ({ applicant, key: `${applicant.account?.accountId}/${applicant.account?.attempt}` }))
      .filter(({ key }) => !this.accountsUnderWay.has(key));
  }

  private accountsToDisable(): readonly ApplicantState[] {
    return (this.state()?.applicants ?? []).filter(
      ({ applicantId, status, account }) =>
        status === 'withdrawn' && account !== undefined && !this.accountsDisabled.has(applicantId),
    );
  }

  /**
   * An ending waits for no provider, but what an attempt has brought by now is told first.
   * @returns which attempts; they count as under way until they are deleted, so that none is begun anew meanwhile.
   */
  private async stopAccounts(): Promise<readonly string[]> {
    const underWay = [...this.accountsUnderWay];
    for (const [, { scope, done }] of underWay) {
      scope.cancel();
      await done;
    }
    return underWay.map(([key]) => key);
  }

  private async createAccount({ applicantId, account, dueAt }: ApplicantState): Promise<void> {
    if (account === undefined || dueAt === undefined) return;
    const order: AccountOrder = { requestId: this.requestId, applicantId, ...account };
    try {
      const outcome = await createAccount(order, dueAt);
      await unlessMisshapen(() => this.execute(recordAccount(order, outcome)));
    } catch (error) {
      if (!isCancellation(error)) throw error;
      log.warn('the run was cancelled while an account was being created; the next run begins it anew');
    }
  }
}

/** A state from another release is not read but built anew from the stream. */
function isReadable(state: BindingState): boolean {
  return state === null || state.stateVersion === STATE_VERSION;
}

/** Where nobody waits for an answer, a bug in one command must not end the case: it is told, and the case goes on. */
export async function unlessMisshapen(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isMisshapen(error)) throw error;
    log.error('a command was given up: its event would have been one that nobody can read', { error });
  }
}

function advanced(known: Known | undefined, { events, loaded, chain }: Executed): Known | undefined {
  if (loaded) return loaded;
  if (!known || !events || events.length === 0) return known;
  const revision = events[events.length - 1]?.revision ?? known.revision;
  return { state: events.reduce(evolve, known.state), revision, chain: chain ?? known.chain };
}
