import { describe, expect, it } from '@jest/globals';
import { UnavailableError, UnknownError, WrongExpectedVersionError, type ErrorType } from '@eventstore/db-client';
import { actualRevision, classify, describeFailure, isClientFailure } from '../../eventstore/eventstoredb/failures.js';
import { Unavailable } from '../../eventstore/port.js';

/** An error as the client throws it: `type` and `_raw`, and the gRPC code where there was one. */
function ofClient(type: `${ErrorType}`, code?: number, message = ''): Error {
  return Object.assign(new Error(message), { type, code, _raw: undefined });
}

/** An error as gRPC throws it, which the client lets through in places. */
function ofGrpc(code: number, message: string): Error {
  return Object.assign(new Error(message), { code, details: message, metadata: {} });
}

describe('what an error of the EventStoreDB client means', () => {
  it.each([
    ['server down', ofClient('unavailable', 14, '14 UNAVAILABLE: No connection established'), 'in-doubt'],
    ['server down, raw', ofGrpc(14, '14 UNAVAILABLE: No connection established'), 'in-doubt'],
    ['deadline passed', ofClient('deadline-exceeded', 4), 'in-doubt'],
    ['stream reset while the server stops', ofClient('unknown', 13, 'Received RST_STREAM with code 0'), 'in-doubt'],
    ['aborted', ofClient('timeout', 10), 'in-doubt'],
    ['aborted, unnamed', ofClient('unknown', 10), 'in-doubt'],
    ['server is starting', ofClient('unknown', undefined, 'Could not recognize Server Is Not Ready'), 'in-doubt'],
    ['disposed meanwhile', ofClient('unknown', 1, 'CANCELLED: Cancelled on client'), 'in-doubt'],
    ['cancelled by the server', ofClient('cancelled', 1), 'in-doubt'],
    ['not the leader', ofClient('not-leader', 5), 'in-doubt'],
    ['no node of the cluster found', new Error('Failed to discover after 10 attempts.'), 'in-doubt'],
    ['our own timer', new Unavailable('no answer within 700 ms'), 'in-doubt'],
    ['a right is missing', ofClient('access-denied', 7), 'access-denied'],
    ['a right is missing, without a code', ofClient('access-denied'), 'access-denied'],
    ['a right is missing, raw', ofGrpc(7, '7 PERMISSION_DENIED: Access Denied'), 'access-denied'],
    ['the password is wrong', ofClient('access-denied', 16), 'access-denied'],
    ['the password is wrong, raw', ofGrpc(16, '16 UNAUTHENTICATED: Unauthenticated'), 'access-denied'],
    ['stream elsewhere', ofClient('wrong-expected-version'), 'conflict'],
    ['missing stream', ofClient('stream-not-found'), 'no-stream'],
    ['stream deleted', ofClient('stream-deleted', 9), 'refused'],
    ['too large', ofClient('maximum-append-size-exceeded', 3), 'refused'],
    ['bad request', ofClient('unknown', 2, 'Could not recognize BadRequest'), 'refused'],
    ['position between events, read', ofClient('unknown', 2, 'InvalidPosition'), 'invalid-position'],
    [
      'position between events, subscription',
      ofClient('unknown', 3, 'Trying to read from an invalid position.'),
      'invalid-position',
    ],
    ['a mistake of ours', new TypeError('undefined is not iterable'), 'bug'],
    ['not even an error', 'no', 'bug'],
  ])('%s', (_, error, meaning) => {
    expect(classify(error)).toBe(meaning);
  });

  it('knows the real classes of the client', () => {
    const raw = Object.assign(ofGrpc(14, 'down'), { metadata: undefined }) as unknown as ConstructorParameters<
      typeof UnavailableError
    >[0];
    expect(classify(new UnavailableError(raw))).toBe('in-doubt');
    expect(classify(new UnknownError(raw))).toBe('in-doubt');
    const wrong = new WrongExpectedVersionError(null as never, { streamName: 's', current: 4n, expected: 1n } as never);
    expect(classify(wrong)).toBe('conflict');
    expect(actualRevision(wrong)).toBe(4);
  });

  it('has no revision to tell for a stream that does not exist', () => {
    expect(actualRevision(Object.assign(new Error(''), { actualVersion: 'no_stream' }))).toBeUndefined();
  });

  it('describes an error without its message, which may hold a name', () => {
    expect(describeFailure(ofClient('unavailable', 14, 'bindingRequest-1'))).toBe('unavailable 14');
    expect(describeFailure(new Error('bindingRequest-1'))).toBe('no answer');
  });

  it('does not take errors of ours, of the system or of the database for the client’s', () => {
    expect(isClientFailure(ofGrpc(14, 'down'))).toBe(true);
    expect(isClientFailure(ofClient('unknown'))).toBe(true);
    expect(isClientFailure(new TypeError('x'))).toBe(false);
    expect(isClientFailure(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe(false);
    expect(isClientFailure(Object.assign(new Error('x'), { type: 'unavailable' }))).toBe(false);
    expect(isClientFailure(undefined)).toBe(false);
  });
});
