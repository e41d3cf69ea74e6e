/** Wakes readers. A ring between "look" and "wait" is not lost: `wait` takes the count that was seen before looking. */
export class Doorbell {
  private count = 0;
  private readonly sleepers = new Set<() => void>();

  rings(): number {
    return this.count;
  }

  ring(): void {
    this.count += 1;
    for (const wake of this.sleepers) wake();
  }

  /** Resolves at a ring after `seen`, after `milliseconds`, or when the signal aborts, whichever is first. */
  wait(seen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (seen !== this.count || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.sleepers.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
