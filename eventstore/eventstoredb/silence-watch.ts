import type { AllStreamSubscription } from '@eventstore/db-client';
import { Unavailable, type Position } from '../port.js';
import type { Reader } from './reader.js';

/**
 * Ends a subscription that is not confirmed in time, or that stays silent over two checks though the log holds later events.
 * A reader who takes long over an event is not silence.
 */
export class SilenceWatch {
  private readonly timer: NodeJS.Timeout;
  private confirmed = false;
  private idle = true;
  /** What the log held when the subscription was first found silent. */
  private owed: Position | null = null;

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly reader: Reader,
    private last: Position | null,
    silenceMs: number,
  ) {
    subscription.once('confirmation', () => (this.confirmed = true));
    this.timer = setInterval(() => void this.check(), silenceMs);
  }

  delivering(position: Position): void {
    this.last = position;
    this.idle = false;
    this.owed = null;
  }

  waiting(): void {
    this.idle = true;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    if (!this.idle) return;
    if (!this.confirmed) return this.giveUp('the event store did not confirm the subscription');
    if (this.owed !== null) return this.giveUp('the subscription is silent although the log went on');
    try {
      const head = await this.reader.head();
      if (this.idle && head !== null && (this.last === null || head > this.last)) this.owed = head;
    } catch {
      this.giveUp('the event store does not answer');
    }
  }

  private giveUp(reason: string): void {
    this.stop();
    this.subscription.destroy(new Unavailable(reason));
  }
}
