/** Somebody who sends a write again with the same key until it is answered, to whichever API answers, and keeps a record. */
import { randomUUID } from 'node:crypto';
import type { Json } from '../http/person.js';

/** What happened to the calls of all callers that share it. */
export class CallRecord {
  /** Of each accepted command the revision it was answered with. */
  readonly acknowledged = new Map<string, number>();
  /** Calls whose connection broke before they were answered, although the API had taken them. */
  cutAnswers = 0;
  /** Calls whose connection broke before anybody read them: what a browser repeats by itself. */
  neverRead = 0;
  /** Codes of the answers that asked for another try. */
  readonly again: string[] = [];
  /** Calls that found nobody listening. */
  refused = 0;
  /** Longest time from a write to its answer, every try included, in milliseconds. */
  slowestMs = 0;

  /** @param wasTaken whether an API has seen a call with this Idempotency-Key */
  constructor(
    readonly wasTaken: (key: string) => Promise<boolean>,
    /** Nobody insists any longer. */
    readonly givenUp: AbortSignal,
  ) {}
}

export interface Reply {
  readonly status: number;
  readonly body: Json;
}

const LIMIT_MS = 60_000;
const PAUSE_MS = 50;

export class InsistingCaller {
  private cookie = '';
  private turn = 0;

  constructor(
    private readonly addresses: readonly string[],
    private readonly record: CallRecord,
  ) {}

  async signIn(account: string, password: string, schoolId = 'T99'): Promise<void> {
    const { status } = await this.insist('POST', '/session', { schoolId, account, password });
    if (status !== 201) throw new Error(`${account} cannot sign in: ${status}`);
  }

  get(path: string): Promise<Reply> {
    return this.insist('GET', path);
  }

  /** @throws when nobody gives an answer for a minute */
  async insist(method: string, path: string, body?: unknown): Promise<Reply> {
    const key = randomUUID();
    const began = performance.now();
    for (;;) {
      const reply = await this.once(method, path, body, key);
      if (reply && !isAgain(reply)) {
        if (method !== 'GET') this.note(reply, performance.now() - began);
        return reply;
      }
      if (reply) this.record.again.push(reply.body['code'] ?? String(reply.status));
      if (this.record.givenUp.aborted || performance.now() - began > LIMIT_MS)
        throw new Error(`${method} ${path} was never answered`);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }

  private async once(method: string, path: string, body: unknown, key: string): Promise<Reply | undefined> {
    const address = this.addresses[(this.turn += 1) % this.addresses.length] ?? '';
    try {
      const response = await fetch(`${address}/api/v1${path}`, {
        method,
        signal: AbortSignal.timeout(15_000),
        headers: {
          ...(this.cookie && { cookie: this.cookie }),
          ...(method !== 'GET' && { 'idempotency-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const [set] = response.headers.getSetCookie();
      if (set) this.cookie = set.split(';')[0] ?? '';
      const text = await response.text();
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Json };
    } catch (error) {
      if (codeOf(error) === 'ECONNREFUSED') this.record.refused += 1;
      else if (await this.record.wasTaken(key)) this.record.cutAnswers += 1;
      else this.record.neverRead += 1;
      return undefined;
    }
  }

  private note({ body }: Reply, ms: number): void {
    this.record.slowestMs = Math.max(this.record.slowestMs, ms);
    if (body?.['status'] === ('accepted' as Json))
      this.record.acknowledged.set(body['commandId'] as string, body['revision'] as number);
  }
}

function isAgain({ status }: Reply): boolean {
  return status === 202 || status === 429 || status === 503;
}

function codeOf(error: unknown): unknown {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code;
}
