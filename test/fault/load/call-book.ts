/** The clients' own record of every write: what they asked, and what they were told. The invariants are checked from it. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Reply, Visitor } from '../../../src/tools/demo/visitor.js';

/** An answer that settles the call, whatever it says. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly etag: string | null;
}

export interface Call {
  readonly who: string;
  /** As `POST /bindings/…/consent`. */
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
  readonly visitor: Visitor;
  readonly round: number;
  /** Times it was sent. */
  sent: number;
  /** Times nothing certain came back. */
  unknown: number;
  answer?: Answered;
  /** Another definite answer under the same key: never to happen. */
  contradiction?: Answered;
  /** Its sender went away and never asked again. */
  abandoned?: boolean;
}

/** Nothing is certain: the outcome may come later, or the command never got there. Everything from 500 on counts here. */
function isUncertain({ status, body }: Reply): boolean {
  if (status === 202 || status === 429 || status >= 500) return true;
  // Several decisions together are answered while some are still on their way.
  const { results = [] } = (body ?? {}) as { results?: readonly { status: string }[] };
  return results.some((outcome) => outcome.status === 'pending');
}

/** Answers of the edge, by which nothing was begun: the same call may fare otherwise later. */
const OF_THE_EDGE: ReadonlySet<number> = new Set([400, 401, 403, 404]);

export class CallBook {
  readonly calls: Call[] = [];
  /** Answers that no fault excuses, as `POST /bindings: 500`. */
  readonly oddities: string[] = [];
  round = 0;

  begin(who: string, visitor: Visitor, method: string, path: string, body: unknown): Call {
    const what = `${method} ${path.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, '…')}`;
    const call = { who, what, method, path, body, key: randomUUID(), visitor, round: this.round, sent: 0, unknown: 0 };
    this.calls.push(call);
    return call;
  }

  /** Sends it once. @returns the answer if it is a definite one */
  async send(call: Call): Promise<Answered | undefined> {
    call.sent += 1;
    const reply = await this.ask(call);
    if (!reply || isUncertain(reply)) {
      call.unknown += 1;
      return undefined;
    }
    const answer = { status: reply.status, body: reply.body, etag: reply.headers.get('etag') };
    if (call.answer && !OF_THE_EDGE.has(call.answer.status) && !isDeepStrictEqual(answer, call.answer)) {
      call.contradiction ??= answer;
    }
    call.answer ??= answer;
    return answer;
  }

  private async ask({ visitor, method, path, body, key, what }: Call): Promise<Reply | undefined> {
    try {
      const reply = await visitor.ask(method, path, { body, key });
      const { code } = (reply.body ?? {}) as { code?: string };
      if (reply.status === 500) this.oddities.push(`${what}: 500 ${code ?? ''}`);
      return reply;
    } catch {
      return undefined;
    }
  }
}

export function isAccepted({ answer }: Call): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}
