/** The system that a command works on: the one that the environment names, else the one that runs on DATA_DIR. */
import type { EventLog } from '../../../eventstore/port.js';
import { loadConfig, type Config } from '../../config/config.js';
import { openDatabase, type Database } from '../../adapters/postgres/database.js';
import { openEventLog } from '../../adapters/open-event-log.js';
import { environmentOfRunningSystem } from '../../embedded/supervisor/running-environment.js';
import { CommandFailed } from './failure.js';

export interface OpenedSystem {
  readonly config: Config;
  readonly db: Database;
  readonly log: EventLog;
}

/** A command may read or write much more than a click: it may make indexes and compare whole tables. */
const STATEMENT_TIMEOUT_MS = 30 * 60_000;

/** @throws InvalidConfiguration; CommandFailed when nothing is configured and nothing runs on DATA_DIR */
export async function configOfSystem(env: NodeJS.ProcessEnv): Promise<Config> {
  const found = await environmentOfSystem(env);
  if (found) return loadConfig(found);
  throw new CommandFailed(
    `no system runs on ${env['DATA_DIR'] ?? '.data'}: start it with \`npm start\`, or set DATA_DIR to its folder or DATABASE_URL to its database`,
  );
}

/** `env` where it names a database, else with what the system on DATA_DIR was started with; undefined when none runs there. */
export async function environmentOfSystem(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv | undefined> {
  if (env['DATABASE_URL'] || env['DATABASE_URL_FILE']) return env;
  const running = await environmentOfRunningSystem(env['DATA_DIR'] ?? '.data');
  if (!running) return undefined;
  const own = Object.entries(env).filter(([, value]) => value?.trim());
  return { ...running, ...Object.fromEntries(own) };
}

/** Opens database and log, and closes them however `work` ends. @throws what configOfSystem and `work` throw */
export async function withSystem<T>(env: NodeJS.ProcessEnv, work: (system: OpenedSystem) => Promise<T>): Promise<T> {
  const config = await configOfSystem(env);
  const db = openDatabase(config.databaseUrl, { applicationName: 'cli', statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  try {
    const log = await openEventLog(config, db);
    try {
      return await work({ config, db, log });
    } finally {
      await log.close();
    }
  } finally {
    await db.close();
  }
}
