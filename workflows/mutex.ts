/** One at a time, first come first served. Costs no promise while it is free: each one made in workflow code is paid for. */
export class Mutex {
  private taken = false;
  private readonly waiting: (() => void)[] = [];

  /** Undefined when the turn is the caller's at once; otherwise what to await. */
  acquire(): Promise<void> | undefined {
    if (this.taken) return new Promise((resolve) => this.waiting.push(resolve));
    this.taken = true;
    return undefined;
  }

  isFree(): boolean {
    return !this.taken;
  }

  release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }
}
