/** Remembers so many things for so long, in this process. */
export class BoundedMap<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly until: number }>();

  constructor(
    private readonly most: number,
    private readonly lifeMs: number,
  ) {}

  set(key: string, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until: Date.now() + this.lifeMs });
    const [oldest] = this.entries.keys();
    if (this.entries.size > this.most && oldest !== undefined) this.entries.delete(oldest);
  }

  get(key: string | undefined): Value | undefined {
    const entry = key === undefined ? undefined : this.entries.get(key);
    if (!entry || entry.until < Date.now()) return undefined;
    return entry.value;
  }

  take(key: string | undefined): Value | undefined {
    const value = this.get(key);
    if (key !== undefined) this.entries.delete(key);
    return value;
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  all(): readonly (readonly [string, Value])[] {
    return [...this.entries].map(([key, { value }]) => [key, value]);
  }
}
