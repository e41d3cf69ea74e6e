/** Far more callers than one API process takes on, none of whom waits between two calls. */
import { Family, NEW_PASSWORD } from '../../src/tools/demo/family.js';
import type { Visitor } from '../../src/tools/demo/visitor.js';

const PUPIL = '10630031';
/** Reads, since these people keep no record of what they write; the load goes on writing. */
const PATHS = ['/bindings', '/consent-texts/current', '/session'];

export class Burst {
  private stopping = false;
  private readonly wrong = new Set<string>();
  private readonly counts = new Map<number, number>();
  private readonly calling: Promise<unknown>;

  private constructor(visitor: Visitor, callers: number) {
    this.calling = Promise.all(
      Array.from({ length: callers }, (_, i) => this.call(visitor, PATHS[i % PATHS.length] ?? '')),
    );
  }

  static async of(callers: number, address: string): Promise<Burst> {
    const { visitor } = await Family.signIn(address, PUPIL, NEW_PASSWORD);
    return new Burst(visitor, callers);
  }

  /** @returns what should not have been */
  async end(): Promise<readonly string[]> {
    this.stopping = true;
    await this.calling;
    const turnedAway = (this.counts.get(503) ?? 0) + (this.counts.get(429) ?? 0);
    if (turnedAway === 0) this.wrong.add('the burst was not large enough: nobody was turned away');
    if ((this.counts.get(200) ?? 0) === 0) this.wrong.add('the burst let nobody through');
    return [...this.wrong];
  }

  private async call(visitor: Visitor, path: string): Promise<void> {
    while (!this.stopping) {
      const reply = await visitor
        .ask('GET', path)
        .catch((error: unknown) => void this.wrong.add(`burst: ${String(error)}`));
      if (!reply) continue;
      const { status, headers } = reply;
      this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
      const isTurnedAway = (status === 503 || status === 429) && Number(headers.get('retry-after')) > 0;
      if (!isTurnedAway && status !== 200 && status !== 201)
        this.wrong.add(`burst: ${status} without a word when to come again`);
    }
  }
}
