import { CancelledFailure, sleep } from '@temporalio/workflow';

/** Temporal delivers a timer no earlier than asked, so a shorter one would only cost an event. */
const SHORTEST_WAIT = 1;

/**
 * One timer, set lazily: anew only for an earlier time. It says nothing but "look again": a deadline that has moved
 * later in the meantime is found by looking, and costs no event when it moves.
 */
export class Alarm {
  private setFor = Number.POSITIVE_INFINITY;

  /** @param at milliseconds since 1970. */
  ringsBy(at: number): boolean {
    return this.setFor <= at;
  }

  setTo(at: number): void {
    this.setFor = at;
    const rang = () => {
      // A timer that was overtaken by an earlier one rings too; nobody is waiting for it any more.
      if (this.setFor === at) this.setFor = Number.POSITIVE_INFINITY;
    };
    sleep(Math.max(at - Date.now(), SHORTEST_WAIT)).then(rang, ignoreCancellation);
  }
}

/** The run is being cancelled: the main function hears of it by itself. */
function ignoreCancellation(error: unknown): void {
  if (!(error instanceof CancelledFailure)) throw error;
}
