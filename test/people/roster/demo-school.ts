/** A database with the whole schema and the demonstration's people, for tests of what stands on them. */
import { randomBytes } from 'node:crypto';
import { migrateAll } from '../../../src/processes/schema/schema.js';
import { openDatabase, type Database } from '../../../src/adapters/postgres/database.js';
import { createPersonalData, type PersonalDataService } from '../../../src/people/privacy/personal-data.js';
import { loadDemoData } from '../../../src/people/demo-data/load-demo-data.js';
import { createTestDatabase } from '../../support/postgres.js';

export interface DemoSchool {
  readonly db: Database;
  readonly url: string;
  readonly config: typeof testKeys;
  readonly personalData: PersonalDataService;
  close(): Promise<void>;
}

export const testKeys = {
  masterKey: randomBytes(32),
  indexKey: randomBytes(32),
  ssoPepper: randomBytes(32),
  secondFactor: 'off' as const,
  policyVersion: '1',
};

/** With `people: false` the tables are there and empty. */
export async function openDemoSchool({ people = true } = {}): Promise<DemoSchool> {
  const { url, drop } = await createTestDatabase();
  // A machine that builds and tests at once may be slow; the product's own limits are tested in test/adapters/postgres.
  const db = openDatabase(url, { statementTimeoutMs: 15_000, connectTimeoutMs: 15_000 });
  await migrateAll(db);
  const personalData = createPersonalData(db, testKeys);
  if (people) await loadDemoData(db, personalData, testKeys);
  return {
    db,
    url,
    config: testKeys,
    personalData,
    async close() {
      await db.close();
      await drop();
    },
  };
}
