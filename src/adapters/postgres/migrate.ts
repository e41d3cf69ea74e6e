import { createHash } from 'node:crypto';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Database } from './database.js';
import type { Migration } from './migration.js';

/** Any number that no other program uses on the same database: 'bind' in ASCII. */
const LOCK = 0x62696e64;
/** A step may have to rewrite a large table. */
const STEP_TIMEOUT_MS = 10 * 60_000;

/** A step that has been applied must never change: add a new one. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
  constructor(step: string) {
    super(`schema step ${step} was applied before in another form; add a new step instead of changing it`);
  }
}

/**
 * Applies the steps that are missing, in order, each in a transaction of its own; two processes may call it at once.
 * @throws MigrationChanged, and DatabaseUnavailable after which it may be called again.
 */
export async function migrate(db: Database, migrations: readonly Migration[]): Promise<void> {
  refuseDuplicates(migrations);
  await inOrder(db, (tx) =>
    tx.query(`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`),
  );
  for (const migration of migrations) await inOrder(db, (tx) => apply(tx, migration));
}

async function apply(tx: SqlQuery, { name, sql }: Migration): Promise<void> {
  const checksum = createHash('sha256').update(sql).digest('hex');
  const { rows } = await tx.query<{ checksum: string }>('select checksum from schema_migration where name = $1', [
    name,
  ]);
  const [applied] = rows;
  if (applied && applied.checksum !== checksum) throw new MigrationChanged(name);
  if (applied) return;
  await tx.query(sql);
  await tx.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksum]);
}

async function inOrder(db: Database, work: (tx: SqlQuery) => Promise<unknown>): Promise<void> {
  await db.transaction(
    async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
      await work(tx);
    },
    { statementTimeoutMs: STEP_TIMEOUT_MS },
  );
}

function refuseDuplicates(migrations: readonly Migration[]): void {
  const names = migrations.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two schema steps are called ${twice}`);
}
