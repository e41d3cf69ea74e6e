/** How far each read model is behind the end of the log, in events and in seconds: for metrics, health and operators. */
import type { EventLog, Position, StoredEvent } from '../eventstore/port.js';
import type { SqlQuery } from '../eventstore/sql.js';
import { readModelPositions, type ReadModelPosition } from './read-model-positions.js';
import { readModels } from './read-models.js';

export interface ReadModelLag extends ReadModelPosition {
  /** Events of the log that it has not seen yet; at most `MOST_COUNTED`: then there are that many or more. */
  readonly eventsBehind: number;
  /** Age of the first of them; 0 when there is none. Says more than `behindSeconds` where no projector runs. */
  readonly secondsBehind: number;
  /** A strict read model that stands before an event it cannot apply. */
  readonly stopped: boolean;
}

export const MOST_COUNTED = 10_000;
const PAGE = 500;

/** Reads only what the slowest has not seen, nothing when all are caught up. @throws Unavailable, DatabaseUnavailable */
export async function readModelLag(
  db: SqlQuery,
  log: EventLog,
  now: () => number = Date.now,
): Promise<readonly ReadModelLag[]> {
  const head = await log.head();
  const models = await readModelPositions(db);
  const behind = models.filter(({ position, aheadOfLog }) => !aheadOfLog && isBefore(position, head));
  const unseen = await eventsAfter(
    log,
    lowest(behind.map(({ position }) => position)),
    behind.length === 0 ? null : head,
  );
  return models.map((model) => {
    const own = behind.includes(model) ? unseen.filter(({ position }) => isBefore(model.position, position)) : [];
    const stopped = model.parked > 0 && STRICT.has(model.readModel);
    return { ...model, eventsBehind: own.length, secondsBehind: ageOf(own[0], now()), stopped };
  });
}

const STRICT: ReadonlySet<string> = new Set(readModels.filter(({ strict }) => strict).map(({ name }) => name));

interface Unseen {
  readonly position: Position;
  readonly at: unknown;
}

async function eventsAfter(log: EventLog, after: Position | null, head: Position | null): Promise<readonly Unseen[]> {
  if (head === null) return [];
  const unseen: Unseen[] = [];
  while (unseen.length < MOST_COUNTED) {
    const page: readonly StoredEvent[] = await log.readAll(unseen.at(-1)?.position ?? after, PAGE);
    unseen.push(...page.map(({ position, metadata }) => ({ position, at: metadata['at'] })));
    const last = page.at(-1);
    if (!last || last.position >= head) break;
  }
  return unseen;
}

function isBefore(position: Position | null, other: Position | null): boolean {
  return other !== null && (position === null || position < other);
}

/** Null: from the beginning. */
function lowest(positions: readonly (Position | null)[]): Position | null {
  return positions.reduce((low, position) => (isBefore(position, low) ? position : low), positions[0] ?? null);
}

function ageOf(event: Unseen | undefined, now: number): number {
  const at = typeof event?.at === 'string' ? Date.parse(event.at) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, (now - at) / 1_000);
}
