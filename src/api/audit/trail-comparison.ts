import type { Position, StoredEvent } from '../../../eventstore/port.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { rememberedAt, rememberedEnds, type RememberedEvent } from '../../../projections/audit-trail/remembered.js';
import type { BadEvents } from './bad-events.js';

/**
 * Compares what the log holds with what the audit trail remembers up to a position, by stream, revision and event id. An id is
 * made from the content and all that came before in the stream, so two events of the same id say the same.
 */
export class TrailComparison {
  /** Events that are as it remembers them. */
  compared = 0;
  /** Stream → its last revision in the log. */
  private readonly ends = new Map<string, number>();

  constructor(
    private readonly db: SqlQuery,
    private readonly until: Position,
    private readonly bad: BadEvents,
  ) {}

  /** The events of the log in their order, or those of some of its streams. @throws DatabaseUnavailable */
  async take(events: readonly StoredEvent[]): Promise<void> {
    for (const { stream, revision } of events)
      this.ends.set(stream, Math.max(revision, this.ends.get(stream) ?? revision));
    const older = events.filter(({ position }) => position <= this.until);
    const remembered = new Map((await rememberedAt(this.db, older)).map((event) => [placeOf(event), event]));
    for (const event of older) this.compare(event, remembered.get(placeOf(event)));
  }

  /** When the log is read to its end: what it lacks. @throws DatabaseUnavailable */
  async finish(): Promise<void> {
    for await (const ends of rememberedEnds(this.db, this.until)) await this.lookFor(ends);
  }

  /** When one stream is read to its end: what it lacks. */
  async finishStream(stream: string): Promise<void> {
    await this.lookFor(await rememberedAt(this.db, [{ stream, revision: this.nextOf(stream) }]));
  }

  private compare({ stream, revision, id, type }: StoredEvent, remembered: RememberedEvent | undefined): void {
    if (remembered?.eventId === id) {
      this.compared += 1;
      return;
    }
    const why = remembered
      ? 'altered: it is not the event that the audit trail remembers'
      : 'added: the audit trail does not know it, though it has come further';
    this.bad.add({ stream, revision, type, why });
  }

  private async lookFor(ends: readonly RememberedEvent[]): Promise<void> {
    const lacking = ends.filter(({ stream, revision }) => revision >= this.nextOf(stream));
    const places = lacking.map(({ stream }) => ({ stream, revision: this.nextOf(stream) }));
    for (const { stream, revision, type } of await rememberedAt(this.db, places))
      this.bad.add({ stream, revision, type, why: 'missing: the audit trail remembers it' });
  }

  /** The first revision that the log does not hold. */
  private nextOf(stream: string): number {
    return (this.ends.get(stream) ?? -1) + 1;
  }
}

function placeOf({ stream, revision }: { readonly stream: string; readonly revision: number }): string {
  return `${revision}@${stream}`;
}
