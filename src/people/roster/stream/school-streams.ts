/**
 * Writes the streams of schools and keeps the registry tables as their projection. One writer a school at a time; what a
 * writer left undone (its events in the log, not yet in the tables) the next one finishes first.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '../../../../domain/binding/metadata.js';
import { schoolStream, type SchoolEvent } from '../../../../domain/school/events.js';
import { Conflict, type EventLog } from '../../../../eventstore/port.js';
import type { SqlQuery } from '../../../../eventstore/sql.js';
import type { Database } from '../../../adapters/postgres/database.js';
import type { Config } from '../../../config/config.js';
import type { PersonalDataService } from '../../privacy/personal-data.js';
import { CatchUp, type StreamEnd } from './catch-up.js';
import { sealSchoolEvents, type Said } from './school-envelope.js';

/** Somebody else writes the school's roster, an import for example. Try again in a moment. */
export class RosterBusy extends Error {
  override readonly name = 'RosterBusy';
  constructor(schoolId: string) {
    super(`the roster of ${schoolId} is being written by somebody else; try again in a moment`);
  }
}

export interface SchoolCommand {
  readonly schoolId: string;
  /** The same command again changes nothing. */
  readonly commandId: string;
  readonly actor: Actor;
}

export interface Decision<T> {
  readonly events: readonly SchoolEvent[];
  readonly result: T;
  /** Written in the transaction that brings the events into the tables: what is no part of the log, a password say. */
  readonly alongside?: (tx: SqlQuery) => Promise<void>;
}

/** What a writer has while it holds the stream. */
export interface HeldStream {
  readonly end: StreamEnd;
  /** Appends; in the tables only once `catchUp` is called. Also keeps the stream held. */
  append(said: Said, events: readonly SchoolEvent[]): Promise<void>;
  /** Brings the tables up to the end of the stream. */
  catchUp(alongside?: (tx: SqlQuery) => Promise<void>): Promise<void>;
}

/** A writer that dies is waited for so long, in seconds. */
const HELD_SECONDS = 20;
const PATIENCE_MS = 8_000;
const LOOK_AGAIN_MS = 100;
const MOST_TRIES = 3;

export interface RosterPlaces {
  readonly db: Database;
  readonly log: EventLog;
  readonly personalData: PersonalDataService;
  readonly config: Pick<Config, 'indexKey'>;
  readonly now?: () => Date;
}

export class SchoolStreams {
  constructor(readonly places: RosterPlaces) {}

  /**
   * Looks at the tables as they stand after all events, decides, appends, projects.
   * @returns the result; null where the command was carried out before
   * @throws RosterBusy, Unavailable (of the log), DatabaseUnavailable: send the same command again
   */
  async write<T>(command: SchoolCommand, decide: (db: SqlQuery) => Promise<Decision<T>>): Promise<T | null> {
    const { db, now = () => new Date() } = this.places;
    return this.hold(command.schoolId, async (stream) => {
      for (let tries = 1; ; tries++) {
        if (await this.knows(command.commandId)) return null;
        const { events, result, alongside } = await decide(db);
        try {
          if (events.length > 0) await stream.append({ ...command, at: now().toISOString() }, events);
          if (events.length > 0 || alongside) await stream.catchUp(alongside);
          return result;
        } catch (error) {
          if (!(error instanceof Conflict) || tries === MOST_TRIES) throw error;
          await stream.catchUp();
        }
      }
    });
  }

  /** Holds the stream with the tables caught up. @throws RosterBusy */
  async hold<T>(schoolId: string, work: (stream: HeldStream) => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
    const holder = randomUUID();
    await this.take(schoolId, holder, patienceMs);
    try {
      const stream = new Held(this.places, schoolId, holder);
      await stream.catchUp();
      return await work(stream);
    } finally {
      // Where this fails, time lets it go.
      await this.letGo(schoolId, holder).catch(() => undefined);
    }
  }

  /** Schools whose last writer did not let go: their tables may be behind the log. */
  async leftBehind(): Promise<readonly string[]> {
    const { rows } = await this.places.db.query<{ schoolId: string }>(
      'select school_id as "schoolId" from roster_streams where holder is not null and held_until < now() limit 100',
    );
    return rows.map(({ schoolId }) => schoolId);
  }

  private async knows(commandId: string): Promise<boolean> {
    const { rowCount } = await this.places.db.query('select 1 from roster_commands where command_id = $1', [commandId]);
    return rowCount > 0;
  }

  private async take(schoolId: string, holder: string, patienceMs: number): Promise<void> {
    const { db } = this.places;
    await db.query('insert into roster_streams (school_id) values ($1) on conflict do nothing', [schoolId]);
    const until = performance.now() + patienceMs;
    for (;;) {
      const { rowCount } = await db.query(
        `update roster_streams set holder = $2, held_until = now() + make_interval(secs => $3)
         where school_id = $1 and (holder is null or held_until < now())`,
        [schoolId, holder, HELD_SECONDS],
      );
      if (rowCount === 1) return;
      if (performance.now() > until) throw new RosterBusy(schoolId);
      await pause(LOOK_AGAIN_MS);
    }
  }

  private async letGo(schoolId: string, holder: string): Promise<void> {
    await this.places.db.query(
      'update roster_streams set holder = null, held_until = null where school_id = $1 and holder = $2',
      [schoolId, holder],
    );
  }
}

class Held implements HeldStream {
  private readonly tables: CatchUp;
  private at: StreamEnd = { revision: -1, chain: null };

  constructor(
    private readonly places: RosterPlaces,
    private readonly schoolId: string,
    private readonly holder: string,
  ) {
    this.tables = new CatchUp(places, schoolId);
  }

  get end(): StreamEnd {
    return this.at;
  }

  async append(said: Said, events: readonly SchoolEvent[]): Promise<void> {
    await this.stay();
    const stream = schoolStream(this.schoolId);
    const { revision, chain } = this.at;
    for (const batch of sealSchoolEvents(stream, this.at, said, events)) {
      await this.places.log.append(stream, this.at.revision, batch.events);
      this.at = { revision: this.at.revision + batch.events.length, chain: batch.chain };
      await this.stay();
    }
    if (events.length === 0) this.at = { revision, chain };
  }

  async catchUp(alongside?: (tx: SqlQuery) => Promise<void>): Promise<void> {
    this.at = await this.tables.run(alongside, () => this.stay());
  }

  /** A writer that was away for too long must not write beside the next one. @throws RosterBusy */
  private async stay(): Promise<void> {
    const { rowCount } = await this.places.db.query(
      `update roster_streams set held_until = now() + make_interval(secs => $3) where school_id = $1 and holder = $2`,
      [this.schoolId, this.holder, HELD_SECONDS],
    );
    if (rowCount === 0) throw new RosterBusy(this.schoolId);
  }
}
