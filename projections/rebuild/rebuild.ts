/**
 * Fills a copy of a read model from the whole log while readers use the current one, compares the two and swaps them
 * (docs/adr/0009). Reads and writes go on meanwhile; the projector is held up only while the last few events are applied.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog, Position, StoredEvent } from '../../eventstore/port.js';
import { DatabaseUnavailable, type SqlDatabase, type SqlQuery, type SqlTransaction } from '../../eventstore/sql.js';
import { applyBatch } from '../runner/apply-batch.js';
import { FULL_BATCH, positionAfter } from '../runner/batch.js';
import { inBatches } from '../runner/batches.js';
import { Checkpoint, LeaseLost } from '../runner/checkpoint.js';
import type { ReadModel } from '../folding/read-model.js';
import { compareTable, type TableComparison } from './compare-tables.js';
import { lookInto, PRODUCT, throughSchema, within } from './schema-view.js';
import { swapTables } from './swap-tables.js';
import { addIndexes, copyTable } from './table-copies.js';

export interface RebuildOptions {
  /** Only compares: readers keep what they have. */
  readonly compareOnly?: boolean;
  /**
   * Of a read model that is evidence: an operator says that the rebuilt one may take its place though the two differ. Called before
   * it does, so that the word stands in the log first. Absent: then it does not.
   */
  readonly accept?: (differences: readonly TableComparison[]) => Promise<void>;
  readonly onProgress?: (progress: RebuildProgress) => void;
}

export interface RebuildProgress {
  readonly step: 'filling' | 'indexing' | 'comparing' | 'swapping';
  /** Events applied so far, and about how many there are. */
  readonly events: number;
  readonly total: number;
}

export interface RebuildReport {
  readonly readModel: string;
  readonly events: number;
  /** Streams that cannot be applied further by this release. */
  readonly parked: number;
  /** Null where there was nothing to compare with: it never ran, or it is no evidence and has seen events that the log no longer has. */
  readonly comparison: readonly TableComparison[] | null;
  readonly swapped: boolean;
  /** True: it is evidence, the log says otherwise, and nobody has accepted that. */
  readonly refused: boolean;
}

export function isSame({ onlyCurrent, onlyRebuilt }: TableComparison): boolean {
  return onlyCurrent === 0 && onlyRebuilt === 0;
}

/** Another rebuild of the same read model is under way, or was killed less than a minute ago. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
}

const PAGE = 2_000;
/** A rebuild that was killed keeps the next one waiting for so long. */
const LEASE_MS = 60_000;
const SWAP_TRIES = 20;
const SWAP_PAUSE_MS = 250;

/** @throws RebuildUnderWay, LeaseLost; StoppedAtPoison for a strict read model; Unavailable, what the database throws. Nothing has changed then. */
export async function rebuild(
  db: SqlDatabase,
  log: EventLog,
  model: ReadModel,
  options: RebuildOptions = {},
): Promise<RebuildReport> {
  const filling = await Rebuild.begin(db, log, model, options);
  let ours = true;
  try {
    return await filling.run();
  } catch (error) {
    // Another rebuild took over; the schema there is its own.
    ours = !(error instanceof LeaseLost);
    throw error;
  } finally {
    if (ours) await filling.discard();
  }
}

class Rebuild {
  private position: Position | null = null;
  private events = 0;
  private total = 0;
  private parked: ReadonlySet<string> = new Set();
  private readonly schema: string;

  private constructor(
    private readonly db: SqlDatabase,
    private readonly log: EventLog,
    private readonly model: ReadModel,
    private readonly options: RebuildOptions,
    private readonly checkpoint: Checkpoint,
  ) {
    this.schema = schemaOf(model);
  }

  static async begin(db: SqlDatabase, log: EventLog, model: ReadModel, options: RebuildOptions): Promise<Rebuild> {
    const holder = randomUUID();
    await db.transaction(async (tx) => {
      await makeRoom(tx, model);
      await new Checkpoint(within(tx), model, holder, LEASE_MS).acquire();
    });
    const beside = throughSchema(db, schemaOf(model));
    return new Rebuild(db, log, model, options, new Checkpoint(beside, model, holder, LEASE_MS));
  }

  async run(): Promise<RebuildReport> {
    const { model } = this;
    const { comparable, events } = await this.current(this.db);
    this.total = events;
    await this.fillTo(this.db, (await this.current(this.db)).target);
    await this.step('indexing');
    for (const table of model.tables) await this.db.transaction((tx) => addIndexes(tx, table, this.schema));
    await this.step('comparing');
    const comparison = comparable || model.isEvidence ? await this.compare() : null;
    const refused = !(await this.mayTakeItsPlace(comparison, comparable));
    const swapped = !this.options.compareOnly && !refused;
    if (swapped) await this.swap();
    return { readModel: model.name, events: this.events, parked: this.parked.size, comparison, swapped, refused };
  }

  /** Evidence that the log does not tell any more, or tells otherwise, is not thrown away without a word. */
  private async mayTakeItsPlace(comparison: readonly TableComparison[] | null, comparable: boolean): Promise<boolean> {
    const { compareOnly, accept } = this.options;
    // Where the two do not stand at the same place, only what the log lacks tells something.
    const differs = comparison?.some((table) => table.onlyCurrent > 0 || (comparable && !isSame(table))) ?? false;
    if (!this.model.isEvidence || compareOnly || !comparison || !differs) return true;
    await accept?.(comparison);
    return accept !== undefined;
  }

  /** Nothing of ours stays, whether it took the place or not; what does is cleared away by the next rebuild. */
  async discard(): Promise<void> {
    await this.db.query(`drop schema if exists ${this.schema} cascade`).catch(() => undefined);
  }

  /** Where the read model stands that readers use, and up to where to go: never past it, so that the two can be compared. */
  private async current(db: SqlQuery): Promise<{ target: Position | null; comparable: boolean; events: number }> {
    const { rows } = await db.query<{ position: Position | null; events: number }>(
      `select position, events::float8 as events from ${PRODUCT}.projection_checkpoint where read_model = $1 and version = $2`,
      [this.model.name, this.model.version],
    );
    const { position = null, events = 0 } = rows[0] ?? {};
    const head = await this.log.head();
    const comparable = position !== null && head !== null && position <= head;
    return { target: comparable ? position : head, comparable, events };
  }

  private async fillTo(db: SqlDatabase, target: Position | null): Promise<void> {
    const beside = db === this.db ? throughSchema(db, this.schema) : db;
    const forever = new AbortController().signal;
    for await (const [first, ...others] of inBatches(upTo(this.log, this.position, target), FULL_BATCH, forever)) {
      if (!first) return;
      const batch = { from: this.position, events: [first, ...others], parked: this.parked } as const;
      const poisons = await applyBatch(beside, this.model, this.checkpoint, batch);
      this.position = positionAfter(batch.from, batch.events);
      this.parked = new Set([...this.parked, ...poisons.map(({ stream }) => stream)]);
      this.events += batch.events.length;
      this.tell('filling');
    }
  }

  /** In a snapshot: the projector goes on meanwhile, and what it does later is not seen. */
  private async compare(): Promise<readonly TableComparison[]> {
    return this.db.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      await lookInto(tx, this.schema);
      await this.fillTo(within(tx), (await this.current(tx)).target);
      const found: TableComparison[] = [];
      for (const table of this.model.tables) found.push(await compareTable(tx, table, this.schema));
      return found;
    });
  }

  private async swap(): Promise<void> {
    // What came while the tables were compared, so that little is left to do while the projector waits.
    await this.fillTo(this.db, (await this.current(this.db)).target);
    await this.step('swapping');
    for (let tries = 1; ; tries += 1) {
      const before = { position: this.position, events: this.events, parked: this.parked };
      try {
        await this.db.transaction((tx) => this.takeItsPlace(tx));
        return;
      } catch (error) {
        Object.assign(this, before);
        if (!(error instanceof DatabaseUnavailable) || tries === SWAP_TRIES) throw error;
        await pause(SWAP_PAUSE_MS);
      }
    }
  }

  private async takeItsPlace(tx: SqlTransaction): Promise<void> {
    const { model, schema } = this;
    const key = [model.name, model.version];
    const mine = 'read_model = $1 and version = $2';
    await tx.query(
      `insert into ${PRODUCT}.projection_checkpoint (read_model, version) values ($1, $2) on conflict do nothing`,
      key,
    );
    // From here on the projector waits; when it may go on, it finds its lease gone and begins at the new position.
    await tx.query(`select 1 from ${PRODUCT}.projection_checkpoint where ${mine} for update`, key);
    await lookInto(tx, schema);
    await this.fillTo(within(tx), (await this.current(tx)).target);
    await swapTables(tx, model.tables, schema);
    await tx.query(`delete from ${PRODUCT}.projection_parked where ${mine}`, key);
    await tx.query(`insert into ${PRODUCT}.projection_parked select * from ${schema}.projection_parked`);
    await tx.query(
      `update ${PRODUCT}.projection_checkpoint set position = $3, events = $4, holder = null, lease_until = null,
         behind_since = null, updated_at = clock_timestamp() where ${mine}`,
      [...key, this.position, this.events],
    );
  }

  private async step(step: RebuildProgress['step']): Promise<void> {
    await this.checkpoint.renew(null);
    this.tell(step);
  }

  private tell(step: RebuildProgress['step']): void {
    this.options.onProgress?.({ step, events: this.events, total: this.total });
  }
}

function schemaOf({ name, version }: Pick<ReadModel, 'name' | 'version'>): string {
  return `rebuild_${name}_v${version}`;
}

/** A schema with empty copies of the tables, and of those that say how far it is; looked into. @throws RebuildUnderWay */
async function makeRoom(tx: SqlQuery, model: ReadModel): Promise<void> {
  const schema = schemaOf(model);
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [schema]);
  const { rows } = await tx.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    `${schema}.projection_checkpoint`,
  ]);
  if (rows[0]?.there) {
    const held = await tx.query(`select 1 from ${schema}.projection_checkpoint where lease_until > clock_timestamp()`);
    if (held.rowCount > 0) throw new RebuildUnderWay(`a rebuild of ${model.name} is under way`);
  }
  await tx.query(`drop schema if exists ${schema} cascade`);
  await tx.query(`create schema ${schema}`);
  for (const table of ['projection_checkpoint', 'projection_parked', ...model.tables]) {
    await copyTable(tx, table, schema);
  }
  await lookInto(tx, schema);
}

/** The events after a position, up to another one, in the order of the log. Nothing reads in between, so an append may be divided. */
async function* upTo(
  log: EventLog,
  after: Position | null,
  target: Position | null,
): AsyncGenerator<readonly (readonly StoredEvent[])[], void, undefined> {
  if (target === null) return;
  for (let position = after; position === null || position < target;) {
    const page: readonly StoredEvent[] = await log.readAll(position, PAGE);
    const events = page.filter((event) => event.position <= target);
    const last = events.at(-1);
    if (!last) return;
    position = last.position;
    yield [events];
  }
}
