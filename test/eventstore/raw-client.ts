import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  END,
  excludeSystemEvents,
  jsonEvent,
  START,
  type AllStreamSubscription,
  type AppendExpectedRevision,
  type Credentials,
  type EventStoreDBClient,
  type JSONEventType,
  type EventData,
  type Position,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import { connect } from '../../eventstore/eventstoredb/connection.js';

/** The client as it is, for tests of what a server does. Appends take the plain path, as the product's do. */
export class RawClient {
  readonly client: EventStoreDBClient;
  readonly credentials: Credentials;

  constructor(url: string) {
    const { client, credentials } = connect(url);
    this.client = client;
    this.credentials = credentials;
  }

  async append(stream: string, expectedRevision: AppendExpectedRevision, batch: EventData[]): Promise<bigint> {
    const options = { expectedRevision, credentials: this.credentials };
    return (await this.client.appendToStream(stream, batch, options)).nextExpectedRevision;
  }

  async revisions(stream: string, options?: ReadStreamOptions): Promise<number[]> {
    const read: number[] = [];
    for await (const { event } of this.client.readStream(stream, options)) read.push(Number(event?.revision));
    return read;
  }

  /** Where the log ends now. */
  async end(): Promise<Position> {
    const last = this.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    let end: Position | undefined;
    // To the end: a read that is left early stays open, and `dispose` would wait for it.
    for await (const { event } of last) end = event?.position;
    if (!end) throw new Error('the log is empty');
    return end;
  }

  /** The first event after a position. */
  async firstAfter(fromPosition: Position): Promise<bigint | undefined> {
    const subscription = this.client.subscribeToAll({ fromPosition });
    try {
      for await (const { event } of subscription) return event?.revision;
      return undefined;
    } finally {
      // Leaving the loop alone would leave the call open, and `dispose` waiting.
      await subscription.unsubscribe();
    }
  }

  /** Reads so many events of everything, through the filter that the product uses, and keeps none. */
  async readPast(count: number): Promise<void> {
    const subscription = this.client.subscribeToAll({ fromPosition: START, filter: excludeSystemEvents() });
    let seen = 0;
    for await (const _ of subscription) {
      seen += 1;
      if (seen === count) break;
    }
    await subscription.unsubscribe();
  }

  dispose(): Promise<void> {
    return this.client.dispose();
  }
}

export function anEvent(id: string = randomUUID(), type = 'T'): EventData<JSONEventType> {
  return jsonEvent({ id, type, data: { n: id } });
}

export function events(count: number, type?: string): EventData[] {
  return Array.from({ length: count }, () => anEvent(undefined, type));
}

/** An event whose data take so many bytes, and its metadata too where they are given. */
export function sized(bytes: number, metadataBytes?: number): EventData {
  return jsonEvent({
    type: 'T',
    data: filled(bytes),
    ...(metadataBytes !== undefined && { metadata: filled(metadataBytes) }),
  });
}

function filled(bytes: number): { readonly x: string } {
  return { x: 'x'.repeat(bytes - '{"x":""}'.length) };
}

/** The streams of what a subscription gives until it has caught up. */
export async function caughtUp(subscription: AllStreamSubscription): Promise<string[]> {
  const seen: string[] = [];
  subscription.on('data', (resolved) => seen.push(resolved.event?.streamId ?? ''));
  await new Promise((resolve, reject) => subscription.once('caughtUp', resolve).once('error', reject));
  return seen;
}
