/** What holds for every stream of ours, whatever its events mean: whole chains and whole appends. */
import { Chains } from '../../../eventstore/chain/chains.js';
import { beginsAppend, endsAppend, goesOn, type Placed } from '../../../eventstore/chain/part.js';
import type { StoredEvent } from '../../../eventstore/port.js';
import { BINDING_CATEGORY } from '../../../projections/folding/binding-events.js';
import { isOurs } from '../../../projections/folding/our-streams.js';
import { categoryOf } from '../../../projections/folding/read-model.js';
import type { BadEvents } from './bad-events.js';

const LACKS_A_PART = 'an append lacks a part here';
/** Names that are told of what is not ours. */
const MOST_NAMES = 20;

export class StreamWatch {
  /** Of streams that are no binding request. */
  events = 0;
  /** Of streams that are not ours, and the first names of them. */
  foreignEvents = 0;
  readonly foreignStreams = new Set<string>();
  private readonly others = new Set<string>();
  private readonly chains = new Chains();
  private readonly lasts = new Map<string, Placed>();

  constructor(private readonly bad: BadEvents) {}

  /** Of streams that are no binding request. */
  get streams(): number {
    return this.others.size;
  }

  take(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (!isOurs(event.stream)) this.takeForeign(event);
      else this.takeOurs(event);
    }
  }

  /** When the log is read to its end. */
  finish(): void {
    for (const { stream, revision, metadata } of this.lasts.values())
      if (!endsAppend({ metadata }))
        this.bad.add({ stream, revision: revision + 1, type: 'nothing', why: LACKS_A_PART });
  }

  private takeForeign({ stream }: StoredEvent): void {
    this.foreignEvents += 1;
    if (this.foreignStreams.size < MOST_NAMES) this.foreignStreams.add(stream);
  }

  private takeOurs(event: StoredEvent): void {
    const { stream, revision, type, metadata } = event;
    const last = this.lasts.get(stream);
    this.lasts.set(stream, { stream, revision, metadata });
    const isNext = last && !endsAppend(last) ? goesOn(last, event) : beginsAppend(event);
    if (!isNext) this.bad.add({ stream, revision, type, why: LACKS_A_PART });
    // Binding requests are checked with their rules.
    if (categoryOf(stream) === BINDING_CATEGORY) return;
    this.events += 1;
    this.others.add(stream);
    if (this.bad.has(stream)) return;
    const verdict = this.chains.take(event);
    if (!verdict.ok)
      this.bad.add({ stream, revision: verdict.revision, type, why: `the chain is broken: ${verdict.reason}` });
  }
}
