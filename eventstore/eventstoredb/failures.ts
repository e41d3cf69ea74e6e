/** What the client's errors mean. It has three kinds: its own with `type`, raw gRPC errors with `code` only, and others. */
import { Unavailable } from '../port.js';

export type Failure =
  /** The stream is elsewhere: nothing was written. */
  | 'conflict'
  /** No such stream. */
  | 'no-stream'
  /** The position asked for is not the beginning of an event. */
  | 'invalid-position'
  /** The password is wrong, or a right is missing. */
  | 'access-denied'
  /** The server will never take it: names, size, or a stream that an operator deleted. */
  | 'refused'
  /** Reached or not, written or not: unknown. Everything else that the client or gRPC says; better asked once too often. */
  | 'in-doubt'
  /** Not from the client: a bug here. */
  | 'bug';

const REFUSED: ReadonlySet<unknown> = new Set(['stream-deleted', 'maximum-append-size-exceeded', 'invalid-argument']);
/** The two gRPC codes of a server that knows who may do what. */
const [PERMISSION_DENIED, UNAUTHENTICATED] = [7, 16];
/** Raised by the client as a plain Error while it looks for a node of a cluster. */
const DISCOVERY_FAILED = /^Failed to discover after/;

export function classify(error: unknown): Failure {
  const { type, code, message } = fieldsOf(error);
  if (error instanceof Unavailable || DISCOVERY_FAILED.test(message)) return 'in-doubt';
  if (!isClientFailure(error)) return 'bug';
  if (type === 'wrong-expected-version') return 'conflict';
  if (type === 'stream-not-found') return 'no-stream';
  if (type === 'access-denied' || code === UNAUTHENTICATED || code === PERMISSION_DENIED) return 'access-denied';
  if (/invalid\s?position/i.test(message)) return 'invalid-position';
  return REFUSED.has(type) || message.includes('BadRequest') ? 'refused' : 'in-doubt';
}

/** Of an access that was denied: true for a user or password that the server does not know, false for a right that is missing. */
export function isUnauthenticated(error: unknown): boolean {
  return fieldsOf(error).code === UNAUTHENTICATED;
}

/** Of a refusal: an operator ended the stream for ever. */
export function isStreamDeleted(error: unknown): boolean {
  return fieldsOf(error).type === 'stream-deleted';
}

/** The revision that a conflict reports; undefined where the stream does not exist or the error does not say. */
export function actualRevision(error: unknown): number | undefined {
  const { actualVersion } = error as { actualVersion?: unknown };
  return typeof actualVersion === 'bigint' ? Number(actualVersion) : undefined;
}

/** For logs: kind and code, never the message, which may hold a name. */
export function describeFailure(error: unknown): string {
  const { type, code } = fieldsOf(error);
  return [type, code].filter((part) => part !== undefined).join(' ') || 'no answer';
}

/** True for what the client and gRPC reject with: tells their stray rejections from bugs of ours. */
export function isClientFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { type, code } = fieldsOf(error);
  const ofClient = typeof type === 'string' && '_raw' in error;
  const ofGrpc = typeof code === 'number' && 'details' in error;
  return ofClient || ofGrpc;
}

function fieldsOf(error: unknown): { type: unknown; code: unknown; message: string } {
  const { type, code, message } = (error ?? {}) as { type?: unknown; code?: unknown; message?: unknown };
  return { type, code, message: typeof message === 'string' ? message : '' };
}
