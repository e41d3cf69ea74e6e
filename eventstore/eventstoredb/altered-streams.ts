import {
  eventTypeFilter,
  START,
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { Unavailable } from '../port.js';
import { accessDenied } from './access.js';
import { classify, describeFailure } from './failures.js';

/** Of the events by which an operator hides a stream, or a part of it, from its readers. */
const METADATA = '$metadata';
const TOMBSTONE = '$streamDeleted';
/** `$$name` holds the metadata of the stream `name`. */
const METADATA_STREAM = '$$';

/**
 * Reads the server's own events about streams up to the end of the log, by a subscription: a read of everything knows no filter.
 * @param silenceMs how long nothing at all may come, in milliseconds
 * @throws AccessDenied, Unavailable
 */
export async function alteredStreams(client: EventStoreDBClient, silenceMs: number): Promise<readonly string[]> {
  const streams = new Set<string>();
  const watch = new Watch(silenceMs);
  const subscription = client.subscribeToAll({
    fromPosition: START,
    filter: eventTypeFilter({
      prefixes: [METADATA, TOMBSTONE],
      checkpointInterval: 100,
      checkpointReached: () => watch.heard(),
    }),
  });
  subscription.on('error', (error: unknown) => watch.end(error));
  subscription.on('data', ({ event }: AllStreamResolvedEvent) => {
    void watch.heard();
    if (event) streams.add(ownerOf(event));
  });
  // What came before stands in the buffer until the next turn at the most.
  subscription.once('caughtUp', () => setImmediate(() => watch.end()));
  try {
    await watch.ended;
  } catch (error) {
    throw brokenBy(error);
  } finally {
    subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
  return [...streams];
}

/** Ends when it is told to, or when nothing was heard for too long. */
class Watch {
  readonly ended: Promise<void>;
  private readonly timer: NodeJS.Timeout;
  private settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(silenceMs: number) {
    this.ended = new Promise<void>((resolve, reject) => (this.settle = { resolve, reject }));
    // It may fail before anybody waits for it; unheard, that would end the process.
    this.ended.catch(() => undefined);
    this.timer = setTimeout(() => this.end(new Unavailable('the event store does not go on')), silenceMs);
  }

  heard(): Promise<void> {
    this.timer.refresh();
    return Promise.resolve();
  }

  end(error?: unknown): void {
    clearTimeout(this.timer);
    if (error === undefined) this.settle?.resolve();
    else this.settle?.reject(error);
  }
}

/** The stream that a server's event is about. */
function ownerOf({ type, streamId }: AllStreamRecordedEvent): string {
  return type === METADATA ? streamId.slice(METADATA_STREAM.length) : streamId;
}

function brokenBy(error: unknown): unknown {
  const failure = classify(error);
  if (failure === 'access-denied') return accessDenied(error, 'read-all');
  if (error instanceof Unavailable || failure === 'bug') return error;
  return new Unavailable(`the event store cannot be read (${describeFailure(error)})`, { cause: error });
}
