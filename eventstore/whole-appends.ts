import { endsAppend, goesOn, type Placed } from './chain/part.js';
import type { StoredEvent } from './port.js';

/**
 * Puts the events of a log together to appends, as they come. An append is given when its last part is there. Where
 * something else follows before (a log that was cut), what there is of it is given then.
 */
export class WholeAppends<Event extends Placed = StoredEvent> {
  private begun: Event[] = [];

  /** @returns the appends that are whole now, in order */
  take(events: readonly Event[]): (readonly Event[])[] {
    const whole: (readonly Event[])[] = [];
    for (const event of events) {
      const last = this.begun.at(-1);
      if (last && !goesOn(last, event)) whole.push(this.end());
      this.begun.push(event);
      if (endsAppend(event)) whole.push(this.end());
    }
    return whole;
  }

  /** What came of an append whose last part did not come; empty where all were whole. */
  rest(): readonly Event[] {
    return this.end();
  }

  private end(): readonly Event[] {
    const append = this.begun;
    this.begun = [];
    return append;
  }
}
