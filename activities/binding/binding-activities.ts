import { ApplicationFailure } from '@temporalio/activity';
import type { AccountOrder, BindingActivities } from '../../workflows/binding/activity-contract.js';
import { MISSHAPEN_EVENT } from '../../workflows/names.js';
import { createCreateAccount, type CreateAccountPorts } from './create-account.js';
import { createExecute, createLoad, type ExecutePorts } from './execute-command.js';

/** The activities a worker offers. What they throw is stored in Temporal, so it says what kind of error it was and no more. */
export function createBindingActivities(ports: ExecutePorts & CreateAccountPorts): BindingActivities {
  return {
    execute: guarded(createExecute(ports)),
    load: guarded(createLoad(ports)),
    createAccount: guarded(createCreateAccount(ports)),
    disableAccount: guarded(({ accountId }: AccountOrder) => ports.identityProvider.disable(accountId)),
  };
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

/** Messages of drivers and providers may quote values; names and codes do not. */
function withoutDetails(error: unknown): ApplicationFailure {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const kind = typeof name === 'string' ? name : 'Error';
  const message = typeof code === 'string' || typeof code === 'number' ? `${kind} ${code}` : kind;
  return ApplicationFailure.create({ type: kind, message, nonRetryable: kind === MISSHAPEN_EVENT });
}
