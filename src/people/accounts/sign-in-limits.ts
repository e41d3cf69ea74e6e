/**
 * Failed sign-ins, counted in PostgreSQL: who guesses is counted by all API processes together, and a restart forgets
 * nothing. An account is locked for the source that failed, so that nobody can lock a family out from elsewhere.
 */
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { hmacIndex } from '../privacy/references.js';

/** Rows that one call of the clean-up deletes. */
const MOST_FORGOTTEN = 10_000;
const WINDOW_S = 15 * 60;
export const SIGN_IN_FAILURES = 'sign_in_failures';

/** A try to sign in that was counted as a failure until it says otherwise. */
export interface CountedTry {
  succeeded(): Promise<void>;
  failed(): Promise<void>;
}

export type SignInTry = CountedTry | { readonly retryAfterSeconds: number };

/** All methods @throws DatabaseUnavailable. */
export class SignInLimits {
  private readonly ofAccount: RateLimiterPostgres | null;
  private readonly ofSource: RateLimiterPostgres | null;

  constructor(
    db: SqlQuery,
    private readonly config: Pick<Config, 'indexKey' | 'limits'>,
  ) {
    this.ofAccount = limiterOf(db, 'account', config.limits.failedSignInsPerAccount);
    this.ofSource = limiterOf(db, 'source', config.limits.failedSignInsPerSource);
  }

  /** Counted before the password is looked at: guesses in the same moment are not more guesses. */
  async begin(source: string, schoolId: string, account: string): Promise<SignInTry> {
    const named = account.normalize('NFKC').trim().toUpperCase();
    const accountKey = this.keyOf(source, schoolId, named);
    const sourceKey = this.keyOf(source);
    const left = await consume(this.ofAccount, accountKey);
    if (left.refused) return { retryAfterSeconds: left.seconds };
    const leftOfSource = await consume(this.ofSource, sourceKey);
    if (leftOfSource.refused) return { retryAfterSeconds: leftOfSource.seconds };
    return {
      succeeded: async () => {
        await this.ofAccount?.delete(accountKey);
        await this.ofSource?.reward(sourceKey);
      },
      // The fifth failure in a row locks from now on, however long ago the first was.
      failed: async () => {
        if (left.points === 0) await this.ofAccount?.block(accountKey, WINDOW_S);
      },
    };
  }

  /** Neither an address nor an account stands in the table. */
  private keyOf(...values: readonly string[]): string {
    return hmacIndex(this.config.indexKey, 'sign-in-failures', ...values).toString('base64url');
  }
}

interface Left {
  readonly refused: boolean;
  /** Tries that are left after this one. */
  readonly points: number;
  /** Until there are more. */
  readonly seconds: number;
}

async function consume(limiter: RateLimiterPostgres | null, key: string): Promise<Left> {
  if (!limiter) return { refused: false, points: Number.POSITIVE_INFINITY, seconds: 0 };
  try {
    return leftOf(await limiter.consume(key), false);
  } catch (over) {
    if (over instanceof RateLimiterRes) return leftOf(over, true);
    throw over;
  }
}

/** Deletes counts of failed sign-ins whose time is over, at most 10,000 a call. @returns how many. @throws DatabaseUnavailable */
export async function forgetSignInFailures(db: SqlQuery, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `delete from ${SIGN_IN_FAILURES} where key in (select key from ${SIGN_IN_FAILURES} where expire < $1 limit $2)`,
    [now.getTime(), MOST_FORGOTTEN],
  );
  return rowCount;
}

function leftOf({ remainingPoints, msBeforeNext }: RateLimiterRes, refused: boolean): Left {
  return { refused, points: remainingPoints, seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) };
}

function limiterOf(db: SqlQuery, name: string, most: number): RateLimiterPostgres | null {
  if (most === 0) return null;
  return new RateLimiterPostgres({
    storeClient: asPool(db),
    storeType: 'pool',
    tableName: SIGN_IN_FAILURES,
    // Our own migration makes the table, and our own job clears it.
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: most,
    duration: WINDOW_S,
  });
}

/** The library asks a pool of `pg`; our one place that talks to PostgreSQL answers in its form. */
function asPool(db: SqlQuery): object {
  return {
    query: ({ text, values, name }: { text: string; values?: readonly unknown[]; name?: string }) =>
      db.query(text, values ?? [], name),
  };
}
