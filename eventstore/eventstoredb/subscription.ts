import { excludeSystemEvents, START, type AllStreamSubscription, type EventStoreDBClient } from '@eventstore/db-client';
import { Unavailable, UnknownPosition, type Position, type StoredEvent } from '../port.js';
import { classify, describeFailure } from './failures.js';
import { toClientPosition } from './position.js';
import type { Reader } from './reader.js';
import { toStored } from './recorded.js';
import { SilenceWatch } from './silence-watch.js';

/**
 * One subscription to $all, from the beginning or after an event; it is never resumed here.
 * @param silenceMs how long it may be silent before it is compared with the head of the log, in milliseconds.
 * @throws UnknownPosition: the server itself would confirm such a subscription and then never deliver anything.
 * @throws Unavailable when it breaks, ends, is not confirmed, or withholds events.
 */
export async function* follow(
  client: EventStoreDBClient,
  reader: Reader,
  after: Position | null,
  silenceMs: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent, void, undefined> {
  if (signal.aborted) return;
  if (after !== null) await reader.assertExists(after);
  const fromPosition = after === null ? START : toClientPosition(after);
  const subscription = client.subscribeToAll({ fromPosition, filter: excludeSystemEvents() });
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
): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const { event } of subscription) {
    if (signal.aborted) return;
    const stored = toStored(event);
    if (!stored) continue;
    watch.delivering(stored.position);
    yield stored;
    watch.waiting();
  }
  if (!signal.aborted) throw new Unavailable('the event store ended the subscription');
}

function brokenBy(error: unknown, after: Position | null): unknown {
  const failure = classify(error);
  if (failure === 'invalid-position' && after !== null) return new UnknownPosition(after);
  if (error instanceof Unavailable || failure === 'bug') return error;
  return new Unavailable(`the subscription broke (${describeFailure(error)})`, { cause: error });
}
