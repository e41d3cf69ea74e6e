import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  excludeSystemEvents,
  START,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { Unavailable, UnknownPosition, type Position, type StoredEvent, type WholeAppend } from '../port.js';
import { WholeAppends } from '../whole-appends.js';
import { accessDenied } from './access.js';
import { classify, describeFailure } from './failures.js';
import { toClientPosition } from './position.js';
import type { Reader } from './reader.js';
import { toStored } from './recorded.js';
import { SilenceWatch } from './silence-watch.js';

export interface SubscriptionParts {
  readonly client: EventStoreDBClient;
  readonly reader: Reader;
}

/** Events that wait between the connection and the reader; the client's own measure is 16. */
const BUFFER = { highWaterMark: 512 };

/**
 * One subscription to $all, from the beginning or after an event; it is never resumed here.
 * @param silenceMs how long it may be silent before it is compared with the head of the log, in milliseconds.
 * @throws UnknownPosition: the server itself would confirm such a subscription and then never deliver anything.
 * @throws Unavailable when it breaks, ends, is not confirmed, or withholds events.
 */
export async function* follow(
  { client, reader }: SubscriptionParts,
  after: Position | null,
  silenceMs: number,
  signal: AbortSignal,
): AsyncGenerator<readonly WholeAppend[], void, undefined> {
  if (signal.aborted) return;
  if (after !== null) await reader.assertExists(after);
  const fromPosition = after === null ? START : toClientPosition(after);
  const subscription = client.subscribeToAll({ fromPosition, filter: excludeSystemEvents() }, BUFFER);
  // The client may report an error after we stopped listening; unheard, it would end the process.
  subscription.on('error', () => undefined);
  const watch = new SilenceWatch(subscription, reader, after, silenceMs);
  const end = () => subscription.destroy();
  signal.addEventListener('abort', end);
  // It may have been aborted while the position was checked.
  if (signal.aborted) end();
  try {
    yield* delivered(subscription, watch, signal);
  } catch (error) {
    if (!signal.aborted) throw brokenBy(error, after);
  } finally {
    signal.removeEventListener('abort', end);
    watch.stop();
    // `destroy` alone leaves the call open on the server.
    subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
}

async function* delivered(
  subscription: AllStreamSubscription,
  watch: SilenceWatch,
  signal: AbortSignal,
): AsyncGenerator<readonly WholeAppend[], void, undefined> {
  const coming = new WholeAppends();
  for await (const events of arrivals(subscription)) {
    if (signal.aborted) return;
    const last = events.at(-1);
    if (last) watch.delivering(last.position);
    const appends = coming.take(events);
    if (appends.length > 0) yield appends;
    if (signal.aborted) return;
    watch.waiting();
  }
  if (!signal.aborted) throw new Unavailable('the event store ended the subscription');
}

/**
 * What there is each time; waits while there is nothing. The client takes apart in one turn of the event loop what the connection
 * gave it at once, but hands it over event by event: taken one by one, each event would cost a round of promises and timers.
 */
async function* arrivals(subscription: AllStreamSubscription): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  for await (const first of subscription) {
    const arrived: StoredEvent[] = [];
    await nextTurn();
    for (let next: ResolvedEvent | null = first; next; next = subscription.read() as ResolvedEvent | null) {
      const ours = toStored(next.event);
      if (ours) arrived.push(ours);
    }
    if (arrived.length > 0) yield arrived;
  }
}

function brokenBy(error: unknown, after: Position | null): unknown {
  const failure = classify(error);
  if (failure === 'invalid-position' && after !== null) return new UnknownPosition(after);
  if (failure === 'access-denied') return accessDenied(error, 'read-all');
  if (error instanceof Unavailable || failure === 'bug') return error;
  return new Unavailable(`the subscription broke (${describeFailure(error)})`, { cause: error });
}
