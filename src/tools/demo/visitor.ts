import { randomUUID } from 'node:crypto';

/** What came back over HTTP; `body` is parsed JSON, or undefined. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Asking {
  readonly body?: unknown;
  /** Sent as Idempotency-Key; a write without one of its own gets a new one. */
  readonly key?: string;
}

/** The server said no, or something that the story did not expect. */
export class UnexpectedReply extends Error {
  override readonly name = 'UnexpectedReply';
  constructor(
    readonly what: string,
    readonly reply: Reply,
  ) {
    super(`${what} answered ${reply.status} ${codeOf(reply.body) ?? ''}`);
  }
}

const TIME_LIMIT_MS = 15_000;
/** Nothing was decided: the same request may be sent again with the same key. */
const TRY_AGAIN = new Set([202, 429, 502, 503, 504]);

/** Somebody with a browser: keeps the session cookie, speaks JSON to /api/v1. */
export class Visitor {
  private cookie = '';

  constructor(private readonly address: string) {}

  /** For another client that goes on as this visitor: what shows who asks. */
  get headers(): { readonly cookie: string } {
    return { cookie: this.cookie };
  }

  /** One request, once. @throws TypeError or a time-out when the server cannot be reached */
  async ask(method: string, path: string, { body, key }: Asking = {}): Promise<Reply> {
    const response = await fetch(`${this.address}${path.startsWith('/health') ? '' : '/api/v1'}${path}`, {
      method,
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      headers: {
        accept: 'application/json',
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'idempotency-key': key ?? randomUUID() }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** One request that has to succeed. @throws UnexpectedReply */
  async get<Body>(path: string): Promise<Body> {
    return expected<Body>(`GET ${path}`, await this.ask('GET', path));
  }

  /**
   * A write, sent again with the same key until it is answered: while the server is away, busy or not sure.
   * @throws UnexpectedReply for every other answer than a success
   */
  async insist<Body>(method: string, path: string, body: unknown, withinMs = 60_000): Promise<Body> {
    const key = randomUUID();
    const until = Date.now() + withinMs;
    for (;;) {
      const { reply, failure } = await this.try(method, path, { body, key });
      if (reply && !TRY_AGAIN.has(reply.status)) return expected<Body>(`${method} ${path}`, reply);
      if (Date.now() > until) throw reply ? new UnexpectedReply(`${method} ${path}`, reply) : failure;
      await pause(200);
    }
  }

  private async try(method: string, path: string, asking: Asking): Promise<{ reply?: Reply; failure?: unknown }> {
    try {
      return { reply: await this.ask(method, path, asking) };
    } catch (failure) {
      return { failure };
    }
  }
}

/** Asks until the answer satisfies, e.g. until an account has been created. @throws when the time is over */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    let trouble = '';
    try {
      const answer = await ask();
      if (satisfies(answer)) return answer;
    } catch (error) {
      trouble = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (Date.now() > until) throw new Error(`${what}: not within ${withinMs / 1000} s${trouble}`);
    await pause(150);
  }
}

function expected<Body>(what: string, reply: Reply): Body {
  if (reply.status < 200 || reply.status > 299) throw new UnexpectedReply(what, reply);
  return reply.body as Body;
}

function codeOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
