import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailable } from '../../../eventstore/sql.js';
import { openDatabase, type Database } from '../../adapters/postgres/database.js';
import { migrateAll } from './schema.js';
import type { Config } from '../../config/config.js';
import { createPersonalData } from '../../people/privacy/personal-data.js';
import { loadDemoData } from '../../people/demo-data/load-demo-data.js';

/** After a crash, or when the machine starts, PostgreSQL recovers first: so long it is waited for, in milliseconds. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 250;

/**
 * Brings the schema up to this release. Safe to run beside others.
 * @throws DatabaseUnavailable when the database does not answer in time
 */
export async function prepareSchema(
  config: Pick<Config, 'databaseUrl'>,
  say: (line: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const db = openDatabase(config.databaseUrl, { max: 2, applicationName: 'prepare', statementTimeoutMs: 120_000 });
  try {
    await untilItAnswers(db, say, patienceMs);
    await migrateAll(db);
  } finally {
    await db.close();
  }
}

async function untilItAnswers(db: Database, say: (line: string) => void, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (let asked = 1; ; asked += 1) {
    try {
      return await db.check();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || performance.now() > until) throw error;
      if (asked === 1) say(`${error.message}; waiting for it, ${patienceMs / 1000} s at the most`);
    }
    await pause(LOOK_AGAIN_MS);
  }
}

/** Puts the demo school in, unless there are people already. @returns whether it was loaded now */
export async function prepareDemoData(config: Config): Promise<boolean> {
  const db = openDatabase(config.databaseUrl, { max: 4, applicationName: 'demo-data', statementTimeoutMs: 30_000 });
  try {
    return await loadDemoData(db, createPersonalData(db, config), config);
  } finally {
    await db.close();
  }
}
