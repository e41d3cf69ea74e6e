/** Takes what has come in the meantime: one event when little happens, up to `limit` when much does. */

/**
 * Reads ahead of the consumer by about `limit` items. What the source gives together in a group stays together: a batch
 * goes past the limit only where its one group does. Ends when the source ends or `signal` aborts; a batch that was handed
 * out is never taken back. @throws what the source throws, after the items that came before.
 */
export async function* inBatches<T>(
  source: AsyncIterable<readonly (readonly T[])[]>,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<readonly T[], void, undefined> {
  const queue = new ReadAhead<T>(limit);
  const stop = () => queue.finish();
  signal.addEventListener('abort', stop);
  // Never rejects: the failure is kept for the consumer.
  void queue.fill(source);
  try {
    while (!signal.aborted) {
      const batch = await queue.take();
      if (batch.length === 0 || signal.aborted) return;
      yield batch;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    queue.finish();
  }
}

/**
 * For each item of a full batch. The consumer begins with short questions to the database, the source with much to parse:
 * at the same time each answer would wait behind the parsing, and the database for the next question.
 */
const HEAD_START_MS = 0.002;

class ReadAhead<T> {
  private groups: (readonly T[])[] = [];
  /** In all groups. */
  private items = 0;
  private finished = false;
  private failure: { readonly error: unknown } | undefined;
  private wakeConsumer = (): void => undefined;
  private wakeSource = (): void => undefined;

  constructor(private readonly limit: number) {}

  async fill(source: AsyncIterable<readonly (readonly T[])[]>): Promise<void> {
    try {
      for await (const groups of source) {
        if (this.finished) break;
        for (const group of groups) {
          this.items += group.length;
          this.groups.push(group);
        }
        this.wakeConsumer();
        while (this.items >= this.limit && !this.finished)
          await new Promise<void>((resolve) => (this.wakeSource = resolve));
      }
    } catch (error) {
      this.failure = { error };
    }
    this.finish();
  }

  finish(): void {
    this.finished = true;
    this.wakeConsumer();
    this.wakeSource();
  }

  /** Waits for something; empty at the end. */
  async take(): Promise<readonly T[]> {
    if (this.items === 0 && !this.finished) {
      await new Promise<void>((resolve) => (this.wakeConsumer = resolve));
      // What the source has ready in the same turn belongs to the same batch.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const batch = this.groups.splice(0, this.fitting()).flat();
    this.items -= batch.length;
    if (!this.finished) setTimeout(() => this.wakeSource(), this.limit * HEAD_START_MS);
    if (batch.length === 0 && this.failure) throw this.failure.error;
    return batch;
  }

  /** How many groups make a batch: at least one, where there is one. */
  private fitting(): number {
    let items = 0;
    const tooMany = this.groups.findIndex((group) => (items += group.length) > this.limit);
    return tooMany < 0 ? this.groups.length : Math.max(tooMany, 1);
  }
}
