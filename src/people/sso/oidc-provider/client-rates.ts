const WINDOW_MS = 60_000;
/** More clients than there are services: what stands above is forgotten, oldest first. */
const MOST_CLIENTS = 10_000;

/**
 * How often each service has authenticated in this minute, in this process: all parents of a service reach us from its one
 * server, so that its address says nothing.
 */
export class ClientRates {
  private readonly windows = new Map<string, { readonly until: number; count: number }>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Counts one. @returns false where it is one too many */
  take(clientId: string, mostPerMinute: number): boolean {
    const window = this.windows.get(clientId);
    if (window && window.until > this.now()) {
      window.count += 1;
      return window.count <= mostPerMinute;
    }
    this.windows.delete(clientId);
    this.windows.set(clientId, { until: this.now() + WINDOW_MS, count: 1 });
    const [oldest] = this.windows.keys();
    if (this.windows.size > MOST_CLIENTS && oldest !== undefined) this.windows.delete(oldest);
    return true;
  }
}
