/** The API as `npm start` runs it, on a database with cases under review, and people who are signed in to read them. */
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import { readModels } from '../../projections/read-models.js';
import { loadConfig, type Config } from '../../src/config/config.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { Family } from '../../src/tools/demo/family.js';
import { signInStaff } from '../../src/tools/demo/office.js';
import { freePort } from '../../src/processes/free-port.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { demoPupils } from '../../src/people/demo-data/demo-data.js';
import { loadDemoData } from '../../src/people/demo-data/load-demo-data.js';
import { KeptRole } from '../../src/embedded/supervisor/kept-role.js';
import type { EngineFolder } from '../engine-folder.js';
import { catchUp } from '../projections/catch-up.js';
import type { Reader, Reading } from './load.js';
import { openCase } from './open-case.js';

const PROGRAM = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'src', 'main.js');
const API = 'api';
const STOP_MS = 15_000;
const [SCHOOL, CLASS] = ['T99', '301'];
/** Of one class, none of them a child of its teacher. */
const PUPILS = demoPupils.filter((pupil) => pupil.schoolId === SCHOOL && pupil.classId === CLASS && !pupil.familyOf);

export interface OurApi {
  /** Each case by the parents, each in a session of their own. */
  readonly parents: Reading;
  /** The same cases by the teacher of the class. */
  readonly teacher: Reading;
  stop(): Promise<void>;
}

export async function startOurApi(engines: EngineFolder, say: (line: string) => void): Promise<OurApi> {
  const env = environment(engines.path, await engines.startPostgres(), await freePort());
  const config = loadConfig(env);
  const db = openDatabase(config.databaseUrl, { max: 2, statementTimeoutMs: 30_000 });
  const { path, records } = engines;
  const role = new KeptRole({ role: API, program: PROGRAM, env, logFile: join(path, 'api.log'), records, say });
  const stop = async () => {
    await role.stop(STOP_MS);
    await db.close();
  };
  try {
    const paths = (await openCases(db, config)).map((id) => `/api/v1/bindings/${id}`);
    await role.start();
    const url = `http://${config.host}:${config.port}`;
    const parents: Reader[] = [];
    for (const [i, pupil] of PUPILS.entries()) {
      parents.push({ path: paths[i] ?? '', headers: (await Family.signIn(url, pupil.number)).visitor.headers });
    }
    const { headers } = await signInStaff(url, `teacher${CLASS}`, SCHOOL);
    const processes = async () => ({ api: [records.read(API)?.pid ?? 0], postgres: await backendsOf(db) });
    const reading = (readers: readonly Reader[]): Reading => ({ url, readers, processes });
    return {
      parents: reading(parents),
      teacher: reading(paths.map((one) => ({ path: one, headers }))),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** By the rules into the log, by a projector into the read models. */
async function openCases(db: Database, config: Config): Promise<readonly string[]> {
  await migrateAll(db);
  await loadDemoData(db, createPersonalData(db, config), config);
  const log = new PostgresLog(db);
  try {
    const ids: string[] = [];
    for (const pupil of PUPILS) ids.push(await openCase(db, log, config, pupil));
    await catchUp(db, log, readModels);
    return ids;
  } finally {
    await log.close();
  }
}

/** Reading needs no Temporal: the API starts without. */
function environment(dataDir: string, databaseUrl: string, port: number): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CAPTCHA: 'off',
    SECOND_FACTOR: 'off',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    MASTER_KEY: key(),
    INDEX_KEY: key(),
    SSO_PEPPER: key(),
    EMBEDDED: 'on',
    // Counted as in production, and never reached: one address reads more here than families do.
    READS_PER_SOURCE: '9999999',
  };
}

/** Those that work for the API's readers; their number grows with the load. */
async function backendsOf(db: Database): Promise<readonly number[]> {
  const { rows } = await db.query<{ pid: number }>('select pid from pg_stat_activity where application_name = $1', [
    API,
  ]);
  return rows.map(({ pid }) => pid);
}

function key(): string {
  return randomBytes(32).toString('base64');
}
