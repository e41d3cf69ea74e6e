/** Parked streams: for one read model, each stopped at an event that could not be applied. Other streams go on. */
import type { SqlQuery } from '../../eventstore/sql.js';
import { asInstant } from '../queries/instant-column.js';
import type { Poison, ReadModel } from '../folding/read-model.js';

type Model = Pick<ReadModel, 'name' | 'version'>;

/** Parks the streams, or counts another failed attempt. */
export async function park(tx: SqlQuery, model: Model, poisons: readonly Poison[]): Promise<void> {
  for (const { stream, revision, eventType, code } of poisons) {
    await tx.query(
      `insert into projection_parked as parked (read_model, version, stream, revision, event_type, code)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (read_model, version, stream) do update set revision = excluded.revision,
         event_type = excluded.event_type, code = excluded.code, attempts = parked.attempts + 1, tried_at = now()`,
      [model.name, model.version, stream, revision, eventType, code],
    );
  }
}

export async function unpark(tx: SqlQuery, model: Model, stream: string): Promise<void> {
  await tx.query('delete from projection_parked where read_model = $1 and version = $2 and stream = $3', [
    model.name,
    model.version,
    stream,
  ]);
}

/** For a strict read model, which is parked at one event at most. */
export async function unparkAll(tx: SqlQuery, model: Model): Promise<void> {
  await tx.query('delete from projection_parked where read_model = $1 and version = $2', [model.name, model.version]);
}

/** Parked streams, the one with the oldest attempt first. `revision`: the first that is not applied. */
export async function parkedStreams(db: SqlQuery, model: Model): Promise<readonly Poison[]> {
  const { rows } = await db.query<Poison>(
    `select stream, revision, event_type as "eventType", code from projection_parked
     where read_model = $1 and version = $2 order by tried_at, stream`,
    [model.name, model.version],
  );
  return rows;
}

export interface ParkedStream extends Poison {
  readonly readModel: string;
  readonly attempts: number;
  /** RFC 3339. */
  readonly parkedAt: string;
}

/** Of every read model, the oldest first. */
export async function allParked(db: SqlQuery): Promise<readonly ParkedStream[]> {
  const { rows } = await db.query<ParkedStream>(
    `select read_model as "readModel", stream, revision, event_type as "eventType", code, attempts,
       ${asInstant('parked_at')} as "parkedAt"
     from projection_parked order by projection_parked.parked_at, read_model, stream`,
  );
  return rows;
}

export const parkedTables = `
create table projection_parked (
  read_model text not null,
  version integer not null,
  stream text not null,
  revision integer not null,
  event_type text not null,
  code text not null,
  attempts integer not null default 1,
  parked_at timestamptz not null default now(),
  tried_at timestamptz not null default now(),
  primary key (read_model, version, stream)
);
`;
