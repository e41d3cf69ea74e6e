import { isClientFailure } from './failures.js';

let guards = 0;

/**
 * The client leaves rejections behind that nobody can catch (a broken connection under load): Node would end the process.
 * While at least one guard stands these are dropped; the calls concerned have failed by their own promise already.
 * Every other unhandled rejection ends the process as it would without us.
 * @returns how to take the guard away.
 */
export function guardAgainstStrayRejections(): () => void {
  guards += 1;
  if (guards === 1) process.on('unhandledRejection', onUnhandledRejection);
  let standing = true;
  return () => {
    if (!standing) return;
    standing = false;
    guards -= 1;
    if (guards === 0) process.off('unhandledRejection', onUnhandledRejection);
  };
}

function onUnhandledRejection(reason: unknown): void {
  if (isClientFailure(reason)) return;
  // Another handler of the application decides then, as it would without this one.
  if (process.listenerCount('unhandledRejection') > 1) return;
  throw reason;
}
