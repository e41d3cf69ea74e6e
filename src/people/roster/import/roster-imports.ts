/** Works on the imports that wait, one after the other; several processes may do so beside each other. */
import { setTimeout as pause } from 'node:timers/promises';
import { Conflict, Unavailable } from '../../../../eventstore/port.js';
import { DatabaseUnavailable } from '../../../../eventstore/sql.js';
import { forgetAnswers } from '../outbox/roster-outbox.js';
import { RosterBusy, type SchoolStreams } from '../stream/school-streams.js';
import { tellOldSchools } from '../stream/tell-old-schools.js';
import { ImportRows, type ImportRow } from './import-rows.js';
import { RunImport, TakenOver } from './run-import.js';

const LOOK_EVERY_MS = 1_000;
/** After so many faults of ours the import is given up: it may be sent again. */
const MOST_FAILURES = 3;

export class RosterImports {
  readonly rows: ImportRows;
  private wakeUp: () => void = () => undefined;

  constructor(readonly streams: SchoolStreams) {
    this.rows = new ImportRows(streams.places.db, streams.places.personalData);
  }

  /** There is something to do. */
  wake(): void {
    this.wakeUp();
  }

  /**
   * Works on one import; on any that waits where none is named.
   * @returns the import as it stands afterwards; null where nothing waits
   * @throws DatabaseUnavailable
   */
  async work(
    importId: string | null = null,
    progress?: (done: number, total: number) => void,
  ): Promise<ImportRow | null> {
    const row = await this.rows.claim(importId);
    if (!row) return null;
    try {
      await new RunImport({ streams: this.streams, rows: this.rows, ...(progress && { progress }) }, row).run();
      await tellOldSchools(this.streams);
    } catch (error) {
      if (error instanceof TakenOver) return null;
      const failures = await this.rows.release(row.importId, !mayBeTriedAgain(error));
      if (failures >= MOST_FAILURES) await this.rows.settle(row.importId, 'failed', null, null);
    }
    return this.rows.find(row.importId);
  }

  /** Until the signal aborts. Also finishes what writers that died have left behind. */
  async keepWorking(signal: AbortSignal): Promise<void> {
    for (let round = 0; !signal.aborted; round++) {
      const more = await this.work().catch(() => null);
      if (round % 10 === 0) await this.tidy().catch(() => undefined);
      // An import that has just failed waits for a second, with it the others.
      if (!more || more.status === 'reading' || more.status === 'applying') await this.sleep(signal);
    }
  }

  private async tidy(): Promise<void> {
    for (const schoolId of await this.streams.leftBehind()) {
      await this.streams.hold(schoolId, () => Promise.resolve(), 0).catch(() => undefined);
    }
    await tellOldSchools(this.streams);
    await this.rows.dropHeld();
    await forgetAnswers(this.streams.places.db);
  }

  private async sleep(signal: AbortSignal): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
    await Promise.race([woken, pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)]);
  }
}

function mayBeTriedAgain(error: unknown): boolean {
  return [DatabaseUnavailable, Unavailable, Conflict, RosterBusy].some((kind) => error instanceof kind);
}
