import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A pair of sockets: the caller's, and ours to the server; and the way to each. */
interface Line {
  readonly caller: Socket;
  readonly server: Socket;
  readonly toCaller: Way;
  readonly toServer: Way;
}

/**
 * Stands between a client and a server (the API, PostgreSQL, Temporal, an EventStoreDB), and does to the connection what
 * a network does. It passes bytes on and knows nothing of them.
 */
export class FaultProxy {
  /** Connections that callers have opened so far. */
  connections = 0;
  private frozen = false;
  private deaf = false;
  private mute = false;
  private cutAfter = Number.POSITIVE_INFINITY;
  private delayMs = 0;
  private readonly lines = new Set<Line>();

  private constructor(
    private readonly listener: Server,
    /** The address of the server as the client wants it, with us in its place. */
    readonly url: string,
  ) {}

  /** @param url [scheme://[user:password@]]host:port[/path][?options], one server. */
  static async before(url: string): Promise<FaultProxy> {
    const [, start = '', host = '', port = '', rest = ''] =
      /^((?:\w+:\/\/)?(?:[^@/]*@)?)([^:/?]+):(\d+)(.*)$/.exec(url) ?? [];
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const own = (listener.address() as AddressInfo).port;
    const proxy = new FaultProxy(listener, `${start}127.0.0.1:${own}${rest}`);
    listener.on('connection', (caller) => proxy.join(caller, connect(Number(port), host)));
    return proxy;
  }

  /** Breaks every connection; new ones are welcome. */
  cut(): void {
    for (const { caller, server } of this.lines) {
      caller.destroy();
      server.destroy();
    }
  }

  /** Lets so many bytes of answers through, then breaks the connection, once. */
  cutAfterBytes(bytes: number): void {
    this.cutAfter = bytes;
  }

  /** What callers send arrives; the answers do not, and after so many milliseconds the connections break. */
  async loseAnswers(milliseconds: number): Promise<void> {
    this.deaf = true;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.cut();
    this.deaf = false;
  }

  /** What callers send does not arrive, and after so many milliseconds the connections break. */
  async loseRequests(milliseconds: number): Promise<void> {
    this.mute = true;
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.cut();
    this.mute = false;
  }

  /** Accepts connections and passes nothing on, as a peer that is frozen or far away behind a dead link. */
  freeze(): void {
    this.frozen = true;
    for (const line of this.lines) hold(line);
  }

  thaw(): void {
    this.frozen = false;
    for (const { caller, server } of this.lines) {
      caller.resume();
      server.resume();
    }
  }

  /** From now on whatever passes takes so long, each way. */
  delay(milliseconds: number): void {
    this.delayMs = milliseconds;
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private join(caller: Socket, server: Socket): void {
    const line = { caller, server, toCaller: new Way(caller), toServer: new Way(server) };
    this.connections += 1;
    this.lines.add(line);
    caller.on('data', (bytes) => this.mute || line.toServer.pass(bytes, this.delayMs));
    server.on('data', (bytes) => this.answer(line, bytes));
    for (const [one, other] of [
      [caller, server],
      [server, caller],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => {
        this.lines.delete(line);
        other.destroy();
      });
    }
    if (this.frozen) hold(line);
  }

  private answer({ toCaller }: Line, bytes: Buffer): void {
    if (this.deaf) return;
    this.cutAfter -= bytes.length;
    if (this.cutAfter > 0) return toCaller.pass(bytes, this.delayMs);
    this.cutAfter = Number.POSITIVE_INFINITY;
    this.cut();
  }
}

function hold({ caller, server }: Line): void {
  caller.pause();
  server.pause();
}

/** Bytes on their way to a socket, in their order also when the delay changes. */
class Way {
  private readonly under: { readonly bytes: Buffer; readonly at: number }[] = [];

  constructor(private readonly to: Socket) {}

  pass(bytes: Buffer, delayMs: number): void {
    if (delayMs === 0 && this.under.length === 0) return void this.to.write(bytes);
    this.under.push({ bytes, at: performance.now() + delayMs });
    if (this.under.length === 1) this.arriveLater();
  }

  private arriveLater(): void {
    const [first] = this.under;
    if (first) setTimeout(() => this.arrive(), Math.max(0, first.at - performance.now()));
  }

  private arrive(): void {
    const [first] = this.under.splice(0, 1);
    if (first) this.to.write(first.bytes);
    this.arriveLater();
  }
}
