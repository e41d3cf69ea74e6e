/** The timer that deletes rows nothing asks for any more. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SqlQuery } from '../../eventstore/sql.js';
import { forgetOldRequests } from '../api/commands/forget-requests.js';
import { nameOfError } from '../logging/name-of-error.js';
import { forgetCaptchas } from '../people/accounts/captcha/captchas.js';
import { forgetSignInFailures } from '../people/accounts/sign-in-limits.js';

const BETWEEN_PASSES_MS = 10 * 60 * 1000;

/**
 * Deletes old Idempotency-Keys and counts of failed sign-ins at the start and every ten minutes until it is stopped.
 * @param say gets a line for the operator when the database refuses; the next pass tries again.
 */
export function keepForgetting(db: SqlQuery, say: (line: string) => void): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await pass(db).catch((error: unknown) => say(`old Idempotency-Keys stay for now: ${nameOfError(error)}`));
      await pause(BETWEEN_PASSES_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

async function pass(db: SqlQuery): Promise<void> {
  const now = new Date();
  await forgetOldRequests(db, now);
  await forgetSignInFailures(db, now);
  await forgetCaptchas(db);
}
