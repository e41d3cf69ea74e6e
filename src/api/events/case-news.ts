/** Follows the log and tells whoever listens that a case of theirs has moved. Only that it has: never what. */
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { BINDING_CATEGORY, requestIdOf } from '../../../projections/folding/binding-events.js';
import { findCases } from '../../../projections/binding-case/binding-case-queries.js';
import { caseOf, type CaseDocument } from '../../../projections/binding-case/case-document.js';
import type { EventLog, Position, StoredEvent } from '../../../eventstore/port.js';
import { bindingStream } from '../../../workflows/names.js';
import type { Database } from '../../adapters/postgres/database.js';
import { DATABASE, EVENT_LOG } from '../http/parts/tokens.js';

export interface CaseNewsItem {
  /** Where it stands in the log: the id of the event that a browser names when it comes back. */
  readonly position: Position;
  readonly requestId: string;
  readonly revision: number;
}

export type Hear = (item: CaseNewsItem, document: CaseDocument) => void;

/** The page that is told reads the read model: it is given this long to come as far as the news. */
const READ_MODEL_PATIENCE = { tries: 20, everyMs: 50 };
const AGAIN_MS = 1000;
/** Who was away longer than these many events reads everything again anyway. */
const MOST_MISSED = 500;

@Injectable()
export class CaseNews implements OnModuleDestroy {
  private readonly listeners = new Set<Hear>();
  private readonly ending = new AbortController();
  private following: Promise<void> | undefined;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  /** Ends when the process stops. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** From now on; what happened before is in `missedSince`. @throws Unavailable */
  async listen(hear: Hear): Promise<() => void> {
    this.following ??= this.begin().catch((error: unknown) => {
      this.following = undefined;
      throw error;
    });
    await this.following;
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  /** Tells what happened after an event that a browser names; nothing for one that the log does not know. */
  async missedSince(after: Position, hear: Hear): Promise<void> {
    const events = await this.log.readAll(after, MOST_MISSED).catch((): readonly StoredEvent[] => []);
    for (const [item, document] of await this.looked(newest(events))) hear(item, document);
  }

  onModuleDestroy(): void {
    this.ending.abort();
  }

  private async begin(): Promise<void> {
    const head = await this.log.head();
    void this.follow(head);
  }

  private async follow(from: Position | null): Promise<void> {
    let after = from;
    while (!this.ended.aborted) {
      try {
        for await (const appends of this.log.subscribe(after, this.ended)) {
          const events = appends.flat();
          await this.tell(events);
          after = events.at(-1)?.position ?? after;
        }
      } catch {
        // The log is away; pages that poll notice as well. Nothing is lost: it goes on where it was.
      }
      await pause(AGAIN_MS, undefined, { signal: this.ended }).catch(() => undefined);
    }
  }

  private async tell(events: readonly StoredEvent[]): Promise<void> {
    if (this.listeners.size === 0) return;
    for (const [item, document] of await this.looked(newest(events))) {
      for (const hear of this.listeners) hear(item, document);
    }
  }

  /** Each with the case as it stands then, which says who may hear of it. */
  private async looked(items: readonly CaseNewsItem[]): Promise<readonly (readonly [CaseNewsItem, CaseDocument])[]> {
    let left = items;
    const found: (readonly [CaseNewsItem, CaseDocument])[] = [];
    for (let again = 0; left.length > 0 && again < READ_MODEL_PATIENCE.tries; again += 1) {
      if (again > 0) await pause(READ_MODEL_PATIENCE.everyMs);
      const ids = left.map(({ requestId }) => requestId);
      const documents = await findCases(this.db, ids);
      const pairs = left.map((item, at) => [item, documents[at] ?? null] as const);
      for (const [item, document] of pairs) {
        if (document && document.revision >= item.revision) found.push([item, document]);
      }
      left = pairs.filter(([item, document]) => !document || document.revision < item.revision).map(([item]) => item);
    }
    for (const item of left) {
      const document = caseOf(await this.log.readStream(bindingStream(item.requestId)));
      if (document) found.push([item, document]);
    }
    return found;
  }
}

/** One for each case: its last event. */
function newest(events: readonly StoredEvent[]): readonly CaseNewsItem[] {
  const items = new Map<string, CaseNewsItem>();
  for (const { stream, revision, position } of events) {
    if (!stream.startsWith(`${BINDING_CATEGORY}-`)) continue;
    const requestId = requestIdOf(stream);
    items.delete(requestId);
    items.set(requestId, { position, requestId, revision });
  }
  return [...items.values()];
}
