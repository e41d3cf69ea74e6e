/**
 * How far a read model has come, and which runner may move it on. One row serves both: the position moves in the same
 * transaction as the rows and only for the runner whose name is in the row, so that a runner that was
 * taken for dead and wakes up again cannot write. The lease only decides which runner tries.
 */
import type { Position } from '../../eventstore/port.js';
import type { SqlDatabase, SqlQuery } from '../../eventstore/sql.js';
import type { ReadModel } from '../folding/read-model.js';

/** Another runner holds the lease, or the position has changed: start again from the stored position. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export class Checkpoint {
  constructor(
    private readonly db: SqlDatabase,
    private readonly model: Pick<ReadModel, 'name' | 'version'>,
    /** Name of this runner, different for every start. */
    private readonly holder: string,
    private readonly leaseMs: number,
  ) {}

  /** Takes the lease where it is free, ran out, or is ours. @returns undefined while another runner has it. */
  async acquire(): Promise<{ readonly position: Position | null } | undefined> {
    await this.db.query(
      'insert into projection_checkpoint (read_model, version) values ($1, $2) on conflict do nothing',
      this.key,
    );
    const { rows } = await this.db.query<{ position: Position | null }>(
      `update projection_checkpoint set holder = $3, lease_until = ${LEASE_END}
       where ${MINE} or (${MODEL} and (holder is null or lease_until < clock_timestamp())) returning position`,
      this.values(),
    );
    return rows[0];
  }

  /** Moves the position, in the transaction of the rows. @throws LeaseLost */
  async advance(tx: SqlQuery, from: Position | null, to: Position, events: number): Promise<void> {
    const { rowCount } = await tx.query(
      `update projection_checkpoint
       set position = $6::text, events = events + $7::integer, lease_until = ${LEASE_END}, updated_at = clock_timestamp(),
           head = greatest(head, $6::text), behind_since = case when head > $6::text then behind_since end
       where ${MINE} and position is not distinct from $5::text`,
      this.values(from, to, events),
    );
    if (rowCount === 0) throw new LeaseLost('the read model is in other hands');
  }

  /** Keeps others away until the transaction ends. @throws LeaseLost */
  async hold(tx: SqlQuery): Promise<void> {
    const { rowCount } = await tx.query(
      `update projection_checkpoint set lease_until = ${LEASE_END} where ${MINE}`,
      this.values(),
    );
    if (rowCount === 0) throw new LeaseLost('the read model is in other hands');
  }

  /** Renews the lease and notes where the log ends. @throws LeaseLost */
  async renew(head: Position | null): Promise<void> {
    const { rowCount } = await this.db.query(
      `update projection_checkpoint
       set lease_until = ${LEASE_END}, head = $5::text, looked_at = clock_timestamp(),
           behind_since = case when $5::text is null or position >= $5::text then null
                               else coalesce(behind_since, clock_timestamp()) end
       where ${MINE}`,
      this.values(head),
    );
    if (rowCount === 0) throw new LeaseLost('the read model is in other hands');
  }

  /** Lets another runner start at once. */
  async release(): Promise<void> {
    await this.db.query(
      'update projection_checkpoint set holder = null, lease_until = null where read_model = $1 and version = $2 and holder = $3',
      [...this.key, this.holder],
    );
  }

  private get key(): readonly unknown[] {
    return [this.model.name, this.model.version];
  }

  private values(...more: readonly unknown[]): readonly unknown[] {
    return [...this.key, this.holder, this.leaseMs, ...more];
  }
}

const MODEL = 'read_model = $1 and version = $2';
const MINE = `(${MODEL} and holder = $3)`;
const LEASE_END = `clock_timestamp() + $4::integer * interval '1 millisecond'`;

/** Positions are compared byte by byte, as JavaScript compares them. */
export const checkpointTables = `
create table projection_checkpoint (
  read_model text not null,
  version integer not null,
  position text collate "C",
  head text collate "C",
  looked_at timestamptz,
  behind_since timestamptz,
  events bigint not null default 0,
  holder text,
  lease_until timestamptz,
  updated_at timestamptz not null default now(),
  primary key (read_model, version)
);
`;
