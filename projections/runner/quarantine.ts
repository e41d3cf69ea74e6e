/**
 * Streams that an operator took away from a read model that never skips, because an event of theirs can be taken by no release. What
 * the read model holds of them ends before that event; everything else goes on. The operator's word stands in the log.
 */
import type { SqlQuery } from '../../eventstore/sql.js';
import { asInstant } from '../queries/instant-column.js';
import type { Poison, ReadModel } from '../folding/read-model.js';

export interface Quarantined {
  readonly readModel: string;
  readonly stream: string;
  /** The first revision that the read model does not hold. */
  readonly revision: number;
  readonly code: string;
  /** RFC 3339. */
  readonly since: string;
}

export async function isQuarantined(
  db: SqlQuery,
  { name }: Pick<ReadModel, 'name'>,
  { stream, revision }: Pick<Poison, 'stream' | 'revision'>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'select 1 from quarantined_streams where read_model = $1 and stream = $2 and revision <= $3',
    [name, stream, revision],
  );
  return rowCount > 0;
}

/** @param poison before which the read model stands */
export async function quarantine(
  db: SqlQuery,
  { name }: Pick<ReadModel, 'name'>,
  { stream, revision, code }: Poison,
): Promise<void> {
  await db.query(
    'insert into quarantined_streams (read_model, stream, revision, code) values ($1, $2, $3, $4) on conflict do nothing',
    [name, stream, revision, code],
  );
}

/** Of every read model, the newest first, at most so many. */
export async function quarantinedStreams(db: SqlQuery, most: number): Promise<readonly Quarantined[]> {
  const { rows } = await db.query<Quarantined>(
    `select read_model as "readModel", stream, revision, code, ${asInstant('since')} as since
     from quarantined_streams order by quarantined_streams.since desc, stream limit $1`,
    [most],
  );
  return rows;
}

/** Not named as the read models' own tables are: a backup keeps it. */
export const quarantineTables = `
create table quarantined_streams (
  read_model text not null,
  stream text collate "C" not null,
  revision integer not null,
  code text not null,
  since timestamptz not null default now(),
  primary key (read_model, stream)
);
`;
