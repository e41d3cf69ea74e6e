import { endsAppend, goesOn } from './chain/part.js';
import type { StoredEvent, WholeAppend } from './port.js';

/**
 * Puts the events of a log together to appends, as they come. An append is given when its last part is there. Where
 * something else follows before (a log that was cut), what there is of it is given then.
 */
export class WholeAppends {
  private begun: StoredEvent[] = [];

  /** @returns the appends that are whole now, in order */
  take(events: readonly StoredEvent[]): WholeAppend[] {
    const whole: WholeAppend[] = [];
    for (const event of events) {
      const last = this.begun.at(-1);
      if (last && !goesOn(last, event)) whole.push(this.end());
      this.begun.push(event);
      if (endsAppend(event)) whole.push(this.end());
    }
    return whole;
  }

  private end(): WholeAppend {
    const append = this.begun;
    this.begun = [];
    return append;
  }
}
