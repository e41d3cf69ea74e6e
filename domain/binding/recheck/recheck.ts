/**
 * Checks that the rules could have written a stream: each batch of events is decided again, with the command rebuilt from
 * its events, on the state before it and the facts it recorded. The chain proves that nothing was altered afterwards; this
 * proves that what was written was allowed.
 */
import { commandOf, type AuditedEvent, type Batch } from './rebuild-command.js';
import { decide } from '../decide.js';
import type { RuleOutcome } from '../rule.js';
import type { BindingEvent } from '../events.js';
import { evolve } from '../evolve.js';
import { HandledCommands } from '../handled.js';
import { factsFrom } from './recorded-facts.js';
import type { BindingState } from '../state.js';

export type Lawfulness = { readonly lawful: true } | Unlawful;

export interface Unlawful {
  readonly lawful: false;
  /** Revision of the first event that the rules would not have written, or of one that is missing. */
  readonly revision: number;
  /** Type of the event found there, or of the missing one. */
  readonly type: string;
  /** One line: codes, types and names of fields, no values. */
  readonly why: string;
}

/** How far a stream has been followed. */
export interface Followed {
  /** After the batches that were decided again. */
  readonly state: BindingState;
  /** The events of the newest command so far; it is decided again when its last event is known. */
  readonly batch: readonly AuditedEvent[];
  /** The commands of these batches: each of them writes once. */
  readonly handled: HandledCommands;
}

export function nothingFollowed(): Followed {
  return { state: null, batch: [], handled: HandledCommands.none() };
}

/** @param events of one stream from revision 0, in today's shapes. */
export function checkLawful(events: readonly AuditedEvent[]): Lawfulness {
  let followed = nothingFollowed();
  for (const event of events) {
    const next = follow(followed, event);
    if ('lawful' in next) return next;
    followed = next;
  }
  return checkEnd(followed);
}

/** On to the next event of a stream. */
export function follow(followed: Followed, event: AuditedEvent): Followed | Unlawful {
  const { state, batch, handled } = followed;
  if (!isBatch(batch)) return { ...followed, batch: [event] };
  if (batch[0].metadata.commandId === event.metadata.commandId) return { ...followed, batch: [...batch, event] };
  const wrong = checkBatch(batch, followed);
  if (wrong !== undefined) return { lawful: false, ...wrong };
  return {
    state: batch.reduce<BindingState>(evolve, state),
    batch: [event],
    handled: batch.reduce((before, { metadata, revision }) => before.with(metadata.commandId, revision), handled),
  };
}

/** Where nothing follows. */
export function checkEnd(followed: Followed): Lawfulness {
  const wrong = isBatch(followed.batch) ? checkBatch(followed.batch, followed) : undefined;
  return wrong === undefined ? { lawful: true } : { lawful: false, ...wrong };
}

function isBatch(events: readonly AuditedEvent[]): events is Batch {
  return events.length > 0;
}

interface Mismatch {
  readonly revision: number;
  readonly type: string;
  readonly why: string;
}

function checkBatch(batch: Batch, { state, handled }: Pick<Followed, 'state' | 'handled'>): Mismatch | undefined {
  const [first] = batch;
  if (handled.placeOf(first.metadata.commandId, first.revision)) return mismatch(first, 'the rules do nothing here');
  const other = batch.find(({ metadata }) => !isSame(metadata, first.metadata));
  if (other) return mismatch(other, 'it contradicts the previous event of its command');
  const command = commandOf(batch, state);
  if (command === undefined) return mismatch(first, 'no command can have written it here');
  let decision: RuleOutcome;
  try {
    decision = decide(state, command, factsFrom(first.metadata.facts, first.metadata, state, command));
  } catch (error) {
    return mismatch(
      first,
      `the rules cannot decide it: ${error instanceof Error ? error.message : 'of no known reason'}`,
    );
  }
  return difference(batch, decision);
}

function difference(batch: Batch, decision: RuleOutcome): Mismatch | undefined {
  const [first] = batch;
  if (decision.events.length === 0) {
    return mismatch(
      first,
      'refused' in decision ? `the rules refuse it: ${decision.refused}` : 'the rules do nothing here',
    );
  }
  for (const [i, event] of batch.entries()) {
    const why = differsFrom(decision.events[i], event);
    if (why !== undefined) return mismatch(event, why);
  }
  const missing = decision.events[batch.length];
  return missing && { revision: first.revision + batch.length, type: missing.type, why: 'it is missing' };
}

function differsFrom(decided: BindingEvent | undefined, event: AuditedEvent): string | undefined {
  if (decided === undefined) return 'the rules write nothing after the event before it';
  if (decided.type !== event.type) {
    const refusal = decided.type === 'ReviewDecisionRefused' ? `: ${decided.data.code}` : '';
    return `the rules write ${decided.type}${refusal}`;
  }
  const [should, is] = [fieldsOf(decided.data), fieldsOf(event.data)];
  const wrong = fieldsOfBoth(should, is).filter((field) => !isSame(should[field], is[field]));
  return wrong.length === 0 ? undefined : `the rules write otherwise: ${wrong.toSorted().join(', ')}`;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(data: object): Fields {
  return data as Fields;
}

function mismatch({ revision, type }: AuditedEvent, why: string): Mismatch {
  return { revision, type, why };
}

/** Of plain JSON; a field that is undefined is one that is absent. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [fieldsOf(a), fieldsOf(b)];
  return fieldsOfBoth(one, other).every((key) => isSame(one[key], other[key]));
}

function fieldsOfBoth(one: Fields, other: Fields): readonly string[] {
  return [...Object.keys(one), ...Object.keys(other).filter((field) => !Object.hasOwn(one, field))];
}
