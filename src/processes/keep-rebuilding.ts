/** Carries out the rebuilds that administrators ask for over HTTP, one after the other. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventLog } from '../../eventstore/port.js';
import { readModels } from '../../projections/read-models.js';
import { rebuild, type RebuildProgress } from '../../projections/rebuild/rebuild.js';
import {
  endRebuild,
  giveRebuildBack,
  takeRebuild,
  tellRebuildProgress,
  type RebuildRequest,
} from '../../projections/rebuild/rebuild-requests.js';
import { openDatabase, type Database } from '../adapters/postgres/database.js';
import type { Config } from '../config/config.js';
import type { JsonLog } from '../logging/json-log.js';
import { nameOfError } from '../logging/name-of-error.js';

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY_MS = 500;
const BEAT_MS = 15_000;
/** A rebuild makes indexes and compares whole tables. */
const STATEMENT_TIMEOUT_MS = 30 * 60_000;

/** Only an operator can accept that, by the command line (docs/adr/0025). */
const REFUSED = 'DiffersFromTheLog';

class StoppedMeanwhile extends Error {
  override readonly name = 'StoppedMeanwhile';
}

export interface KeptRebuilding {
  /** Breaks off what is under way; another projector, or the next start, begins it again. */
  stop(): Promise<void>;
}

export function keepRebuilding(config: Pick<Config, 'databaseUrl'>, log: EventLog, say: JsonLog): KeptRebuilding {
  const db = openDatabase(config.databaseUrl, {
    applicationName: 'rebuild',
    max: 3,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const stopping = new AbortController();
  const working = work(db, log, say, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await working;
      await db.close();
    },
  };
}

async function work(db: Database, log: EventLog, say: JsonLog, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const request = await takeRebuild(db);
      if (request) await carryOut(db, log, request, say, signal);
      else await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    } catch (error) {
      say.warn('cannot look for rebuilds', { error: nameOfError(error) });
      await pause(LOOK_EVERY_MS * 5, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function carryOut(
  db: Database,
  log: EventLog,
  { rebuildId, readModel }: RebuildRequest,
  say: JsonLog,
  signal: AbortSignal,
): Promise<void> {
  const model = readModels.find(({ name }) => name === readModel);
  if (!model) return endRebuild(db, rebuildId, 'UnknownReadModel');
  const teller = new ProgressTeller(db, rebuildId, signal);
  try {
    const { events, refused } = await rebuild(db, log, model, { onProgress: (progress) => teller.tell(progress) });
    await teller.stop();
    await endRebuild(db, rebuildId, refused ? REFUSED : null);
    if (refused) say.error('the log is not what a read model remembers: it was not replaced', { readModel });
    else say.log('rebuilt a read model', { readModel, events });
  } catch (error) {
    await teller.stop();
    if (error instanceof StoppedMeanwhile) return giveRebuildBack(db, rebuildId);
    say.error('a rebuild failed; readers keep what they have', { readModel, error: nameOfError(error) });
    await endRebuild(db, rebuildId, nameOfError(error));
  }
}

/** Writes the progress down now and then, also while one step takes long. */
class ProgressTeller {
  private last = { step: 'filling', done: 0, total: 0 };
  private toldAt = 0;
  private telling: Promise<unknown> = Promise.resolve();
  private readonly beat: NodeJS.Timeout;

  constructor(
    private readonly db: Database,
    private readonly id: string,
    private readonly signal: AbortSignal,
  ) {
    this.beat = setInterval(() => this.write(), BEAT_MS);
  }

  /** @throws StoppedMeanwhile, which ends the rebuild and leaves everything as it was. */
  tell({ step, events: done, total }: RebuildProgress): void {
    if (this.signal.aborted) throw new StoppedMeanwhile('the projector stops');
    const isNewStep = step !== this.last.step;
    this.last = { step, done, total };
    if (!isNewStep && performance.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = performance.now();
    this.write();
  }

  async stop(): Promise<void> {
    clearInterval(this.beat);
    this.write();
    await this.telling;
  }

  /** One after the other; what cannot be written now is written with the next. */
  private write(): void {
    this.telling = this.telling.then(() => tellRebuildProgress(this.db, this.id, this.last).catch(() => undefined));
  }
}
