/** One connection of its own for LISTEN: it reconnects by itself and wakes everybody after each gap. */
import { Client, escapeIdentifier, type ClientConfig } from 'pg';

const RETRY_MS = { first: 100, most: 2000 };
/** A connection that was cut silently is noticed by this. */
const HEARTBEAT_MS = 10_000;

interface Subscriber {
  readonly channel: string;
  readonly wake: () => void;
  readonly ready: () => void;
}

export class Listener {
  private readonly subscribers = new Set<Subscriber>();
  private client: Client | undefined;
  private connecting = false;
  private closed = false;
  private retry: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private retryMs = RETRY_MS.first;

  constructor(private readonly options: ClientConfig) {}

  async listen(channel: string, wake: () => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.closed) return;
    await new Promise<void>((resolve) => {
      const subscriber = { channel, wake, ready: resolve };
      this.subscribers.add(subscriber);
      signal.addEventListener('abort', () => this.leave(subscriber), { once: true });
      if (this.client) this.join(this.client, subscriber);
      else void this.connect();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    for (const subscriber of this.subscribers) subscriber.ready();
    this.subscribers.clear();
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private join(client: Client, subscriber: Subscriber): void {
    register(client, subscriber).catch(() => this.lost(client));
  }

  private leave(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    subscriber.ready();
  }

  private async connect(): Promise<void> {
    if (this.connecting || this.closed) return;
    this.connecting = true;
    const client = new Client(this.options);
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel }) => this.wake(channel));
    try {
      await client.connect();
      if (this.closed) return void client.end().catch(() => undefined);
      this.client = client;
      for (const subscriber of this.subscribers) await register(client, subscriber);
      // `lost` leaves it to this call to connect again.
      if (this.client !== client) throw new Error('lost');
      this.retryMs = RETRY_MS.first;
      this.heartbeat = setInterval(() => client.query('select 1').catch(() => this.lost(client)), HEARTBEAT_MS);
    } catch {
      this.client = undefined;
      client.end().catch(() => undefined);
      this.connecting = false;
      this.connectLater();
    } finally {
      this.connecting = false;
    }
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    clearInterval(this.heartbeat);
    client.end().catch(() => undefined);
    this.connectLater();
  }

  private connectLater(): void {
    if (this.closed || this.connecting) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MS.most);
  }

  private wake(channel: string): void {
    for (const subscriber of this.subscribers) if (subscriber.channel === channel) subscriber.wake();
  }
}

async function register(client: Client, subscriber: Subscriber): Promise<void> {
  await client.query(`listen ${escapeIdentifier(subscriber.channel)}`);
  subscriber.ready();
  // Notifications from before this moment are not repeated.
  subscriber.wake();
}
