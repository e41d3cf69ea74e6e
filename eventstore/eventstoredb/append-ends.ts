import { Unstorable } from '../port.js';
import type { Reader } from './reader.js';
import { isSameAppend, type Arrived } from './recorded.js';

/** What the subscriptions of one process ask about the same event shortly after each other. */
const REMEMBERED = 100;
/** Nearly all appends hold no more than this. */
const FIRST_LOOK = 8;

/**
 * Says where the append ends that an event belongs to. The server gives a subscription one event after the other, but has
 * stored all of them at once: what stands behind the event in its stream tells.
 */
export class AppendEnds {
  private readonly known = new Map<string, Promise<number>>();

  constructor(private readonly reader: Pick<Reader, 'recorded'>) {}

  /** Revision of the last event of the append. @throws Unavailable */
  async endOf(last: Arrived): Promise<number> {
    const key = `${last.event.revision}@${last.event.stream}`;
    const known = this.known.get(key);
    if (known) return known;
    const asked = this.look(last);
    this.remember(key, asked);
    return asked;
  }

  private async look(last: Arrived): Promise<number> {
    const { stream } = last.event;
    let end = last;
    for (let count = FIRST_LOOK; ; count = 1000) {
      const page = await this.after(stream, end.event.revision, count);
      const next = page.findIndex((event, i) => !isSameAppend(page[i - 1] ?? end, event));
      end = (next < 0 ? page : page.slice(0, next)).at(-1) ?? end;
      if (next >= 0 || page.length < count) return end.event.revision;
    }
  }

  /** Of a stream that was deleted since, nothing more will come. */
  private async after(stream: string, revision: number, count: number): Promise<readonly Arrived[]> {
    try {
      return await this.reader.recorded(stream, revision + 1, count);
    } catch (error) {
      if (error instanceof Unstorable) return [];
      throw error;
    }
  }

  private remember(key: string, asked: Promise<number>): void {
    this.known.set(key, asked);
    asked.catch(() => this.known.delete(key));
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
  }
}
