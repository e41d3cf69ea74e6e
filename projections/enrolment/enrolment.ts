/**
 * enrolment: where each pupil was enrolled on each day, from the streams of the schools; for the 綁定率 of any past day.
 * An event of an import counts once the import has come to its end, so it is kept aside until then.
 */
import { SCHOOL_CATEGORY } from '../../domain/school/events.js';
import type { StoredEvent } from '../../eventstore/port.js';
import type { SqlQuery, SqlTransaction } from '../../eventstore/sql.js';
import { poisonCodeOf, type Poison, type ReadModel } from '../folding/read-model.js';
import { upsertRows } from '../folding/row-table.js';
import { columnNames } from '../folding/table.js';
import { asInstant } from '../queries/instant-column.js';
import {
  enrolmentPendingTable,
  enrolmentPeriodTable,
  enrolmentSchoolTable,
  enrolmentStreamTable,
  type PendingRow,
  type PeriodRow,
  type SchoolRow,
} from './enrolment-tables.js';
import { Periods } from './periods.js';
import { changeOf, readRosterEvent, type RosterChange } from './roster-changes.js';

interface SchoolChange {
  readonly schoolId: string;
  readonly change: RosterChange;
}

/** What a batch comes to before any row is written. */
interface Read {
  readonly changes: readonly SchoolChange[];
  /** Rows that still wait for the end of their import. */
  readonly pending: readonly PendingRow[];
  /** Streams whose imports are over: nothing in them waits any longer. */
  readonly settled: readonly string[];
  readonly heads: ReadonlyMap<string, number>;
  readonly poisons: readonly Poison[];
}

export const enrolment: ReadModel = {
  name: 'enrolment',
  version: 1,
  categories: [SCHOOL_CATEGORY],
  tables: [enrolmentPeriodTable, enrolmentSchoolTable, enrolmentStreamTable, enrolmentPendingTable].map(
    ({ name }) => name,
  ),
  async apply(events, tx) {
    const reading = new Reading(await headsOf(events, tx), await pendingOf(events, tx));
    for (const event of events) reading.take(event);
    const { changes, pending, settled, heads, poisons } = reading.read();
    await writeChanges(changes, tx);
    if (settled.length > 0) {
      await tx.query(`delete from ${enrolmentPendingTable.name} where stream = any($1::text[])`, [settled]);
    }
    await upsertRows(tx, enrolmentPendingTable, pending);
    const rows = [...heads].map(([stream, revision]) => ({ stream, revision }));
    await upsertRows(tx, enrolmentStreamTable, rows);
    return poisons;
  },
};

/** Takes the events of a batch in their order, and puts those of an import where its end is. */
class Reading {
  private readonly changes: SchoolChange[] = [];
  private readonly poisons = new Map<string, Poison>();
  private readonly settled = new Set<string>();
  private readonly moved = new Map<string, number>();
  private readonly added = new Set<PendingRow>();

  constructor(
    private readonly heads: ReadonlyMap<string, number>,
    private readonly pending: Map<string, PendingRow[]>,
  ) {}

  take(event: StoredEvent): void {
    const { stream, revision, type: eventType } = event;
    const head = this.moved.get(stream) ?? this.heads.get(stream) ?? -1;
    if (this.poisons.has(stream) || revision <= head) return;
    if (revision !== head + 1) {
      this.poisons.set(stream, { stream, revision: head + 1, eventType, code: 'gap' });
      return;
    }
    try {
      this.add(event);
      this.moved.set(stream, revision);
    } catch (error) {
      this.poisons.set(stream, { stream, revision, eventType, code: poisonCodeOf(error) });
    }
  }

  read(): Read {
    const waiting = [...this.pending.values()].flat().filter((row) => this.added.has(row));
    return {
      changes: this.changes,
      pending: waiting,
      settled: [...this.settled],
      heads: this.moved,
      poisons: [...this.poisons.values()],
    };
  }

  private add(event: StoredEvent): void {
    const { stream, revision } = event;
    const read = readRosterEvent(event);
    if (read.kind === 'nothing') return;
    if (read.kind === 'applied') return this.settle(stream, read.importKey);
    const { change, importKey } = read;
    if (importKey === null) {
      this.changes.push({ schoolId: schoolOf(stream), change });
      return;
    }
    const { type, data, at } = change;
    const row = { stream, revision, import_key: importKey, type, data: JSON.stringify(data), at };
    this.added.add(row);
    push(this.pending, row);
  }

  /** What an attempt that was broken off has left never counts: it goes with the others. */
  private settle(stream: string, importKey: string): void {
    for (const { import_key, type, data, at } of this.pending.get(stream) ?? []) {
      if (import_key !== importKey) continue;
      this.changes.push({ schoolId: schoolOf(stream), change: changeOf(type, JSON.parse(data) as object, at) });
    }
    this.pending.delete(stream);
    this.settled.add(stream);
  }
}

async function writeChanges(changes: readonly SchoolChange[], tx: SqlTransaction): Promise<void> {
  if (changes.length === 0) return;
  const periods = new Periods(await latestPeriods(changes, tx), await schoolsOf(changes, tx));
  for (const { schoolId, change } of changes) periods.apply(schoolId, change);
  await upsertRows(tx, enrolmentPeriodTable, periods.changedPeriods());
  await upsertRows(tx, enrolmentSchoolTable, periods.changedSchoolRows());
}

async function latestPeriods(changes: readonly SchoolChange[], tx: SqlQuery): Promise<readonly PeriodRow[]> {
  const ids = new Set(changes.flatMap(({ change }) => ('studentId' in change.data ? [change.data.studentId] : [])));
  const columns = columnNames(enrolmentPeriodTable).map((name) => (name.endsWith('_day') ? `${name}::text` : name));
  const { rows } = await tx.query<PeriodRow>(
    `select distinct on (school_id, student_id) ${columns.join(', ')} from ${enrolmentPeriodTable.name} p
     where student_id = any($1::text[]) order by school_id, student_id, p.from_day desc`,
    [[...ids]],
  );
  return rows;
}

async function schoolsOf(changes: readonly SchoolChange[], tx: SqlQuery): Promise<readonly SchoolRow[]> {
  const ids = new Set(changes.map(({ schoolId }) => schoolId));
  const { rows } = await tx.query<SchoolRow>(
    `select school_id, added_on::text, name from ${enrolmentSchoolTable.name} where school_id = any($1::text[])`,
    [[...ids]],
  );
  return rows;
}

async function headsOf(events: readonly StoredEvent[], tx: SqlQuery): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ stream: string; revision: number }>(
    `select stream, revision from ${enrolmentStreamTable.name} where stream = any($1::text[])`,
    [[...new Set(events.map(({ stream }) => stream))]],
  );
  return new Map(rows.map(({ stream, revision }) => [stream, revision]));
}

/** Read only where an import comes to its end: those rows may be many. */
async function pendingOf(events: readonly StoredEvent[], tx: SqlQuery): Promise<Map<string, PendingRow[]>> {
  const ending = new Set(events.flatMap(({ stream, type }) => (type === 'RosterImportApplied' ? [stream] : [])));
  const pending = new Map<string, PendingRow[]>();
  if (ending.size === 0) return pending;
  const { rows } = await tx.query<PendingRow>(
    `select stream, revision, import_key, type, data, ${asInstant('at')} as at from ${enrolmentPendingTable.name}
     where stream = any($1::text[]) order by stream, revision`,
    [[...ending]],
  );
  for (const row of rows) push(pending, row);
  return pending;
}

function schoolOf(stream: string): string {
  return stream.slice(SCHOOL_CATEGORY.length + 1);
}

function push(pending: Map<string, PendingRow[]>, row: PendingRow): void {
  const rows = pending.get(row.stream);
  if (rows) rows.push(row);
  else pending.set(row.stream, [row]);
}
