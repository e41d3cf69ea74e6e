/** The activities as the workflow calls them: which of them wait how long, and what happens when they fail. */
import {
  ActivityFailure,
  ApplicationFailure,
  TemporalFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { AccountOutcome, Command } from '../../domain/binding/commands.js';
import type { Instant } from '../../domain/calendar/instants.js';
import type {
  AccountOrder,
  AccountReleased,
  Agenda,
  BindingActivities,
  Executed,
  StreamTip,
  SystemCommand,
} from './activity-contract.js';
import { MISSHAPEN_EVENT, UNKNOWN_COMMAND } from '../names.js';

/**
 * All three limits together: scheduleToClose alone does not end the retries of attempts that fail fast, and a worker
 * that retries in place for long starves the other cases.
 */
const local = proxyLocalActivities<BindingActivities>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '4s',
  retry: { initialInterval: 50, backoffCoefficient: 2, maximumInterval: 500, maximumAttempts: 4 },
});

/** An accepted command never fails for infrastructure; it may for a bug of ours. */
const patient = proxyActivities<BindingActivities>({
  startToCloseTimeout: '5s',
  retry: { initialInterval: 200, backoffCoefficient: 2, maximumInterval: '5s' },
});

// No async functions on the way of every command: each promise made in workflow code is paid for.

export function execute(command: Command | SystemCommand, at: StreamTip | undefined): Promise<Executed> {
  return local.execute(command, at).catch(insteadBy(() => patient.execute(command, at)));
}

export function load(requestId: string): Promise<Agenda> {
  return local.load(requestId).catch(insteadBy(() => patient.load(requestId)));
}

/** However late it is after an outage: time for one attempt and a little more. */
const SHORTEST_TERM_MS = 60_000;

/** Tries until `dueAt` and then says so: what the administrator sees is an outcome like any other. */
export function createAccount(order: AccountOrder, dueAt: Instant | undefined): Promise<AccountOutcome> {
  const left = dueAt === undefined ? 0 : Date.parse(dueAt) - Date.now();
  const provider = proxyActivities<BindingActivities>({
    startToCloseTimeout: '10s',
    scheduleToCloseTimeout: Math.max(left, SHORTEST_TERM_MS),
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
  const outOfTime: AccountOutcome = { kind: 'failed', reason: 'provider-unreachable' };
  return provider.createAccount(order).catch(insteadBy(() => outOfTime));
}

/** Tries until it is done: an account that nobody should have must not stay open. */
export function disableAccount(order: AccountOrder): Promise<AccountReleased> {
  return patient.disableAccount(order);
}

/** The command was given up, and its case stands where it stood. */
export function isGivenUp(error: unknown): boolean {
  const failure = error instanceof ActivityFailure ? error.cause : error;
  if (!(failure instanceof ApplicationFailure)) return false;
  return failure.type === MISSHAPEN_EVENT || failure.type === UNKNOWN_COMMAND;
}

/** A local activity fails with what it threw, a regular one with an ActivityFailure about it; a bug is neither. */
function insteadBy<T>(otherwise: () => T): (error: unknown) => T {
  return (error) => {
    if (isCancellation(error) || isGivenUp(error) || !(error instanceof TemporalFailure)) throw error;
    return otherwise();
  };
}
