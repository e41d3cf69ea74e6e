/**
 * What turns a decided event into one that can be stored and proven: ids, and the hash chain of its stream.
 *
 *   chain = sha256(JCS({stream, revision, type, data, metadata without chain, previous}))
 *
 * `previous` is the chain of the revision before; before revision 0 it is sha256 of the stream's name. Lower-case hexadecimal.
 */
import { hash as digest } from 'node:crypto';
import { toJcs } from './jcs.js';
import { withTextsOfJcs } from './storable.js';
import { Unstorable, type JsonObject, type NewEvent, type StoredEvent } from '../port.js';

export interface UnsealedEvent {
  readonly type: string;
  readonly data: object;
  /** Without `chain` and `part`: they are added here. */
  readonly metadata: object;
}

export interface Sealing {
  readonly events: readonly NewEvent[];
  /** Chain of the last event; with no events, the one given. */
  readonly chain: string;
}

/**
 * Seals a batch for one append: all of it, since each event says which part of the append it is.
 * @param fromRevision revision that the first event will have.
 * @param previousChain chain of the event before it; null only at revision 0.
 * @throws Unstorable if content or names are no JSON.
 */
export function seal(
  stream: string,
  fromRevision: number,
  previousChain: string | null,
  events: readonly UnsealedEvent[],
): Sealing {
  if ((previousChain === null) !== (fromRevision === 0)) {
    throw new Unstorable(`revision ${fromRevision} needs ${fromRevision === 0 ? 'no' : 'the'} chain of the one before`);
  }
  let chain = previousChain ?? chainOrigin(stream);
  const sealed = events.map((event, i): NewEvent => {
    if ('chain' in event.metadata) throw new Unstorable('metadata has a chain already');
    const data = toJcs(event.data);
    const { type } = event;
    const metadata = { ...event.metadata, part: [i + 1, events.length] };
    chain = chainAt({ stream, revision: fromRevision + i, type, data: event.data, metadata, previous: chain });
    const texts = { data, metadata: toJcs({ ...metadata, chain }) };
    return withTextsOfJcs({ id: eventIdOf(chain), type, ...texts }, { n: i + 1, of: events.length });
  });
  return { events: sealed, chain };
}

/** The `chain` an event carries; undefined if it carries none. */
export function chainOf(event: Pick<StoredEvent, 'metadata'>): string | undefined {
  const { chain } = event.metadata;
  return typeof chain === 'string' ? chain : undefined;
}

/** What stands for the chain before revision 0. */
export function chainOrigin(stream: string): string {
  return sha256(stream);
}

/** UUIDv8 (RFC 9562) of the first 128 bits of a chain, six of which give way to version and variant. */
export function eventIdOf(chain: string): string {
  const variant = ((Number.parseInt(chain.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    chain.slice(0, 8),
    chain.slice(8, 12),
    `8${chain.slice(13, 16)}`,
    `${variant}${chain.slice(17, 20)}`,
    chain.slice(20, 32),
  ].join('-');
}

/** The parts of a stored event that the chain covers, and the two that are derived from it. */
export type ChainedEvent = Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'type' | 'data' | 'metadata'>;

export type BrokenLink = 'wrong-stream' | 'wrong-revision' | 'chain-mismatch' | 'id-mismatch';

export type ChainVerdict =
  | { readonly ok: true; readonly chain: string; readonly events: number }
  | {
      readonly ok: false;
      /** The revision that should stand where the first bad event stands. */
      readonly revision: number;
      readonly reason: BrokenLink;
    };

/**
 * Recomputes the chain over events of one stream in order. Finds every alteration, gap, insertion and exchange;
 * a cut tail or a chain recomputed from end to end needs something outside the stream to compare with.
 * @param after where the list goes on from; absent: `events` starts at revision 0.
 */
export function verifyChain(
  stream: string,
  events: readonly ChainedEvent[],
  after?: { readonly revision: number; readonly chain: string },
): ChainVerdict {
  let previous = after?.chain ?? chainOrigin(stream);
  let revision = after?.revision ?? -1;
  for (const event of events) {
    revision += 1;
    const reason = brokenLink(stream, revision, previous, event);
    if (reason) return { ok: false, revision, reason };
    previous = chainOf(event) as string;
  }
  return { ok: true, chain: previous, events: events.length };
}

function brokenLink(stream: string, revision: number, previous: string, event: ChainedEvent): BrokenLink | undefined {
  if (event.stream !== stream) return 'wrong-stream';
  if (event.revision !== revision) return 'wrong-revision';
  const expected = recompute(stream, revision, previous, event);
  if (expected === undefined || chainOf(event) !== expected) return 'chain-mismatch';
  return event.id === eventIdOf(expected) ? undefined : 'id-mismatch';
}

function recompute(stream: string, revision: number, previous: string, event: ChainedEvent): string | undefined {
  const { type, data } = event;
  const { chain: _, ...metadata } = event.metadata;
  try {
    return chainAt({ stream, revision, type, data, metadata, previous });
  } catch (error) {
    if (error instanceof Unstorable) return undefined;
    throw error;
  }
}

interface Chained {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: object;
  /** Without `chain`. */
  readonly metadata: object;
  readonly previous: string;
}

/** @throws Unstorable */
function chainAt({ stream, revision, type, data, metadata, previous }: Chained): string {
  // In the order of JCS: so the whole of what was read from the log is written without being sorted.
  return sha256(toJcs({ data, metadata, previous, revision, stream, type }));
}

function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

/** A stored text as an object. @throws SyntaxError */
export function parseStored(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}
