/** The evidence: the chains, the rules, and what the audit trail remembers, in one pass over the log. */
import { StreamGone, type EventLog } from '../../../eventstore/port.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { endOfTrail } from '../../../projections/audit-trail/remembered.js';
import { BINDING_CATEGORY } from '../../../projections/folding/binding-events.js';
import { isOurs } from '../../../projections/folding/our-streams.js';
import { categoryOf } from '../../../projections/folding/read-model.js';
import { BadEvents } from './bad-events.js';
import { checkLog, checkStreams } from './check-log.js';
import type { UnlawfulEvent } from './check-stream.js';
import { StreamWatch } from './stream-watch.js';
import { TrailComparison } from './trail-comparison.js';

interface Counted {
  readonly streams: number;
  readonly events: number;
}

export interface WholeCheck {
  readonly requests: Counted;
  /** Streams of ours that are no binding request: accesses, accounts and the like. */
  readonly others: Counted;
  /** What somebody else wrote to the same server: its events, and names of some of its streams. */
  readonly foreign: { readonly events: number; readonly streams: readonly string[] };
  /** Events that are as the audit trail remembers them; null where there is no audit trail. */
  readonly compared: number | null;
  /** The first of each stream that has one; the first in the log comes first. */
  readonly bad: readonly UnlawfulEvent[];
}

/**
 * @param onEvents how many events of binding requests have been checked so far
 * @throws Unavailable, DatabaseUnavailable
 */
export async function checkWholeLog(
  log: EventLog,
  db: SqlQuery,
  onEvents: (events: number) => void = () => undefined,
): Promise<WholeCheck> {
  const bad = new BadEvents();
  const watch = new StreamWatch(bad);
  const trail = await comparisonWith(db, bad);
  const requests = await checkLog(log, onEvents, undefined, async (page) => {
    watch.take(page);
    await trail?.take(page);
  });
  for (const found of requests.unlawful) bad.add(found);
  watch.finish();
  await trail?.finish();
  for (const stream of (await log.alteredStreams?.()) ?? []) if (isOurs(stream)) await addIfGone(log, stream, bad);
  return {
    requests,
    others: watch,
    foreign: { events: watch.foreignEvents, streams: [...watch.foreignStreams] },
    compared: trail ? trail.compared : null,
    bad: await bad.inOrder(db),
  };
}

/** One stream by itself. @throws Unavailable, DatabaseUnavailable */
export async function checkOneStream(log: EventLog, db: SqlQuery, stream: string): Promise<WholeCheck> {
  const bad = new BadEvents();
  const watch = new StreamWatch(bad);
  const trail = await comparisonWith(db, bad);
  await addIfGone(log, stream, bad);
  const events = bad.has(stream) ? [] : await log.readStream(stream);
  watch.take(events);
  watch.finish();
  await trail?.take(events);
  await trail?.finishStream(stream);
  const isRequest = categoryOf(stream) === BINDING_CATEGORY;
  const requests = isRequest && events.length > 0 ? await checkStreams(log, [stream]) : NOTHING;
  for (const found of requests.unlawful) bad.add(found);
  return {
    requests,
    others: watch,
    foreign: { events: watch.foreignEvents, streams: [...watch.foreignStreams] },
    compared: trail ? trail.compared : null,
    bad: await bad.inOrder(db),
  };
}

const NOTHING = { streams: 0, events: 0, unlawful: [] } as const;

async function comparisonWith(db: SqlQuery, bad: BadEvents): Promise<TrailComparison | null> {
  const until = await endOfTrail(db);
  return until === null ? null : new TrailComparison(db, until, bad);
}

/** The whole log may still show what the stream hides from readers. */
async function addIfGone(log: EventLog, stream: string, bad: BadEvents): Promise<void> {
  try {
    await log.readStream(stream, 0, 0);
  } catch (error) {
    if (!(error instanceof StreamGone)) throw error;
    bad.add({ stream, revision: 0, type: 'nothing', why: 'missing: an operator deleted the stream or cut it' });
  }
}
