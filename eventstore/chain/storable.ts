import { LONE_SURROGATE } from './jcs.js';
import { NO_STREAM, Unstorable, type JsonObject, type NewEvent } from '../port.js';
import { partOf, type Part } from './part.js';

/** EventStoreDB refuses an append of more than 1 MiB of data and metadata; a margin is left for what it adds. */
export const MAX_APPEND_BYTES = 1_000_000;
const MAX_STREAM_LENGTH = 500;
const MAX_TYPE_LENGTH = 200;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Refuses, before anything is sent, what one of the adapters could not store or would store differently.
 * (EventStoreDB's client stays broken for a while after a request its server calls bad.)
 * @throws Unstorable
 */
export function assertStorable(stream: string, expectedRevision: number, events: readonly NewEvent[]): void {
  assertStreamName(stream);
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM) {
    throw new Unstorable('the expected revision is no revision');
  }
  if (events.length === 0) throw new Unstorable('a batch has at least one event');
  if (new Set(events.map((event) => event.id)).size < events.length)
    throw new Unstorable('an id stands twice in the batch');
  assertOneAppend(events.map(assertEvent));
  const bytes = events.reduce((sum, event) => sum + byteLength(event), 0);
  if (bytes > MAX_APPEND_BYTES)
    throw new Unstorable(`an append holds at most ${MAX_APPEND_BYTES} bytes, this one ${bytes}`);
}

/** @throws Unstorable */
export function assertStreamName(stream: string): void {
  assertName('a stream name', stream, MAX_STREAM_LENGTH);
}

/** Frozen events whose texts are JCS because `toJcs` wrote them, and the part that each of them names. */
const written = new WeakMap<NewEvent, Part>();

/** For `seal`: these texts come back byte by byte, so that no append has to parse them to see it (a twentieth of its time). */
export function withTextsOfJcs(event: NewEvent, part: Part): NewEvent {
  // A list is JCS too, and no content of an event.
  if (event.data.startsWith('{') && event.metadata.startsWith('{')) written.set(Object.freeze(event), part);
  return event;
}

/** @returns the part of its append that it names */
function assertEvent(event: NewEvent): Part | undefined {
  if (!UUID.test(event.id)) throw new Unstorable('an event id is a lower-case UUID');
  assertName('an event type', event.type, MAX_TYPE_LENGTH);
  const part = written.get(event);
  if (part) return part;
  assertStoredText('data', event.data);
  return partOf(assertStoredText('metadata', event.metadata));
}

/** Readers wait for the parts that an event names: all of them come with it, or none is named. */
function assertOneAppend(parts: readonly (Part | undefined)[]): void {
  if (parts.every((part) => part === undefined)) return;
  const isWhole = parts.every((part, i) => part?.n === i + 1 && part.of === parts.length);
  if (!isWhole) throw new Unstorable('a batch is one append: its events name their parts from the first to the last');
}

/** `$` marks EventStoreDB's own streams and types, which readers skip. */
function assertName(what: string, name: string, maxLength: number): void {
  const fits = name.length > 0 && name.length <= maxLength && !name.startsWith('$');
  // PostgreSQL's text knows no U+0000, and a control character in a name is a mistake anyhow.
  if (!fits || LONE_SURROGATE.test(name) || /\p{Cc}/u.test(name))
    throw new Unstorable(`${what} has a form that is not allowed`);
}

/** The text must come back from parse and stringify byte by byte: EventStoreDB's client does just that. */
function assertStoredText(what: string, text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unstorable(`${what} is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unstorable(`${what} is no JSON object`);
  if (JSON.stringify(value) !== text) throw new Unstorable(`${what} is no JCS text`);
  return value as JsonObject;
}

function byteLength(event: NewEvent): number {
  return Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata) + Buffer.byteLength(event.type);
}
