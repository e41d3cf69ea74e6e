import { ApplicationFailure, Context } from '@temporalio/activity';
import type { AccountOrder, BindingActivities } from '../../workflows/binding/activity-contract.js';
import { MISSHAPEN_EVENT, UNKNOWN_COMMAND } from '../../workflows/names.js';
import { CaseCache } from './case-cache.js';
import { createCreateAccount, type CreateAccountPorts } from './create-account.js';
import { createExecute, createLoad, type ExecutePorts } from './execute-command.js';

/** The activities a worker offers. What they throw is stored in Temporal, so it says what kind of error it was and no more. */
export function createBindingActivities(ports: ExecutePorts & CreateAccountPorts): BindingActivities {
  const { cache = new CaseCache(), identityProvider } = ports;
  return {
    execute: guarded((asked, at) => createExecute({ isOver: endOfThisAttempt(), ...ports, cache })(asked, at)),
    load: guarded(createLoad({ ...ports, cache })),
    createAccount: guarded(createCreateAccount(ports)),
    disableAccount: guarded((order: AccountOrder) => identityProvider.release(order)),
  };
}

/** Temporal has given an attempt up after this, and begun the next one beside it. */
function endOfThisAttempt(): () => boolean {
  const context = currentContext();
  if (context === undefined) return () => false;
  const endsAt = Date.now() + context.info.startToCloseTimeoutMs;
  return () => context.cancellationSignal.aborted || Date.now() >= endsAt;
}

/** Undefined where nobody but a test or a tool calls: it has no time-out. */
function currentContext(): Context | undefined {
  try {
    return Context.current();
  } catch {
    return undefined;
  }
}

export function guarded<Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    try {
      return await work(...args);
    } catch (error) {
      throw withoutDetails(error);
    }
  };
}

const FOR_GOOD: readonly string[] = [MISSHAPEN_EVENT, UNKNOWN_COMMAND];

/** Messages of drivers and providers may quote values; names and codes do not. */
function withoutDetails(error: unknown): ApplicationFailure {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const kind = typeof name === 'string' ? name : 'Error';
  const message = typeof code === 'string' || typeof code === 'number' ? `${kind} ${code}` : kind;
  return ApplicationFailure.create({ type: kind, message, nonRetryable: FOR_GOOD.includes(kind) });
}
