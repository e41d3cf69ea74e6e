/** When families could not be served. The worker notes that it is well; where it has not for an hour, there is a gap. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SqlQuery } from '../../../eventstore/sql.js';
import type { Migration } from './migration.js';

export const outageMigrations: readonly Migration[] = [
  {
    name: 'outages-1',
    sql: `
      create table service_health (
        only_row    boolean     primary key default true check (only_row),
        healthy_at  timestamptz not null
      );
      create table service_gaps (
        from_at  timestamptz primary key,
        to_at    timestamptz not null
      );
    `,
  },
];

const SHORTEST = `interval '1 hour'`;
/** A deadline that a gap met is looked at within days; the rest is for who asks later what happened. */
const KEPT = `interval '90 days'`;
const OF_LATE = `interval '7 days'`;

/** Gaps of late with the one that is going on, a row each: `from_at`, `to_at`. */
export const GAPS_OF_LATE = `
  select from_at, to_at from service_gaps where to_at > now() - ${OF_LATE}
  union all select healthy_at, now() from service_health where healthy_at < now() - ${SHORTEST}`;

/** Everything that a family needs answers now. @throws DatabaseUnavailable */
export async function noteHealthy(db: SqlQuery): Promise<void> {
  await db.query(`
    with before as (select healthy_at from service_health),
      gap as (insert into service_gaps select healthy_at, now() from before where healthy_at < now() - ${SHORTEST}
        on conflict do nothing),
      old as (delete from service_gaps where to_at < now() - ${KEPT})
    insert into service_health (healthy_at) values (now())
    on conflict (only_row) do update set healthy_at = excluded.healthy_at`);
}

const NOTE_MS = 30_000;

/** Notes it again and again. @param check resolves where all is well. @returns a function that ends it */
export function keepNotingHealth(db: SqlQuery, check: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      await check()
        .then(() => noteHealthy(db))
        // What is not well is reported by /health/ready; here it is only not noted.
        .catch(() => undefined);
      await pause(NOTE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return () => {
    stopping.abort();
    return ended;
  };
}
