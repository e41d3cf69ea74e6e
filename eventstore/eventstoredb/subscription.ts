import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  excludeSystemEvents,
  START,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { Unavailable, UnknownPosition, type Position, type WholeAppend } from '../port.js';
import { wholeAppends } from '../whole-appends.js';
import type { AppendEnds } from './append-ends.js';
import { classify, describeFailure } from './failures.js';
import { toClientPosition } from './position.js';
import type { Reader } from './reader.js';
import { isSameAppend, toArrived, type Arrived } from './recorded.js';
import { SilenceWatch } from './silence-watch.js';

export interface SubscriptionParts {
  readonly client: EventStoreDBClient;
  readonly reader: Reader;
  readonly ends: AppendEnds;
}

/** While events of the past come, how long the next one may take before the stream is asked, in milliseconds. */
const FOLLOWED_MS = 20;

/** Events that wait between the connection and the reader; the client's own measure is 16. */
const BUFFER = { highWaterMark: 512 };

/**
 * One subscription to $all, from the beginning or after an event; it is never resumed here.
 * @param silenceMs how long it may be silent before it is compared with the head of the log, in milliseconds.
 * @throws UnknownPosition: the server itself would confirm such a subscription and then never deliver anything.
 * @throws Unavailable when it breaks, ends, is not confirmed, or withholds events.
 */
export async function* follow(
  { client, reader, ends }: SubscriptionParts,
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
    yield* delivered({ ends }, subscription, watch, signal);
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
  { ends }: Pick<SubscriptionParts, 'ends'>,
  subscription: AllStreamSubscription,
  watch: SilenceWatch,
  signal: AbortSignal,
): AsyncGenerator<readonly WholeAppend[], void, undefined> {
  let isLive = false;
  subscription.once('caughtUp', () => (isLive = true));
  /** The last append that came, as far as it came. */
  let begun: readonly Arrived[] = [];
  /** The stream holds more of it. */
  let isCut = false;
  const coming = arrivals(subscription);
  let next = heardLater(coming.next());
  while (!signal.aborted) {
    // What follows it tells that an append is whole, and among events of the past something does. Else the stream is asked.
    const came: IteratorResult<readonly Arrived[], void> | undefined =
      begun.length === 0 || isCut ? await next : await unlessNothingComes(next, isLive);
    if (came?.done) break;
    const appends = wholeAppends([...begun, ...(came?.value ?? [])], isSameAppend);
    isCut = !came && !(await isWhole(begun, ends));
    begun = came || isCut ? (appends.pop() ?? []) : [];
    if (came) next = heardLater(coming.next());
    const last = appends.at(-1)?.at(-1);
    if (!last || signal.aborted) continue;
    watch.delivering(last.event.position);
    yield appends.map((append) => append.map(({ event }) => event));
    watch.waiting();
  }
  if (!signal.aborted) throw new Unavailable('the event store ended the subscription');
}

/** It may fail before or after anybody waits for it; unheard, that would end the process. */
function heardLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** undefined where nothing came: in this turn for live events, in a while for those of the past. */
async function unlessNothingComes<T>(coming: Promise<T>, isLive: boolean): Promise<T | undefined> {
  if (isLive) return Promise.race([coming, nextTurn(undefined)]);
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, FOLLOWED_MS, undefined)));
  try {
    return await Promise.race([coming, waited]);
  } finally {
    // Left alone it would hold what came for as long, and with it thousands of events that the garbage collector copies about.
    clearTimeout(timer);
  }
}

async function isWhole(begun: readonly Arrived[], ends: AppendEnds): Promise<boolean> {
  const last = begun.at(-1);
  return last !== undefined && (await ends.endOf(last)) === last.event.revision;
}

/**
 * What there is each time; waits while there is nothing. The client takes apart in one turn of the event loop what the connection
 * gave it at once, but hands it over event by event: taken one by one, each event would cost a round of promises and timers.
 */
async function* arrivals(subscription: AllStreamSubscription): AsyncGenerator<readonly Arrived[], void, undefined> {
  for await (const first of subscription) {
    const arrived: Arrived[] = [];
    await nextTurn();
    for (let next: ResolvedEvent | null = first; next; next = subscription.read() as ResolvedEvent | null) {
      const ours = toArrived(next.event);
      if (ours) arrived.push(ours);
    }
    if (arrived.length > 0) yield arrived;
  }
}

function brokenBy(error: unknown, after: Position | null): unknown {
  const failure = classify(error);
  if (failure === 'invalid-position' && after !== null) return new UnknownPosition(after);
  if (error instanceof Unavailable || failure === 'bug') return error;
  return new Unavailable(`the subscription broke (${describeFailure(error)})`, { cause: error });
}
