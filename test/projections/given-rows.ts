/** A sentence for read models: given these events of a request, then this view holds these rows. */
import { expect } from '@jest/globals';
import type { StoredEvent } from '../../eventstore/port.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { commandOutcome } from '../../projections/command-outcome/command-outcome.js';
import { readBindingEvent } from '../../projections/folding/binding-events.js';
import type { Folds, HeadColumns } from '../../projections/folding/folded-read-model.js';
import { reviewInbox } from '../../projections/review-inbox/review-inbox.js';
import { studentBinding } from '../../projections/student-binding/student-binding.js';
import { stream, type AnyEvent, type Written } from './streams.js';

export const REQUEST = 'request-1';

type Row = Readonly<Record<string, unknown>>;

export interface GivenRows {
  /** Each row must hold at least these columns; the rows are compared in their order, and no other row is there. */
  then(view: string, ...rows: readonly Row[]): void;
}

/** @param events of one request, each a command of its own unless `Written` says otherwise, a minute apart. */
export function given(...events: readonly (AnyEvent | Written)[]): GivenRows {
  const stored = stream(REQUEST, ...events);
  return {
    // eslint-disable-next-line unicorn/no-thenable -- it reads as a sentence, and no one awaits it.
    then(view, ...rows) {
      expect(rowsOf(view, stored)).toMatchObject(rows);
    },
  };
}

function rowsOf(view: string, events: readonly StoredEvent[]): readonly object[] {
  const found = [
    ...rowsOfModel(bindingCase, events),
    ...rowsOfModel(reviewInbox, events),
    ...rowsOfModel(commandOutcome, events),
    ...rowsOfModel(studentBinding, events),
  ].find(([name]) => name === view);
  if (!found) throw new Error(`no read model has a view ${view}`);
  return found[1];
}

function rowsOfModel<State, Head extends HeadColumns, R extends object>(
  model: Folds<State, Head, R>,
  events: readonly StoredEvent[],
): readonly (readonly [view: string, rows: readonly object[]])[] {
  const state = events.map(readBindingEvent).reduce<State | null>((before, event) => model.fold(before, event), null);
  if (state === null) throw new Error('no events were given');
  const head = { request_id: REQUEST, revision: events.length - 1, ...model.headColumns(state) };
  const rows = model.rows ? [[model.rows.view, model.rowsOf?.(state) ?? []] as const] : [];
  return [[model.head.view, [head]], ...rows];
}
