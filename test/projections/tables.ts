/** The rows of a read model, as they stand in the database and as they ought to stand: folded from whole streams. */
import type { EventLog, StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { rowOf } from '../../projections/audit-trail/audit-trail.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { readBindingEvent, requestIdOf } from '../../projections/folding/binding-events.js';
import { commandOutcome } from '../../projections/command-outcome/command-outcome.js';
import type { Folds, HeadColumns } from '../../projections/folding/folded-read-model.js';
import { PoisonEvent } from '../../projections/folding/read-model.js';
import { readModels } from '../../projections/read-models.js';
import { readModelPositions } from '../../projections/runner/read-model-positions.js';
import { reviewInbox } from '../../projections/review-inbox/review-inbox.js';
import { studentBinding } from '../../projections/student-binding/student-binding.js';
import { until } from '../../projections/queries/until.js';
import { everything } from './log-under-test.js';

type Row = Record<string, unknown>;
/** Table → its rows, sorted. */
export type Tables = Record<string, readonly Row[]>;

export async function tablesOf(db: SqlQuery): Promise<Tables> {
  const tables: Record<string, readonly Row[]> = {};
  for (const name of Object.keys(foldedTables([]))) {
    const { rows } = await db.query<Row>(`select * from ${name}`);
    tables[name] = sorted(rows.map(plain));
  }
  return tables;
}

/** What the tables must hold for these events, which may be of many streams. */
export function foldedTables(events: readonly StoredEvent[]): Tables {
  const streams = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (!event.stream.startsWith('bindingRequest-')) continue;
    const requestId = requestIdOf(event.stream);
    streams.set(requestId, [...(streams.get(requestId) ?? []), event]);
  }
  return {
    ...folded(bindingCase, streams),
    ...folded(reviewInbox, streams),
    ...folded(commandOutcome, streams),
    ...folded(studentBinding, streams),
    audit_trail_v1: sorted(events.map((event) => plain(rowOf(event)))),
  };
}

function folded<State, Head extends HeadColumns, R extends object>(
  model: Folds<State, Head, R>,
  streams: ReadonlyMap<string, readonly StoredEvent[]>,
): Tables {
  const heads: Row[] = [];
  const rows = new Map<string, Row>();
  for (const [requestId, events] of streams) {
    const states = statesOf(model, events);
    const last = states.at(-1);
    if (!last) continue;
    heads.push({ request_id: requestId, revision: states.length - 1, document: last, ...model.headColumns(last) });
    for (const state of model.rowsStay ? states : [last]) {
      for (const row of model.rowsOf?.(state) ?? []) {
        rows.set(JSON.stringify(model.rows?.key.map((column) => row[column])), plain(row));
      }
    }
  }
  const details = model.rows ? { [model.rows.name]: sorted([...rows.values()]) } : {};
  return { [model.head.name]: sorted(heads.map(plain)), ...details };
}

function statesOf<State, Head extends HeadColumns, R>(
  model: Folds<State, Head, R>,
  events: readonly StoredEvent[],
): readonly State[] {
  const states: State[] = [];
  for (const event of events) {
    try {
      states.push(model.fold(states.at(-1) ?? null, readBindingEvent(event)));
    } catch (error) {
      // The stream stands still there.
      if (error instanceof PoisonEvent) return states;
      throw error;
    }
  }
  return states;
}

/** Waits until every read model stands at the end of the log. */
export async function caughtUp(db: SqlQuery, log: EventLog, count = readModels.length): Promise<void> {
  const end = await log.head();
  const there = await until(15_000, async () => {
    const positions = await readModelPositions(db);
    return positions.length === count && positions.every(({ position }) => position === end) ? true : null;
  });
  if (!there) throw new Error(`not caught up: ${JSON.stringify(await readModelPositions(db))}`);
}

/** What the tables must hold for the whole log. */
export async function expectedTables(log: EventLog): Promise<Tables> {
  return foldedTables(await everything(log));
}

function plain(row: object): Row {
  const entries = Object.entries(row).map(([name, value]) => {
    if (value instanceof Date) return [name, value.toISOString()];
    return [name, name === 'document' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value];
  });
  return Object.fromEntries(entries) as Row;
}

function sorted(rows: readonly Row[]): readonly Row[] {
  const keyOf = ({ request_id: request, applicant_id: applicant, command_id: command, stream, revision }: Row) =>
    JSON.stringify(stream === undefined ? [request, applicant, command] : [stream, revision]);
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
