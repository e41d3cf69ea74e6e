import type { SqlDatabase } from '../sql.js';

/** More appends than this in one pause, and the next pause is longer: readers are busy then, and each NOTIFY is a commit of its own. */
const BUSY = { appends: 8, factor: 4 };

/**
 * Tells readers in other processes that there is something new. Only a hint, and sent after the append: a NOTIFY inside it
 * would hold a lock of the whole server during the commit, so that writers commit one by one (0.40 of the speed at 16 writers).
 * The first goes out at once, the next not before `pauseMs`; appends that end meanwhile share it.
 */
export class Notifier {
  /** Appends that no hint was sent for yet. */
  private untold = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly db: SqlDatabase,
    private readonly channel: string,
    private readonly pauseMs: number,
  ) {}

  notify(): void {
    this.untold += 1;
    this.running ??= this.run();
  }

  /** Resolves when everything said so far is sent. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.untold > 0) {
      const pauseMs = this.untold > BUSY.appends ? BUSY.factor * this.pauseMs : this.pauseMs;
      this.untold = 0;
      // A lost hint costs a reader one poll: it need not be on disk when the server says it is sent.
      await this.db.query(`set local synchronous_commit = off; notify ${this.channel}`).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.running = undefined;
  }
}
