import type { SqlQuery } from '../../../eventstore/sql.js';
import { rememberedAt } from '../../../projections/audit-trail/remembered.js';
import type { UnlawfulEvent } from './check-stream.js';

/** The first bad event of each stream, whoever finds it. */
export class BadEvents {
  private readonly firsts = new Map<string, UnlawfulEvent>();

  /** Of two at the same place both reasons are told. */
  add(found: UnlawfulEvent): void {
    const before = this.firsts.get(found.stream);
    if (before && before.revision < found.revision) return;
    this.firsts.set(found.stream, before?.revision === found.revision ? together(before, found) : found);
  }

  has(stream: string): boolean {
    return this.firsts.has(stream);
  }

  /** The first in the log comes first; where the audit trail does not know the place, as they were found, behind the others. */
  async inOrder(db: SqlQuery): Promise<readonly UnlawfulEvent[]> {
    const found = [...this.firsts.values()];
    const places = new Map((await rememberedAt(db, found)).map(({ stream, position }) => [stream, position]));
    const placeOf = ({ stream }: UnlawfulEvent) => places.get(stream) ?? '\uffff';
    return found.toSorted((one, other) => compare(placeOf(one), placeOf(other)));
  }
}

function together(before: UnlawfulEvent, found: UnlawfulEvent): UnlawfulEvent {
  if (before.why.includes(found.why)) return before;
  return { ...(before.type === 'nothing' ? found : before), why: `${before.why}; ${found.why}` };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
