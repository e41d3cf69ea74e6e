/** All streams of the log followed side by side, as their events come in the order of the log. */
import { audited } from '../../../activities/binding/recorded-event.js';
import { checkEnd, follow, nothingFollowed, type Followed } from '../../../domain/binding/recheck/recheck.js';
import { verifyChain } from '../../../eventstore/chain/envelope.js';
import type { StoredEvent } from '../../../eventstore/port.js';
import { bindingStream } from '../../../workflows/names.js';

/** A stream as far as it has come. */
interface UnderWay {
  /** Absent before its first event. */
  readonly end?: { readonly revision: number; readonly chain: string };
  readonly followed: Followed;
}

const BINDING_STREAMS = bindingStream('');

/**
 * Clears the streams that are as they should be; the others, and those that could not be followed to their end, are
 * doubtful: they have to be read and judged by themselves. Of each stream it keeps the name, of those under way a state.
 */
export class OnePass {
  events = 0;
  /** Ordered by last event, oldest first. */
  private readonly underWay = new Map<string, UnderWay>();
  private readonly seen = new Set<string>();
  private readonly doubted = new Set<string>();

  /** @param most streams that are followed at the same time; the one that has not moved for longest is let go. */
  constructor(private readonly most: number) {}

  /** Of binding requests. */
  get streams(): number {
    return this.seen.size;
  }

  take(page: readonly StoredEvent[]): void {
    const closed: string[] = [];
    for (const event of page) {
      if (!event.stream.startsWith(BINDING_STREAMS)) continue;
      this.events += 1;
      this.follow(event);
      if (event.type === 'BindingRequestClosed') closed.push(event.stream);
    }
    // Not before the page ends: the same append may go on after the closing.
    for (const stream of closed) this.letGo(stream);
    for (const stream of this.underWay.keys()) {
      if (this.underWay.size <= this.most) break;
      this.letGo(stream);
    }
  }

  /** When the log is read to its end. @returns the doubtful streams, in the order in which they begin */
  finish(): readonly string[] {
    for (const stream of this.underWay.keys()) this.letGo(stream);
    return [...this.seen].filter((stream) => this.doubted.has(stream));
  }

  private follow(event: StoredEvent): void {
    const { stream } = event;
    const before = this.underWay.get(stream) ?? this.beginning(stream);
    this.underWay.delete(stream);
    const after = before && next(before, event);
    if (after) this.underWay.set(stream, after);
    else this.doubted.add(stream);
  }

  /** Undefined for one that has been let go, or was doubtful before. */
  private beginning(stream: string): UnderWay | undefined {
    if (this.seen.has(stream)) return undefined;
    this.seen.add(stream);
    return { followed: nothingFollowed() };
  }

  /** Nothing more is expected of it; what comes all the same makes it doubtful. */
  private letGo(stream: string): void {
    const followed = this.underWay.get(stream)?.followed;
    this.underWay.delete(stream);
    if (followed !== undefined && !checkEnd(followed).lawful) this.doubted.add(stream);
  }
}

/** Undefined where it is not as it should be. */
function next({ end, followed }: UnderWay, event: StoredEvent): UnderWay | undefined {
  const chain = verifyChain(event.stream, [event], end);
  if (!chain.ok) return undefined;
  const on = follow(followed, audited(event));
  return 'lawful' in on ? undefined : { end: { revision: event.revision, chain: chain.chain }, followed: on };
}
