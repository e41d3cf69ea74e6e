import { EventEmitter, once } from 'node:events';
import { accessDenied, unauthenticated, unavailable } from './refusals.js';

/** What the double can be told to suffer from. (To freeze or kill it, send its process a signal.) */
export type Fault =
  /** Answers every call with "Server Is Not Ready", as one that is starting. */
  | 'unavailable'
  /** The connection breaks before the next append is stored; it heals by itself. */
  | 'lost-append'
  /** Stores appends; the connection breaks before the answer. */
  | 'lost-answers'
  /** Stores appends and never answers. */
  | 'silent-answers'
  /** Keeps appends waiting until it is healed. */
  | 'slow-appends'
  /** As a server with accounts that does not know the password, or does not grant a right. */
  | 'wrong-password'
  | 'no-right-to-append'
  | 'no-right-to-read-streams'
  | 'no-right-to-read-all';

export type Order =
  | { readonly kind: 'suffer'; readonly fault: Fault | 'nothing' }
  /** Breaks each open subscription; or ends it without a word. */
  | { readonly kind: 'break-subscriptions' | 'end-subscriptions' }
  | { readonly kind: 'report' }
  /** Heals, and counts from zero. */
  | { readonly kind: 'reset' };

/** What came in since the start, or since it was told to count anew. */
export interface Report {
  readonly appends: number;
  readonly mostAppendsAtOnce: number;
  /** Calls of the shared append stream, which the product must not use. */
  readonly batchAppends: number;
}

export class Faults {
  private fault: Fault | 'nothing' = 'nothing';
  private readonly healed = new EventEmitter().setMaxListeners(0);
  private readonly subscriptions = new Set<(how: 'break' | 'end') => void>();
  private open = 0;
  private counts = { appends: 0, mostAppendsAtOnce: 0, batchAppends: 0 };

  obey(order: Order): Report {
    if (order.kind === 'suffer') this.fault = order.fault;
    if (order.kind === 'reset') {
      this.fault = 'nothing';
      this.counts = { appends: 0, mostAppendsAtOnce: 0, batchAppends: 0 };
    }
    this.healed.emit('change');
    if (order.kind === 'break-subscriptions') for (const stop of this.subscriptions) stop('break');
    if (order.kind === 'end-subscriptions') for (const stop of this.subscriptions) stop('end');
    return { ...this.counts };
  }

  /** @throws Refused while the double is to be unavailable, or is not to allow this. */
  assertAllowed(what: 'append' | 'read-streams' | 'read-all'): void {
    if (this.fault === 'unavailable') throw unavailable('Server Is Not Ready');
    if (this.fault === 'wrong-password') throw unauthenticated();
    if (this.fault === `no-right-to-${what}`) throw accessDenied();
  }

  async append<T>(store: () => Promise<T>): Promise<T> {
    this.counts.appends += 1;
    this.open += 1;
    this.counts.mostAppendsAtOnce = Math.max(this.counts.mostAppendsAtOnce, this.open);
    try {
      this.assertAllowed('append');
      if (this.fault === 'lost-append') {
        this.fault = 'nothing';
        throw unavailable('Connection dropped');
      }
      const answer = await store();
      if (this.fault === 'lost-answers') throw unavailable('Connection dropped');
      if (this.fault === 'silent-answers') return await new Promise<never>(() => undefined);
      while (this.fault === 'slow-appends') await once(this.healed, 'change');
      return answer;
    } finally {
      this.open -= 1;
    }
  }

  batchAppend(): void {
    this.counts.batchAppends += 1;
  }

  /** @returns how to say that it is over. */
  subscribed(stop: (how: 'break' | 'end') => void): () => void {
    this.subscriptions.add(stop);
    return () => this.subscriptions.delete(stop);
  }
}
