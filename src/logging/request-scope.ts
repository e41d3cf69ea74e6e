/** Which request a line of the log belongs to, without handing its id from function to function. */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<string>();

/** Whatever `work` logs, then and later, is logged with the request's id. */
export function withinRequest<T>(requestId: string, work: () => T): T {
  return scope.run(requestId, work);
}

/** Undefined outside a request. */
export function currentRequestId(): string | undefined {
  return scope.getStore();
}
