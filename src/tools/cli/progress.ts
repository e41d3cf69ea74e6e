/** Long work shows how far it is: a bar that moves on a terminal, a line now and then in a file or a pipe. */
import type { Terminal } from './terminal.js';

const BAR_WIDTH = 30;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 2_000;

export class Progress {
  private readonly started = performance.now();
  private shownAt = -Infinity;
  private readonly moving: boolean;

  constructor(
    private readonly err: Terminal['err'],
    /** As `counting events`. */
    private readonly what: string,
  ) {
    this.moving = err.isTTY === true;
  }

  /** @param total absent or 0: not known. */
  show(done: number, total = 0): void {
    const now = performance.now();
    if (now - this.shownAt < (this.moving ? REDRAW_MS : LINE_EVERY_MS)) return;
    // The first line of a work that is over at once would only be in the way.
    if (!this.moving && this.shownAt === -Infinity && now - this.started < LINE_EVERY_MS) return;
    this.shownAt = now;
    this.write(done, total);
  }

  /** What is done now that has no number. */
  note(step: string): void {
    if (this.moving) this.err.write(`\r\u001B[K${this.what}: ${step}`);
    else if (this.shownAt !== -Infinity) this.err.write(`${this.what}: ${step}\n`);
  }

  /** The last word. */
  done(done: number, total = done): void {
    if (!this.moving && this.shownAt === -Infinity) return;
    this.write(done, total);
    if (this.moving) this.err.write('\n');
  }

  private write(done: number, total: number): void {
    const perSecond = Math.round((done / Math.max(performance.now() - this.started, 1)) * 1_000);
    const text = `${this.what}: ${done}${total > 0 ? ` of ${Math.max(total, done)}` : ''}, ${perSecond}/s`;
    if (!this.moving) return void this.err.write(`${text}\n`);
    this.err.write(`\r\u001B[K${total > 0 ? `${bar(done / Math.max(total, done))} ` : ''}${text}`);
  }
}

function bar(part: number): string {
  const full = Math.round(part * BAR_WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${String(Math.floor(part * 100)).padStart(3)} %`;
}
