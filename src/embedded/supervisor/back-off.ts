const FIRST_MS = 250;
const LONGEST_MS = 5_000;
const STEADY_MS = 20_000;

/** How long to wait before something that keeps dying is started again: doubled each time, forgotten after 20 s of life. */
export class BackOff {
  private waits = 0;
  private startedAt = 0;

  started(): void {
    this.startedAt = Date.now();
  }

  /** @returns milliseconds */
  nextWait(): number {
    if (Date.now() - this.startedAt > STEADY_MS) this.waits = 0;
    const wait = Math.min(FIRST_MS * 2 ** this.waits, LONGEST_MS);
    this.waits += 1;
    return wait;
  }
}
