import { setImmediate as breathe } from 'node:timers/promises';

export const MOST_ROWS = 50_000;
const ROWS_A_BREATH = 500;

/** Counts the rows of all files of an import, and lets others have the thread now and then. */
export class RowBudget {
  private taken = 0;

  constructor(
    private readonly most = MOST_ROWS,
    private readonly progress: (rows: number) => void = () => undefined,
  ) {}

  get rows(): number {
    return this.taken;
  }

  /** False once there are too many. */
  async take(): Promise<boolean> {
    if (this.taken >= this.most) return false;
    this.taken += 1;
    if (this.taken % ROWS_A_BREATH === 0) {
      this.progress(this.taken);
      await breathe();
    }
    return true;
  }
}
