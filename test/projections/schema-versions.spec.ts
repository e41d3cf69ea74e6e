/** Every event that a release has written is read and folded by every read model of today, wherever it comes in a case. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, StoredEvent } from '../../eventstore/port.js';
import { rowOf } from '../../projections/audit-trail/audit-trail.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { readBindingEvent, type BindingStreamEvent } from '../../projections/folding/binding-events.js';
import { commandOutcome } from '../../projections/command-outcome/command-outcome.js';
import type { Folds, HeadColumns } from '../../projections/folding/folded-read-model.js';
import { reviewInbox } from '../../projections/review-inbox/review-inbox.js';
import { studentBinding } from '../../projections/student-binding/student-binding.js';
import * as b from '../domain/builders.js';
import { stream } from './streams.js';

interface Written {
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

const FOLDER = new URL('../domain/schema-versions/', import.meta.url);
const written = readdirSync(FOLDER).flatMap((file) =>
  (JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as readonly Written[]).map(
    (event) => [`${event.type} of version ${String(event.metadata['schemaVersion'])}`, event] as const,
  ),
);

const before = stream('request-1', ...b.bothSent);

function storedAt(revision: number, { type, data, metadata }: Written): StoredEvent {
  const id = `request-1-${revision}`;
  return { stream: 'bindingRequest-request-1', revision, id, type, data, metadata, position: '' };
}

function foldBy<State, Head extends HeadColumns, Row>(
  { fold, headColumns, rowsOf }: Folds<State, Head, Row>,
  events: readonly BindingStreamEvent[],
): void {
  const state = events.reduce<State | null>(fold, null);
  if (state === null) throw new Error('nothing was folded');
  headColumns(state);
  rowsOf?.(state);
}

describe('an event as a release has written it', () => {
  it.each(written)('%s', (_, event) => {
    const opens = event.type === 'BindingRequestOpened';
    const stored = storedAt(opens ? 0 : before.length, event);
    const events = (opens ? [stored] : [...before, stored]).map(readBindingEvent);
    expect(events.at(-1)).toMatchObject({ type: event.type, requestId: 'request-1' });
    foldBy(bindingCase, events);
    foldBy(reviewInbox, events);
    foldBy(commandOutcome, events);
    foldBy(studentBinding, events);
    expect(rowOf(stored)).toMatchObject({
      type: event.type,
      schema_version: event.metadata['schemaVersion'],
    });
  });
});
