/** Keys in clear, few and for a short time: an erased person is forgotten by every process within `lifeMs`. */
export class KeyCache {
  private readonly entries = new Map<string, { readonly key: Buffer; readonly until: number }>();

  constructor(
    private readonly most = 10_000,
    private readonly lifeMs = 60_000,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(subject: string): Buffer | undefined {
    const entry = this.entries.get(subject);
    if (!entry) return undefined;
    if (entry.until > this.now()) return entry.key;
    this.delete(subject);
    return undefined;
  }

  put(subject: string, key: Buffer): void {
    this.delete(subject);
    this.entries.set(subject, { key, until: this.now() + this.lifeMs });
    // A Map keeps the order of insertion: the first one is the oldest.
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.delete(oldest);
  }

  delete(subject: string): void {
    this.entries.delete(subject);
  }

  get size(): number {
    return this.entries.size;
  }
}
