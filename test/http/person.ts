/** Somebody at a browser: keeps the cookie, sends JSON, reads what comes back. */
import { randomUUID } from 'node:crypto';

export interface Reply<Body = Json> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Read from the wire; a test says what it expects of it. */
export type Json = { readonly [name: string]: Json } & readonly Json[] & string & number & boolean & null;

export interface Asking {
  /** Idempotency-Key; absent: a new one. Null: none is sent. */
  readonly key?: string | null;
  readonly language?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Person {
  private cookie = '';

  constructor(readonly url: string) {}

  get(path: string, asking: Asking = {}): Promise<Reply> {
    return this.ask('GET', path, undefined, { key: null, ...asking });
  }

  post(path: string, body: unknown = {}, asking: Asking = {}): Promise<Reply> {
    return this.ask('POST', path, JSON.stringify(body), asking);
  }

  put(path: string, body: unknown, asking: Asking = {}): Promise<Reply> {
    return this.ask('PUT', path, JSON.stringify(body), asking);
  }

  delete(path: string, asking: Asking = {}): Promise<Reply> {
    return this.ask('DELETE', path, undefined, asking);
  }

  /** @param text the body as it goes over the wire. */
  async ask(method: string, path: string, text: string | undefined, asking: Asking = {}): Promise<Reply> {
    const key = asking.key === undefined ? randomUUID() : asking.key;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
      ...(text !== undefined && { body: text }),
      headers: {
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...(this.cookie && { cookie: this.cookie }),
        ...(key !== null && { 'idempotency-key': key }),
        ...(asking.language && { 'accept-language': asking.language }),
        ...asking.headers,
      },
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(answer) : answer) as Json };
  }

  async signIn(schoolId: string, account: string, password: string): Promise<Reply> {
    return this.post('/api/v1/session', { schoolId, account, password }, { key: null });
  }
}
