/** One import from its file to its end: read, compared, then checked, refused, held or applied. */
import type { Actor } from '../../../../domain/binding/metadata.js';
import { deriveId } from '../../../../domain/ids.js';
import type { SchoolEvent } from '../../../../domain/school/events.js';
import { createReferences } from '../../privacy/references.js';
import { conflictContext } from '../roster-place.js';
import type { HeldStream, SchoolStreams } from '../stream/school-streams.js';
import { compare } from './compare/compare.js';
import type { Plan, PlannedConflict } from './compare/plan.js';
import type { ImportReport, ImportRow, ImportRows } from './import-rows.js';
import { applySchools } from './import-schools.js';
import { newConflicts } from './new-conflicts.js';
import { eventsOf } from './plan-events.js';
import { readImport, type ReadImport } from './read/read-import.js';

export interface ImportPlaces {
  readonly streams: SchoolStreams;
  readonly rows: ImportRows;
  /** Called now and then; the row keeps it too. */
  readonly progress?: (done: number, total: number) => void;
}

/** An import that somebody else works on by now. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/** Changes that are sealed at a time. */
const GROUP = 300;
/** For each statement of the comparison: it reads all pupils of a school at once. */
const STATEMENT_TIMEOUT_MS = 30_000;
const TELL_EVERY_MS = 500;

export class RunImport {
  private toldAt = -Infinity;
  private telling: Promise<boolean> = Promise.resolve(true);
  private total: number;
  private taken = false;

  constructor(
    private readonly places: ImportPlaces,
    private readonly row: ImportRow,
  ) {
    this.total = row.total;
  }

  /** @throws DatabaseUnavailable, Unavailable, RosterBusy, TakenOver: it may be run again */
  async run(): Promise<void> {
    const { rows } = this.places;
    const { importId, schoolId } = this.row;
    const bytes = await rows.file(importId);
    if (!bytes) throw new Error('the file of the import has gone');
    const read = await readImport(bytes, {
      name: this.row.fileName,
      schoolId,
      progress: (done) => this.tell(Math.floor(done / 2)),
    });
    this.total = read.rowCount;
    if (read.issues.errorCount > 0) return rows.settle(importId, 'refused', reportOf(read, null), null);
    const schools = await applySchools(this.places.streams, read, this.row);
    if (read.issues.errorCount > 0) return rows.settle(importId, 'refused', reportOf(read, null), null);
    if (schoolId === null) {
      return rows.settle(importId, this.row.dryRun ? 'checked' : 'applied', reportOf(read, null, schools), null);
    }
    if (this.row.dryRun) return this.check(read, schoolId);
    await this.places.streams.hold(schoolId, (stream) => this.decide(read, schoolId, stream));
  }

  private async check(read: ReadImport, schoolId: string): Promise<void> {
    const plan = await this.compare(read, schoolId);
    const status = read.issues.errorCount > 0 ? 'refused' : 'checked';
    await this.places.rows.settle(this.row.importId, status, reportOf(read, plan), plan.counts);
  }

  private async decide(read: ReadImport, schoolId: string, stream: HeldStream): Promise<void> {
    const { rows } = this.places;
    const { importId, confirmed } = this.row;
    // An earlier try came to its end in the log: holding the stream has brought it into the tables.
    if ((await rows.find(importId))?.status === 'applied') return rows.forgetFile(importId);
    const plan = await this.compare(read, schoolId);
    const report = reportOf(read, plan);
    if (read.issues.errorCount > 0) return rows.settle(importId, 'refused', report, plan.counts);
    if (plan.heldBecause.some(({ code }) => !confirmed?.includes(code))) return this.holdBack(plan, report, stream);
    const conflicts = await newConflicts(this.places.streams.places, schoolId, plan.conflicts);
    if (plan.changes.length === 0 && conflicts.length === 0)
      return rows.settle(importId, 'applied', report, plan.counts);
    const attempt = await rows.applying(importId, report, plan.counts);
    await this.apply(plan, conflicts, schoolId, stream, attempt);
    await rows.forgetFile(importId);
  }

  private compare(read: ReadImport, schoolId: string): Promise<Plan> {
    const { db, personalData, config } = this.places.streams.places;
    return db.transaction(
      (tx) => compare({ db: tx, personalData, indexKey: config.indexKey, schoolId }, read.rows, read.issues),
      { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    );
  }

  private async holdBack(plan: Plan, report: ImportReport, stream: HeldStream): Promise<void> {
    const { importId } = this.row;
    const { counts, heldBecause: because } = plan;
    const held: SchoolEvent = { type: 'RosterImportHeld', data: { importId, counts, because } };
    await stream.append({ commandId: deriveId(importId, 'held'), actor: this.actor, at: this.now() }, [held]);
    await stream.catchUp();
    await this.places.rows.settle(importId, 'held', report, counts);
  }

  private async apply(
    plan: Plan,
    conflicts: readonly PlannedConflict[],
    schoolId: string,
    stream: HeldStream,
    attempt: number,
  ): Promise<void> {
    const { db, personalData, config } = this.places.streams.places;
    const { importId } = this.row;
    const at = this.now();
    const mark = { id: importId, attempt };
    const said = { commandId: importId, actor: this.actor, at, import: mark };
    const sealing = { personalData, references: createReferences(db, config), schoolId, at };
    for (let first = 0; first < plan.changes.length; first += GROUP) {
      await stream.append(said, await eventsOf(sealing, plan.changes.slice(first, first + GROUP)));
      const share = Math.min(first + GROUP, plan.changes.length) / plan.changes.length;
      this.tell(Math.floor((this.total / 2) * (1 + share * 0.9)));
    }
    const found = await this.sealConflicts(schoolId, conflicts);
    const applied = { importId, attempt, counts: plan.counts, conflicts: found };
    await stream.append(said, [{ type: 'RosterImportApplied', data: applied }]);
    await stream.catchUp();
  }

  private async sealConflicts(schoolId: string, conflicts: readonly PlannedConflict[]) {
    const sealed = await this.places.streams.places.personalData.sealMany(
      conflicts.map(({ studentId, field, file }) => ({
        plain: file,
        context: conflictContext(schoolId, studentId, field),
      })),
    );
    return conflicts.map(({ studentId, field }, i) => ({
      conflictId: deriveId(this.row.importId, studentId, field),
      studentId,
      field,
      file: sealed[i] ?? '',
    }));
  }

  /** Who confirmed it, else who sent it. */
  private get actor(): Actor {
    const { by, confirmedBy } = this.row;
    return confirmedBy === null ? by : { ...by, id: confirmedBy };
  }

  private now(): string {
    return (this.places.streams.places.now?.() ?? new Date()).toISOString();
  }

  private tell(done: number): void {
    if (this.taken) throw new TakenOver('somebody else works on the import');
    this.places.progress?.(done, this.total);
    const now = performance.now();
    if (now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.telling = this.telling
      .then(() => this.places.rows.progress(this.row.importId, done, this.total))
      .catch(() => true);
    void this.telling.then((mine) => (this.taken ||= !mine));
  }
}

/** What the reader of the import is told. */
function reportOf(
  read: ReadImport,
  plan: Plan | null,
  countsOf: Plan['countsOf'] = plan?.countsOf ?? {},
): ImportReport {
  return {
    files: read.files.map((file) => ({ ...file, counts: countsOf[file.kind ?? ''] ?? null })),
    errors: read.issues.errors,
    warnings: read.issues.warnings,
    errorCount: read.issues.errorCount,
    heldBecause: plan?.heldBecause ?? [],
    ending: plan?.ending ?? [],
  };
}
