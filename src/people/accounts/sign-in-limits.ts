/**
 * Failed sign-ins, counted in PostgreSQL: all API processes count together, and a restart forgets nothing.
 *
 * - An account is locked for the source that failed, so that a stranger cannot lock a family out.
 * - Guesses at one account from many sources make its answers slower, up to two seconds; an account that does not exist
 *   slows down in the same way. A source from which the account was signed in to in the last 90 days is not slowed down.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Config } from '../../config/config.js';
import { hmacIndex } from '../privacy/references.js';

/** Rows that one call of the clean-up deletes. */
const MOST_FORGOTTEN = 10_000;
const WINDOW_S = 15 * 60;
export const SIGN_IN_FAILURES = 'sign_in_failures';
/** Failures after which CAPTCHA=after-failures asks for one. */
const FAILURES_BEFORE_CAPTCHA = 2;
const LONGEST_DELAY_MS = 2_000;
const FIRST_DELAY_MS = 125;
const KNOWN_SOURCE_DAYS = 90;

/** A try to sign in that was counted as a failure until it says otherwise. */
export interface CountedTry {
  succeeded(): Promise<void>;
  failed(): Promise<void>;
}

export type SignInTry = CountedTry | { readonly retryAfterSeconds: number };

/** What a try is counted by. */
export interface Attempt {
  /** An IPv4 address or an IPv6 /48. */
  readonly source: string;
  /** The school of the account, `city`, or another name for the place that knows it. */
  readonly place: string;
  readonly account: string;
}

interface Keys {
  /** Of the account at this source, of the source, of the account anywhere. */
  readonly accountHere: string;
  readonly source: string;
  readonly account: string;
}

/** All methods @throws DatabaseUnavailable. */
export class SignInLimits {
  private readonly ofAccount: RateLimiterPostgres | null;
  private readonly ofSource: RateLimiterPostgres | null;
  private readonly anywhere: RateLimiterPostgres | null;

  constructor(
    private readonly db: SqlQuery,
    private readonly config: Pick<Config, 'indexKey' | 'limits'>,
  ) {
    this.ofAccount = limiterOf(db, 'account', config.limits.failedSignInsPerAccount);
    this.ofSource = limiterOf(db, 'source', config.limits.failedSignInsPerSource);
    // It only counts: its points are never used up.
    this.anywhere = limiterOf(db, 'anywhere', config.limits.failedSignInsPerAccount === 0 ? 0 : 1_000_000);
  }

  /** Counts before the password is looked at, so that guesses in the same moment are not more guesses; then slows down. */
  async begin(attempt: Attempt): Promise<SignInTry> {
    const keys = this.keysOf(attempt);
    const left = await consume(this.ofAccount, keys.accountHere);
    if (left.refused) return { retryAfterSeconds: left.seconds };
    const leftOfSource = await consume(this.ofSource, keys.source);
    if (leftOfSource.refused) return { retryAfterSeconds: leftOfSource.seconds };
    await this.slowDown(keys);
    return {
      succeeded: () => this.forgive(keys),
      // The fifth failure in a row locks from now on, however long ago the first was.
      failed: async () => {
        if (left.points === 0) await this.ofAccount?.block(keys.accountHere, WINDOW_S);
        await consume(this.anywhere, keys.account);
      },
    };
  }

  /** Whether the account at this source, or the source, has failed often enough for CAPTCHA=after-failures. */
  async wantsCaptcha(attempt: Attempt): Promise<boolean> {
    const keys = this.keysOf(attempt);
    const [account, source] = await Promise.all([
      this.ofAccount?.get(keys.accountHere),
      this.ofSource?.get(keys.source),
    ]);
    return Math.max(account?.consumedPoints ?? 0, source?.consumedPoints ?? 0) >= FAILURES_BEFORE_CAPTCHA;
  }

  /** Counts a try of the current password in a session, by session and source. */
  async beginPasswordCheck(source: string, sessionId: string): Promise<SignInTry> {
    const key = this.keyOf('password', source, sessionId);
    const left = await consume(this.ofAccount, key);
    if (left.refused) return { retryAfterSeconds: left.seconds };
    return {
      succeeded: async () => void (await this.ofAccount?.delete(key)),
      failed: async () => {
        if (left.points === 0) await this.ofAccount?.block(key, WINDOW_S);
      },
    };
  }

  private async forgive(keys: Keys): Promise<void> {
    await this.ofAccount?.delete(keys.accountHere);
    await this.ofSource?.reward(keys.source);
    await this.anywhere?.delete(keys.account);
    await this.db.query(
      `insert into sign_in_sources (source_key, last_at) values ($1, now())
       on conflict (source_key) do update set last_at = now() where sign_in_sources.last_at < now() - interval '1 day'`,
      [keys.accountHere],
    );
  }

  private async slowDown(keys: Keys): Promise<void> {
    const failures = (await this.anywhere?.get(keys.account))?.consumedPoints ?? 0;
    if (failures === 0 || (await this.isKnown(keys))) return;
    await pause(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 10)));
  }

  private async isKnown({ accountHere }: Keys): Promise<boolean> {
    const { rows } = await this.db.query(
      `select 1 from sign_in_sources where source_key = $1 and last_at > now() - interval '${KNOWN_SOURCE_DAYS} days'`,
      [accountHere],
    );
    return rows.length > 0;
  }

  private keysOf({ source, place, account }: Attempt): Keys {
    const named = account.normalize('NFKC').trim().toUpperCase();
    return {
      accountHere: this.keyOf(source, place, named),
      source: this.keyOf(source),
      account: this.keyOf('anywhere', place, named),
    };
  }

  /** The table holds neither addresses nor accounts. */
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

/** Deletes counts whose time is over and sources of long ago, at most 10,000 of each a call. @returns how many counts. @throws DatabaseUnavailable */
export async function forgetSignInFailures(db: SqlQuery, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `delete from ${SIGN_IN_FAILURES} where key in (select key from ${SIGN_IN_FAILURES} where expire < $1 limit $2)`,
    [now.getTime(), MOST_FORGOTTEN],
  );
  await db.query(
    `delete from sign_in_sources where source_key in (select source_key from sign_in_sources
       where last_at < $1::timestamptz - interval '${KNOWN_SOURCE_DAYS} days' limit $2)`,
    [now, MOST_FORGOTTEN],
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
