import { Metadata, status } from '@grpc/grpc-js';
import { MAX_APPEND_SIZE } from './store.js';

/** A gRPC status as the real server words it; the client tells errors apart by the `exception` key. */
export class Refused extends Error {
  constructor(
    readonly code: status,
    readonly details: string,
    private readonly trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
  }

  get answer(): { code: status; details: string; metadata: Metadata } {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(this.trailers)) metadata.set(key, value);
    return { code: this.code, details: this.details, metadata };
  }
}

/** What a handler failed with, as a status. */
export function statusOf(error: unknown): Refused['answer'] {
  return (error instanceof Refused ? error : new Refused(status.INTERNAL, String(error))).answer;
}

/** Of a plain append. (By the shared stream the server says BadRequest.) */
export function badRequest(): Refused {
  return new Refused(status.UNKNOWN, 'Exception was thrown by handler.');
}

export function tooLarge(): Refused {
  return new Refused(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_SIZE),
  });
}

export function streamDeleted(stream: string): Refused {
  return new Refused(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

/** Of a deletion, which has no message for it as an append has. */
export function wrongVersion(stream: string, expected: number, actual: number): Refused {
  return new Refused(status.FAILED_PRECONDITION, 'Append failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(expected),
    'actual-version': String(actual),
  });
}

/** Of a server with accounts: a user or password that it does not know. */
export function unauthenticated(): Refused {
  return new Refused(status.UNAUTHENTICATED, 'Unauthenticated');
}

/** Of a server with accounts: the user lacks a right. */
export function accessDenied(): Refused {
  return new Refused(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
}

export function unavailable(details: string): Refused {
  return new Refused(status.UNAVAILABLE, details);
}
