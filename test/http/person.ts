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

  /** Sends a file as the part `file` of a form, or under another name. */
  upload(path: string, bytes: Uint8Array<ArrayBuffer>, asking: Asking = {}, part = 'file'): Promise<Reply> {
    const form = new FormData();
    form.set(part, new Blob([bytes], { type: 'application/octet-stream' }), '王大明 A111111113.bin');
    return this.ask('POST', path, form, asking);
  }

  /** The bytes of a file. */
  async download(path: string): Promise<Reply<Buffer>> {
    const response = await this.send('GET', path, undefined, { key: null });
    const { status, headers } = response;
    return { status, headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  /** A stream of events, until the signal aborts. */
  open(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { cookie: this.cookie, ...headers }, signal });
  }

  /** @param body as it goes over the wire; text is sent as JSON. */
  async ask(method: string, path: string, body: string | FormData | undefined, asking: Asking = {}): Promise<Reply> {
    const response = await this.send(method, path, body, asking);
    // A stream of events has no end to wait for.
    const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (streams) await response.body?.cancel();
    const answer = streams ? '' : await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && answer ? JSON.parse(answer) : answer) as Json,
    };
  }

  private async send(
    method: string,
    path: string,
    body: string | FormData | undefined,
    asking: Asking,
  ): Promise<Response> {
    const key = asking.key === undefined ? randomUUID() : asking.key;
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
      ...(body !== undefined && { body }),
      headers: {
        ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        ...(this.cookie && { cookie: this.cookie }),
        ...(key !== null && { 'idempotency-key': key }),
        ...(asking.language && { 'accept-language': asking.language }),
        ...asking.headers,
      },
    });
    const [set] = response.headers.getSetCookie();
    if (set) this.cookie = set.split(';')[0] ?? '';
    return response;
  }

  async signIn(schoolId: string, account: string, password: string): Promise<Reply> {
    return this.post('/api/v1/session', { schoolId, account, password }, { key: null });
  }
}
