/**
 * How far each read model is behind the end of the log, in events and in seconds, for metrics, health and operators.
 * The checkpoints alone (read-model-positions.ts) say only what a projector saw when it last looked.
 */
import type { EventLog, Position, StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { readModelPositions, type ReadModelPosition } from './read-model-positions.js';
import { readModels } from '../read-models.js';

export interface ReadModelLag extends Omit<ReadModelPosition, 'behindSeconds'> {
  /** Events of the log that it has not seen yet; at most `mostCounted`: then there are that many or more. */
  readonly eventsBehind: number;
  /** For how long there has been an event that it has not seen; 0 when there is none. */
  readonly secondsBehind: number;
  /** A strict read model that stopped at an event it cannot apply. */
  readonly stopped: boolean;
}

export interface LagOptions {
  /** Events counted for a read model; MOST_COUNTED. 1 where only the seconds matter: so many are read. */
  readonly mostCounted?: number;
  readonly now?: () => number;
}

export const MOST_COUNTED = 10_000;
const PAGE = 500;

/** Reads what a read model has not seen, nothing when all are caught up. @throws Unavailable, DatabaseUnavailable */
export async function readModelLag(
  db: SqlQuery,
  log: EventLog,
  { mostCounted = MOST_COUNTED, now = Date.now }: LagOptions = {},
): Promise<readonly ReadModelLag[]> {
  const models = await readModelPositions(db);
  // Asked after the checkpoints, so none of them can be past it but by a log that was cut short.
  const head = await log.head();
  const unseen = new Map<Position | null, Promise<Unseen>>();
  const unseenAfter = (position: Position | null): Promise<Unseen> => {
    const asked = unseen.get(position) ?? lookAfter(log, position, mostCounted);
    unseen.set(position, asked);
    return asked;
  };
  return Promise.all(
    models.map(async ({ behindSeconds, ...model }) => {
      const aheadOfLog = isBefore(head, model.position);
      const { events, firstAt } = isBefore(model.position, head) ? await unseenAfter(model.position) : NOTHING;
      const stopped = model.parked > 0 && STRICT.has(model.readModel);
      // What the projector saw counts too: a log may hold events back that it shows at its head (docs/adr/0003).
      const secondsBehind = Math.max(ageOf(firstAt, now()), behindSeconds);
      return { ...model, aheadOfLog, eventsBehind: events, secondsBehind, stopped };
    }),
  );
}

const STRICT: ReadonlySet<string> = new Set(readModels.filter(({ strict }) => strict).map(({ name }) => name));

interface Unseen {
  readonly events: number;
  /** When the first of them was written. */
  readonly firstAt?: unknown;
}

const NOTHING: Unseen = { events: 0 };

async function lookAfter(log: EventLog, after: Position | null, most: number): Promise<Unseen> {
  let firstAt: unknown;
  for (let events = 0, position = after; ;) {
    const page: readonly StoredEvent[] = await log.readAll(position, Math.min(PAGE, most - events));
    if (events === 0) firstAt = page[0]?.metadata['at'];
    events += page.length;
    position = page.at(-1)?.position ?? position;
    if (page.length === 0 || events >= most) return { events, firstAt };
  }
}

/** Null: before everything. */
function isBefore(position: Position | null, other: Position | null): boolean {
  return other !== null && (position === null || position < other);
}

function ageOf(at: unknown, now: number): number {
  const since = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(since) ? 0 : Math.max(0, (now - since) / 1_000);
}
