import type { Agenda } from './activity-contract.js';

type Deadline = Agenda['next'][number];

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * When a deadline may be tried. The clocks of Temporal and of the rules differ by a little, so the first attempt may
 * come too early and change nothing; the next one waits, and each one longer, so that no fault turns into a busy loop.
 */
export class Attempts {
  private readonly made = new Map<string, { count: number; next: number }>();

  /** Milliseconds since 1970. */
  notBefore(deadline: Deadline): number {
    return this.made.get(keyOf(deadline))?.next ?? Date.parse(deadline[1]);
  }

  begin(deadline: Deadline): void {
    const count = (this.made.get(keyOf(deadline))?.count ?? 0) + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), LONGEST_PAUSE_MS);
    this.made.set(keyOf(deadline), { count, next: Date.now() + pause });
  }
}

function keyOf(deadline: Deadline): string {
  return deadline.join(' ');
}
