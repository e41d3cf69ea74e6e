import { openDatabase } from '../database/database.js';
import { migrateAll } from '../database/schema.js';
import type { Config } from '../config/config.js';
import { createPersonalData } from '../privacy/personal-data.js';
import { loadDemoData } from '../registry/load-demo-data.js';

/** Brings the schema up to this release. Safe to run beside others. */
export async function prepareSchema(config: Config): Promise<void> {
  const db = openDatabase(config.databaseUrl, { max: 2, applicationName: 'prepare', statementTimeoutMs: 120_000 });
  try {
    await migrateAll(db);
  } finally {
    await db.close();
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
