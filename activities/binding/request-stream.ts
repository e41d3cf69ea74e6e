import { evolve } from '../../domain/binding/evolve.js';
import type { BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import { STATE_VERSION } from '../../domain/binding/state.js';
import { seal, type UnsealedEvent } from '../../eventstore/chain/envelope.js';
import { NO_STREAM, type EventLog } from '../../eventstore/port.js';
import type { Known } from '../../workflows/binding/activity-contract.js';
import { bindingStream } from '../../workflows/names.js';
import { chainOfStored, recorded } from './recorded-event.js';

export const NOTHING_YET: Known = { state: null, revision: NO_STREAM, chain: null };

/** The stream of one request as this attempt has it; moves on by reading or by appending. */
export class RequestStream {
  /** What came after the point it began at. */
  readonly seen: RecordedBindingEvent[] = [];

  private constructor(
    private readonly log: EventLog,
    private readonly name: string,
    private at: Known,
  ) {}

  /** Begins at what the caller knows, without a look at the log. */
  static knownAs(log: EventLog, requestId: string, known: Known): RequestStream {
    return new RequestStream(log, bindingStream(requestId), known);
  }

  /** @throws Unavailable */
  static async loaded(log: EventLog, requestId: string): Promise<RequestStream> {
    const stream = RequestStream.knownAs(log, requestId, NOTHING_YET);
    await stream.readOn();
    return stream;
  }

  get known(): Known {
    return this.at;
  }

  /** Takes in what stands after the point known. @returns whether there was anything. @throws Unavailable */
  async readOn(): Promise<boolean> {
    const events = await this.log.readStream(this.name, this.at.revision + 1);
    for (const event of events) this.take(recorded(event), chainOfStored(event));
    return events.length > 0;
  }

  /** The events of one command, wherever they stand. @throws Unavailable */
  async between(from: number, to: number): Promise<readonly RecordedBindingEvent[]> {
    const seen = this.seen.filter(({ revision }) => revision >= from && revision <= to);
    return seen.length === to - from + 1 ? seen : (await this.log.readStream(this.name, from, to)).map(recorded);
  }

  /** @throws Conflict, Unavailable */
  async append(
    events: readonly (UnsealedEvent & BindingEvent & Pick<RecordedBindingEvent, 'metadata'>)[],
  ): Promise<void> {
    const first = this.at.revision + 1;
    const sealed = seal(this.name, first, this.at.chain, events);
    await this.log.append(this.name, this.at.revision, sealed.events);
    events.forEach(({ type, data, metadata: { commandId, at, actor } }, i) => {
      const event = { type, data, revision: first + i, metadata: { commandId, at, actor } };
      this.take(event as RecordedBindingEvent, sealed.chain);
    });
  }

  private take(event: RecordedBindingEvent, chain: string): void {
    this.seen.push(event);
    this.at = { state: evolve(this.at.state, event), revision: event.revision, chain };
  }
}

/** A state that another release wrote is built anew. */
export function isCurrent(known: Known): boolean {
  return known.state === null || known.state.stateVersion === STATE_VERSION;
}
