import type { Visitor } from '../../../src/tools/demo/visitor.js';
import type { Random } from '../random.js';
import { wait } from '../system/system-under-fault.js';
import type { Answered, Call, CallBook } from './call-book.js';

/** How people behave while things go wrong. */
export interface Manners {
  /** How often somebody sends a form twice at once. */
  readonly doubleClicks: number;
  /** How often somebody gives up after an uncertain answer, and looks again at what the page says. */
  readonly givesUp: number;
  /** How often a reviewer clicks and goes home whatever the answer. */
  readonly goesHome: number;
  /** Between two steps, in milliseconds. */
  readonly thinks: readonly [least: number, most: number];
}

/** While the faults come. */
export const HURRIED: Manners = { doubleClicks: 0.1, givesUp: 0.3, goesHome: 0.3, thinks: [50, 350] };
/** Once they are over: straight on. */
export const CALM: Manners = { doubleClicks: 0, givesUp: 0, goesHome: 0, thinks: [20, 60] };

/** Somebody who writes, and keeps a record of it. */
export class Client {
  manners: Manners = HURRIED;

  constructor(
    readonly name: string,
    readonly visitor: Visitor,
    private readonly book: CallBook,
    protected readonly random: Random,
  ) {}

  /** Sends it until it is answered, or this person gives up. @returns the call, answered or not */
  async write(method: string, path: string, body: unknown, canGoHome = false): Promise<Call> {
    const call = this.book.begin(this.name, this.visitor, method, path, body);
    const { manners } = this;
    const twice = this.random.chance(manners.doubleClicks);
    // Drawn whatever happens, so that one outcome more or less does not change what comes after it.
    const givesUp = this.random.chance(manners.givesUp);
    const goesHome = this.random.chance(manners.goesHome) && canGoHome;
    const twin = twice ? this.book.send(call) : undefined;
    while (!(await this.book.send(call))) {
      if (goesHome) call.abandoned = true;
      if (goesHome || givesUp) break;
      await wait(this.random.between(150, 400));
      if (this.manners !== manners) break;
    }
    await twin;
    return call;
  }

  async think(): Promise<void> {
    await wait(this.random.between(...this.manners.thinks));
  }

  /** Sends it until it is answered. @returns undefined when the time is over */
  async settle(call: Call, until: number): Promise<Answered | undefined> {
    while (!call.answer && Date.now() < until) {
      if (await this.book.send(call)) break;
      await wait(200);
    }
    return call.answer;
  }

  /** Undefined while it cannot be read. */
  async read<Body>(path: string): Promise<Body | undefined> {
    try {
      const { status, body } = await this.visitor.ask('GET', path);
      return status === 200 ? (body as Body) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The revision that an answer tells. */
export function revisionOf({ answer }: Call): number | undefined {
  const [, digits] = /^"(\d+)"$/.exec(answer?.etag ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
