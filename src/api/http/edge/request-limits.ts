/** How many requests of one sender are answered in a minute. Counted in this process: docs/adr/0018-limits-at-the-edge.md. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../../config/config.js';

const WINDOW_S = 60;

/** What is left of a limit after a request was counted. */
export interface Use {
  /** As the header RateLimit names it. */
  readonly policy: string;
  readonly most: number;
  readonly windowSeconds: number;
  readonly left: number;
  /** Until everything is left again. */
  readonly resetSeconds: number;
  readonly refused: boolean;
}

/** Null where there is no limit. */
export class RequestLimits {
  private readonly readsOfSource: Window | null;
  private readonly writesOfSource: Window | null;
  private readonly writesOfAccount: Window | null;
  private readonly signInsOfSource: Window | null;

  constructor({ readsPerSource, writesPerSource, writesPerAccount, signInsPerSource }: Limits) {
    this.readsOfSource = windowOf('reads', readsPerSource);
    this.writesOfSource = windowOf('writes', writesPerSource);
    this.writesOfAccount = windowOf('account-writes', writesPerAccount);
    this.signInsOfSource = windowOf('sign-ins', signInsPerSource);
  }

  /** @param source a host or network (source.ts) */
  async countOfSource(kind: 'reads' | 'writes' | 'sign-ins', source: string): Promise<Use | null> {
    const windows = { reads: this.readsOfSource, writes: this.writesOfSource, 'sign-ins': this.signInsOfSource };
    const window = windows[kind];
    return window && window.count(source);
  }

  async countOfAccount(principalId: string): Promise<Use | null> {
    return this.writesOfAccount && this.writesOfAccount.count(principalId);
  }
}

function windowOf(policy: string, most: number): Window | null {
  return most === 0 ? null : new Window(policy, most);
}

class Window {
  private readonly limiter: RateLimiterMemory;

  constructor(
    private readonly policy: string,
    private readonly most: number,
  ) {
    this.limiter = new RateLimiterMemory({ points: most, duration: WINDOW_S });
  }

  async count(sender: string): Promise<Use> {
    try {
      return this.useOf(await this.limiter.consume(sender), false);
    } catch (over) {
      if (over instanceof RateLimiterRes) return this.useOf(over, true);
      throw over;
    }
  }

  private useOf({ remainingPoints, msBeforeNext }: RateLimiterRes, refused: boolean): Use {
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    const { policy, most } = this;
    return { policy, most, windowSeconds: WINDOW_S, left: remainingPoints, resetSeconds, refused };
  }
}
