import { randomBytes } from 'node:crypto';
import { loadConfig, type Config } from '../../src/config/config.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { engineFolder } from '../engine-folder.js';

interface Place {
  readonly config: Config;
  readonly db: Database;
}

/** One PostgreSQL, with a database that has the schema and one that holds nothing, as `cli restore` opens it. */
export async function startTwoDatabases(): Promise<{ source: Place; target: Place; stop(): Promise<void> }> {
  const { startPostgres, end } = engineFolder();
  const url = await startPostgres();
  const keys = {
    MASTER_KEY: key(),
    INDEX_KEY: key(),
    SSO_PEPPER: key(),
    EMBEDDED: 'on',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  };
  const place = (name: string, commitsLater: boolean): Place => {
    const address = new URL(url);
    address.pathname = `/${name}`;
    const config = loadConfig({ ...keys, DATABASE_URL: address.href });
    return { config, db: openDatabase(address.href, { max: 40, statementTimeoutMs: 120_000, commitsLater }) };
  };
  const first = openDatabase(url, { max: 1, statementTimeoutMs: 30_000 });
  for (const name of ['source', 'target']) await first.query(`create database ${name}`);
  await first.close();
  const [source, target] = [place('source', false), place('target', true)];
  await migrateAll(source.db);
  return {
    source,
    target,
    async stop() {
      try {
        await Promise.all([source.db.close(), target.db.close()]);
      } finally {
        await end();
      }
    },
  };
}

function key(): string {
  return randomBytes(32).toString('base64');
}
