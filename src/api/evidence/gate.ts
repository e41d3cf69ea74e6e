import { HttpProblem } from '../http/problems/problem.js';

/** Lets few through at once and makes few others wait: files and pictures take memory that nobody else gets back. */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly most: number,
    private readonly mostWaiting: number,
  ) {}

  /** @throws HttpProblem evidence-busy when too many wait already; and what `work` throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.most) this.inside += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // Whoever waited takes over the place.
      if (next) next();
      else this.inside -= 1;
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.mostWaiting) throw new HttpProblem('evidence-busy', { retryAfterSeconds: 5 });
    return new Promise((done) => this.waiting.push(done));
  }
}
