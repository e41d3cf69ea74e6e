/** What the server answers to who it does not let in, and what it says of a stream to who may write to it. */
import { randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import { AccessDenied, Unavailable, type Right } from '../port.js';
import type { Connection } from './connection.js';
import { actualRevision, classify, describeFailure, isUnauthenticated } from './failures.js';
import { withinTime } from './time-limit.js';

/** No stream ever comes so far, so an append that expects it is always refused. */
const NEVER = BigInt(Number.MAX_SAFE_INTEGER);
const GRACE = 100;

/** @param right what the call needed */
export function accessDenied(error: unknown, right: Right): AccessDenied {
  return new AccessDenied(isUnauthenticated(error) ? 'password' : right, { cause: error });
}

/**
 * Asks for the last revision of a stream as a writer meets it, by an append that cannot succeed: it also tells of events that an
 * operator hides from readers, and needs no right to the metadata of streams.
 * @param milliseconds until it is given up
 * @returns undefined for a stream that nothing was ever written to
 * @throws AccessDenied, Unavailable; what the client throws for a stream that is gone for ever
 */
export async function revisionForWriters(
  { client, credentials }: Connection,
  stream: string,
  milliseconds: number,
): Promise<number | undefined> {
  const event = jsonEvent({ id: randomUUID(), type: 'NeverStored', data: {} });
  const options = { expectedRevision: NEVER, credentials, deadline: milliseconds };
  try {
    await withinTime(milliseconds + GRACE, client.appendToStream(stream, event, options));
  } catch (error) {
    switch (classify(error)) {
      case 'conflict':
        return actualRevision(error);
      case 'access-denied':
        throw accessDenied(error, 'append');
      case 'in-doubt':
        throw error instanceof Unavailable
          ? error
          : new Unavailable(`the event store did not answer (${describeFailure(error)})`, { cause: error });
      default:
        throw error;
    }
  }
  throw new Error('an append was stored at a revision that no stream has');
}
