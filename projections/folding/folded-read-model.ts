/**
 * Most read models fold each stream by itself: a document per stream, and rows made from that document. The head table
 * keeps the document and the stream's revision, so a repeated event changes nothing and a missing one is noticed.
 */
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { BINDING_CATEGORY, readBindingEvent, requestIdOf, type BindingStreamEvent } from './binding-events.js';
import { PoisonEvent, poisonCodeOf, type Poison, type ReadModel } from './read-model.js';
import { deleteRows, keyOf, upsertRows } from './row-table.js';
import { integer, text, type CellsOf, type Table } from './table.js';

export interface HeadColumns {
  readonly request_id: string;
  /** Revision of the last event in the document. */
  readonly revision: number;
  /** JSON. */
  readonly document: string;
}

/** The columns that every head table begins with. */
export const headColumns = { request_id: text().key(), revision: integer(), document: text() };

export interface Folds<State, Head extends HeadColumns, Row> {
  readonly name: string;
  readonly version: number;
  /** The document after the event. Pure. @throws PoisonEvent */
  fold(state: State | null, event: BindingStreamEvent): State;
  /** One row per stream. */
  readonly head: Table<Head>;
  /** The columns of the head table beside the document. */
  headColumns(state: State): Omit<Head, keyof HeadColumns>;
  readonly rows?: Table<Row>;
  /** The rows made from the document. */
  rowsOf?(state: State): readonly Row[];
  /** True: a row is kept after the document no longer produces it. */
  readonly rowsStay?: boolean;
}

/** One stream while a batch is applied. */
interface Folding<State, Row> {
  readonly requestId: string;
  readonly before: State | null;
  state: State | null;
  revision: number;
  changed: boolean;
  /** Every row that the document produced in this batch, by key. */
  readonly rows: Map<string, Row>;
}

export function foldedReadModel<State, Head extends HeadColumns & CellsOf<Head>, Row extends CellsOf<Row> = never>(
  folds: Folds<State, Head, Row>,
): ReadModel & Folds<State, Head, Row> {
  const folder = new StreamFolder(folds);
  const tables = [folds.head.name, ...(folds.rows ? [folds.rows.name] : [])];
  return { ...folds, categories: [BINDING_CATEGORY], tables, apply: (events, tx) => folder.apply(events, tx) };
}

class StreamFolder<State, Head extends HeadColumns & CellsOf<Head>, Row extends CellsOf<Row>> {
  constructor(private readonly folds: Folds<State, Head, Row>) {}

  async apply(events: readonly StoredEvent[], tx: SqlQuery): Promise<readonly Poison[]> {
    const foldings = await this.load(events, tx);
    const poisons = this.foldAll(foldings, events);
    await this.write(foldings, tx);
    return poisons;
  }

  private async load(events: readonly StoredEvent[], tx: SqlQuery): Promise<ReadonlyMap<string, Folding<State, Row>>> {
    const ids = [...new Set(events.map((event) => requestIdOf(event.stream)))];
    const { rows } = await tx.query<HeadColumns>(
      `select request_id, revision, document from ${this.folds.head.name} where request_id = any($1::text[])`,
      [ids],
    );
    const foldings = new Map(ids.map((id) => [id, folding<State, Row>(id, null, -1)]));
    for (const row of rows) {
      foldings.set(row.request_id, folding(row.request_id, JSON.parse(row.document) as State, row.revision));
    }
    return foldings;
  }

  private foldAll(
    foldings: ReadonlyMap<string, Folding<State, Row>>,
    events: readonly StoredEvent[],
  ): readonly Poison[] {
    const poisons = new Map<string, Poison>();
    for (const event of events) {
      const current = foldings.get(requestIdOf(event.stream));
      if (!current || poisons.has(event.stream) || event.revision <= current.revision) continue;
      try {
        this.foldOne(current, event);
      } catch (error) {
        const { stream, type: eventType } = event;
        poisons.set(stream, { stream, revision: current.revision + 1, eventType, code: poisonCodeOf(error) });
      }
    }
    return [...poisons.values()];
  }

  private foldOne(current: Folding<State, Row>, stored: StoredEvent): void {
    if (stored.revision !== current.revision + 1) throw new PoisonEvent('gap');
    const state = this.folds.fold(current.state, readBindingEvent(stored));
    for (const [key, row] of this.rowsOf(state)) current.rows.set(key, row);
    current.state = state;
    current.revision = stored.revision;
    current.changed = true;
  }

  private async write(foldings: ReadonlyMap<string, Folding<State, Row>>, tx: SqlQuery): Promise<void> {
    const heads: Head[] = [];
    const set = new Map<string, Row>();
    const gone = new Map<string, Row>();
    for (const { requestId, revision, before, state, changed, rows } of foldings.values()) {
      if (!changed || state === null) continue;
      const fixed = { request_id: requestId, revision, document: JSON.stringify(state) };
      // A head is the fixed columns and the model's own; TypeScript cannot add up a generic Omit.
      heads.push({ ...this.folds.headColumns(state), ...fixed } as unknown as Head);
      const now = this.rowsOf(state);
      for (const [key, row] of this.folds.rowsStay ? rows : now) set.set(key, row);
      for (const [key, row] of before === null || this.folds.rowsStay ? [] : this.rowsOf(before)) {
        if (!now.has(key)) gone.set(key, row);
      }
    }
    await upsertRows(tx, this.folds.head, heads);
    if (!this.folds.rows) return;
    await deleteRows(tx, this.folds.rows, [...gone.values()]);
    await upsertRows(tx, this.folds.rows, [...set.values()]);
  }

  private rowsOf(state: State): ReadonlyMap<string, Row> {
    const table = this.folds.rows;
    return new Map(table ? this.folds.rowsOf?.(state).map((row) => [keyOf(table, row), row]) : []);
  }
}

function folding<State, Row>(requestId: string, before: State | null, revision: number): Folding<State, Row> {
  return { requestId, before, state: before, revision, changed: false, rows: new Map() };
}
