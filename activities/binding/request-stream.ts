import type { BindingEvent, RecordedBindingEvent } from '../../domain/binding/events.js';
import { fold, nothingFolded } from '../../domain/binding/fold.js';
import { seal, type UnsealedEvent } from '../../eventstore/chain/envelope.js';
import type { EventLog, StoredEvent } from '../../eventstore/port.js';
import { bindingStream } from '../../workflows/names.js';
import type { CaseCache, ChainedCase } from './case-cache.js';
import { chainOfStored, recordedInFull } from './recorded-event.js';

/** What a command needs of the log. */
export type CaseLog = Pick<EventLog, 'append' | 'readStream'>;

function noStream(): ChainedCase {
  return { ...nothingFolded(), chain: null };
}

/** The stream of one request as this attempt has it; moves on by reading or by appending. */
export class RequestStream {
  private readonly name: string;
  /** Chain hashes this attempt came by. */
  private readonly chains: Set<string | null>;
  /** False while nothing but memory says that the log has come here. */
  private isSeen = false;

  constructor(
    private readonly log: CaseLog,
    private readonly cache: CaseCache,
    private readonly requestId: string,
    private at: ChainedCase = cache.last(requestId) ?? noStream(),
  ) {
    this.name = bindingStream(requestId);
    this.chains = new Set([this.at.chain]);
  }

  /** Begins where there is no stream yet, without a look at the log. */
  static unopened(log: CaseLog, cache: CaseCache, requestId: string): RequestStream {
    return new RequestStream(log, cache, requestId, noStream());
  }

  get folded(): ChainedCase {
    return this.at;
  }

  /** Whether the log itself has said, in this attempt, that the stream came to this point. */
  get isConfirmed(): boolean {
    return this.isSeen;
  }

  /**
   * Takes in what the log has from the known revision on, that one included: where it is another event or none, the log
   * was restored, and all that was known is dropped. @returns whether anything is new. @throws Unavailable, NewerEvent
   */
  async readOn(): Promise<boolean> {
    const { revision, chain } = this.at;
    const events = await this.log.readStream(this.name, Math.max(revision, 0));
    this.isSeen = true;
    if (revision < 0) return this.takeAll(events);
    const [known, ...rest] = events;
    if (known !== undefined && chainOfStored(known) === chain) return this.takeAll(rest);
    this.cache.drop(this.requestId);
    this.at = noStream();
    this.chains.clear();
    this.takeAll(await this.log.readStream(this.name));
    return true;
  }

  holds(commandId: string): boolean {
    return this.at.handled.placeOf(commandId, this.at.revision) !== undefined;
  }

  /** The events of a command that the stream holds, wherever they stand. @throws Unavailable */
  async ofCommand(commandId: string): Promise<readonly RecordedBindingEvent[]> {
    const place = this.at.handled.placeOf(commandId, this.at.revision);
    if (place === undefined) return [];
    return (await this.log.readStream(this.name, place.from, place.to)).map(recordedInFull);
  }

  /** @returns the events as they stand in the stream. @throws Conflict, Unavailable */
  async append(
    events: readonly (UnsealedEvent & BindingEvent & Pick<RecordedBindingEvent, 'metadata'>)[],
  ): Promise<readonly RecordedBindingEvent[]> {
    const first = this.at.revision + 1;
    const sealed = seal(this.name, first, this.at.chain, events);
    await this.log.append(this.name, this.at.revision, sealed.events);
    const stored = events.map(({ type, data, metadata: { commandId, at, actor } }, i) => {
      const event = { type, data, revision: first + i, metadata: { commandId, at, actor } };
      return event as RecordedBindingEvent;
    });
    for (const event of stored) this.take(event, sealed.chain);
    this.isSeen = true;
    return stored;
  }

  /** For the next command on this case. */
  remember(): void {
    if (this.at.revision >= 0) this.cache.keep(this.requestId, this.at, (chain) => this.chains.has(chain));
  }

  private takeAll(events: readonly StoredEvent[]): boolean {
    for (const event of events) this.take(recordedInFull(event), chainOfStored(event));
    return events.length > 0;
  }

  private take(event: RecordedBindingEvent, chain: string): void {
    this.at = { ...fold(this.at, event), chain };
    this.chains.add(chain);
  }
}
