import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { RunningSystem } from '../../src/tools/demo/running-system.js';

const WAIT_MS = 30_000;

/**
 * Calls `strike` in the very moment in which the next events are committed to the PostgreSQL log: they are there, but
 * nobody who waits for them has heard of it. A trigger tells, since its NOTIFY goes out with the commit itself.
 * @returns when armed, a promise of the strike
 */
export async function atNextCommit<T>(
  system: RunningSystem,
  strike: () => Promise<T>,
): Promise<{ struck: Promise<T> }> {
  const client = new Client({ connectionString: databaseUrl(system) });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`
    create or replace function tell_of_commit() returns trigger language plpgsql as
      $$ begin perform pg_notify('committed', ''); return null; end $$;
    create or replace trigger tell_of_commit after insert on event_log for each statement execute function tell_of_commit();
    listen committed;`);
  const struck = new Promise<T>((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error('nothing was committed')), WAIT_MS);
    client.once('notification', () => {
      clearTimeout(tooLate);
      resolve(strike());
    });
  });
  void struck.catch(() => undefined).then(() => client.end().catch(() => undefined));
  return { struck };
}

/** What the system itself was started with: the port from what it says, the password from its secrets. */
function databaseUrl({ dataDirectory, lines }: RunningSystem): string {
  const address = lines.map((line) => /^database: PostgreSQL on (\S+?)[,;]/.exec(line)?.[1]).find(Boolean);
  const password = readFileSync(join(dataDirectory, 'secrets', 'database-password'), 'utf8').trim();
  return `postgres://binding:${encodeURIComponent(password)}@${address}/postgres`;
}
