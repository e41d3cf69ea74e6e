/** The roles api, worker and projector in one process, on the shared PostgreSQL and Temporal, with the demo data. */
import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Config, Limits } from '../../src/config/config.js';
import { openDatabase, type Database } from '../../src/adapters/postgres/database.js';
import { migrateAll } from '../../src/processes/schema/schema.js';
import { openEventLog } from '../../src/adapters/open-event-log.js';
import { createPersonalData } from '../../src/people/privacy/personal-data.js';
import { DEMO_STAFF_PASSWORD, demoParentAccount, demoPupils } from '../../src/people/demo-data/demo-data.js';
import { loadDemoData } from '../../src/people/demo-data/load-demo-data.js';
import { startApiRole, type RunningApi } from '../../src/processes/api.js';
import { startProjectorRole } from '../../src/processes/projector.js';
import type { RunningRole } from '../../src/processes/role.js';
import { startWorkerRole } from '../../src/processes/worker.js';
import { workflowCode } from '../../src/adapters/temporal/workflow-code.js';
import { expectLawful } from '../support/lawful.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { temporalAddress } from '../support/temporal.js';
import { Person } from './person.js';

/** Those of an installation that says nothing: no suite comes near them. */
export const TEST_LIMITS: Limits = {
  requestsInFlight: 200,
  readsPerSource: 12_000,
  writesPerSource: 3_000,
  writesPerAccount: 240,
  failedSignInsPerSource: 200,
  failedSignInsPerAccount: 5,
  signInsPerSource: 1_200,
};

/** What every parent of these tests changes the first password to. */
export const PARENT_PASSWORD = 'seven-green-umbrellas';

export class System {
  private constructor(
    readonly config: Config,
    readonly db: Database,
    readonly api: RunningApi,
    private readonly database: TestDatabase,
    private worker: RunningRole | null,
    private projector: RunningRole | null,
  ) {}

  static async start(change: Partial<Config> = {}): Promise<System> {
    const database = await createTestDatabase();
    const config = { ...testConfig(database.url), ...change };
    const db = openDatabase(config.databaseUrl, { applicationName: 'test', max: 4 });
    await migrateAll(db);
    await loadDemoData(db, createPersonalData(db, config), config);
    // Made at the first call after a change, without a pause for seconds: statements of the roles would run out of time.
    await workflowCode();
    const roles = [startWorkerRole(config), startProjectorRole(config)] as const;
    try {
      const [worker, projector] = await Promise.all(roles);
      return new System(config, db, await startApiRole(config), database, worker, projector);
    } catch (error) {
      // A role that was left running would keep the whole test run from ending.
      await Promise.allSettled(roles.map((role) => role.then((running) => running.stop())));
      await db.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await Promise.all([this.stopWorker(), this.stopProjector()]);
    try {
      await expectLawfulIn(this.config, this.db);
    } finally {
      await this.db.close();
      await this.database.drop();
    }
  }

  async stopWorker(): Promise<void> {
    await this.worker?.stop();
    this.worker = null;
  }

  async startWorker(): Promise<void> {
    this.worker ??= await startWorkerRole(this.config);
  }

  async stopProjector(): Promise<void> {
    await this.projector?.stop();
    this.projector = null;
  }

  async startProjector(): Promise<void> {
    this.projector ??= await startProjectorRole(this.config);
  }

  /** Somebody who is not signed in. */
  stranger(): Person {
    return new Person(this.api.url);
  }

  async staff(account: string, schoolId = 'T99'): Promise<Person> {
    const person = this.stranger();
    const { status } = await person.signIn(schoolId, account, DEMO_STAFF_PASSWORD);
    if (status !== 201) throw new Error(`${account} cannot sign in: ${status}`);
    return person;
  }

  /** The parent login of a demo pupil, past the forced change of the first password. */
  async parentOf(number: string): Promise<Person> {
    const pupil = demoPupils.find((one) => one.number === number);
    if (!pupil) throw new Error(`no demo pupil ${number}`);
    const person = this.stranger();
    const account = demoParentAccount(pupil);
    const again = await person.signIn(pupil.schoolId, account, PARENT_PASSWORD);
    if (again.status === 201) return person;
    await person.signIn(pupil.schoolId, account, pupil.idNumber);
    const { status } = await person.put('/api/v1/session/password', {
      currentPassword: pupil.idNumber,
      newPassword: PARENT_PASSWORD,
    });
    if (status !== 204) throw new Error(`the password of ${account} cannot be changed: ${status}`);
    return person;
  }
}

async function expectLawfulIn(config: Config, db: Database): Promise<void> {
  const log = await openEventLog(config, db);
  try {
    await expectLawful(log);
  } finally {
    await log.close();
  }
}

export function testConfig(databaseUrl: string): Config {
  return {
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    limits: TEST_LIMITS,
    // No folder can be made under a file, whoever runs the tests.
    dataDir: resolve('package.json', 'nowhere'),
    databaseUrl,
    temporalAddress: temporalAddress(),
    temporalNamespace: 'default',
    mailFrom: 'no-reply@parent-binding.invalid',
    temporalTaskQueue: `http-${randomUUID()}`,
    masterKey: randomBytes(32),
    indexKey: randomBytes(32),
    ssoPepper: randomBytes(32),
    oidcCookieKeys: [randomBytes(32), randomBytes(32)],
    backchannelOrigins: [],
    schoolFeesPort: 0,
    embedded: true,
    captcha: 'off',
    secondFactor: 'off',
    policyVersion: '1',
    demoData: true,
    stopSeconds: 14,
    logLevel: 'error',
  };
}
