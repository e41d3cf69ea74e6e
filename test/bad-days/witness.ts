/** Somebody who asks the same few things all through a bad day, and writes down what came back and when. */
import { demoPupils, demoParentAccount } from '../../src/people/demo-data/demo-data.js';
import { NEW_PASSWORD } from '../../src/tools/demo/family.js';
import { Visitor, type Asking, type Reply } from '../../src/tools/demo/visitor.js';
import type { Call, CallBook } from '../fault/load/call-book.js';
import type { Load } from '../fault/load/load.js';

/** health: /health/ready. open: what needs no engine. read: the pages of a family. write: a command, through every engine. */
export type Question = 'health' | 'open' | 'read' | 'write';

export interface Testimony {
  readonly question: Question;
  /** performance.now() */
  readonly askedAt: number;
  readonly ms: number;
  /** Undefined: nothing came, or the connection broke. */
  readonly status: number | undefined;
  readonly code?: string;
  /** The answer says when to come again. */
  readonly comeAgain: boolean;
  /** Of health: the parts that are failing. */
  readonly failing: readonly string[];
}

const PUPIL = '10690001';
const PAUSE_MS = 200;

const QUESTIONS: Readonly<Record<Question, readonly [method: string, path: string]>> = {
  health: ['GET', '/health/ready'],
  open: ['GET', '/consent-texts/current'],
  read: ['GET', '/bindings'],
  write: ['POST', '/bindings'],
};

export class Witness {
  private stopping = false;
  private readonly asking: Promise<unknown>;

  private constructor(
    private readonly visitor: WatchedVisitor,
    private readonly book: CallBook,
  ) {
    this.asking = Promise.all((Object.keys(QUESTIONS) as Question[]).map((question) => this.askOn(question)));
  }

  /** Signs in, and begins to ask. What it writes stands in the book of the load, who have all signed in before. */
  static async at(address: string, { book }: Load): Promise<Witness> {
    const pupil = demoPupils.find(({ number }) => number === PUPIL);
    if (!pupil) throw new Error(`no pupil has the number ${PUPIL}`);
    const visitor = new WatchedVisitor(address);
    const account = demoParentAccount(pupil);
    await visitor.insist('POST', '/session', { schoolId: pupil.schoolId, account, password: NEW_PASSWORD });
    return new Witness(visitor, book);
  }

  get saw(): readonly Testimony[] {
    return this.visitor.saw;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.asking;
  }

  private async askOn(question: Question): Promise<void> {
    const [method, path] = QUESTIONS[question];
    let call: Call | undefined;
    while (!this.stopping) {
      if (method === 'GET') await this.visitor.ask(method, path).catch(() => undefined);
      else {
        // The same call until it is answered, as a browser would: a new one each time would pile up behind the fault.
        if (!call || call.answer) call = this.book.begin('witness', this.visitor, method, path, {});
        await this.book.send(call);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

class WatchedVisitor extends Visitor {
  readonly saw: Testimony[] = [];

  override async ask(method: string, path: string, asking?: Asking): Promise<Reply> {
    const question = (Object.keys(QUESTIONS) as Question[]).find(
      (one) => QUESTIONS[one].join() === `${method},${path}`,
    );
    const askedAt = performance.now();
    let reply: Reply | undefined;
    try {
      reply = await super.ask(method, path, asking);
      return reply;
    } finally {
      if (question) this.saw.push({ question, askedAt, ms: performance.now() - askedAt, ...seenIn(reply) });
    }
  }
}

function seenIn(reply: Reply | undefined): Omit<Testimony, 'question' | 'askedAt' | 'ms'> {
  const { code, parts = [] } = (reply?.body ?? {}) as {
    readonly code?: string;
    readonly parts?: readonly { readonly name: string; readonly status: string; readonly detail?: string }[];
  };
  return {
    status: reply?.status,
    ...(code !== undefined && { code }),
    comeAgain: Number(reply?.headers.get('retry-after') ?? 0) > 0,
    failing: parts.filter(({ status }) => status === 'failing').map(({ name }) => name),
  };
}
