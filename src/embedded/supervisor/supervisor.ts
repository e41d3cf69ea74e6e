import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, type Config } from '../../config/config.js';
import { POSTGRES, startEmbeddedPostgres, stopEmbeddedPostgres } from '../engines/embedded-postgres.js';
import { findTemporal } from '../engines/find-temporal.js';
import { freePort, isPortFree } from '../../processes/free-port.js';
import { startTemporalServer, stopTemporalServer } from '../engines/temporal-server.js';
import type { DataDirectory } from './data-directory.js';
import { KeptEngine } from './kept-engine.js';
import { KeptRole } from './kept-role.js';
import { withOwnMetricsPort } from './metrics-port.js';
import { prepareDemoData, prepareSchema } from '../../processes/schema/prepare-store.js';
import { forgetEnvironment, rememberEnvironment } from './running-environment.js';
import { SCHOOL_FEES } from '../../people/sso/oidc-provider/school-fees-client.js';
import { startSchoolFees } from './school-fees.js';
import { keptSecret } from './secrets.js';

/** The start was broken off by a request to stop. */
export class StartBrokenOff extends Error {
  override readonly name = 'StartBrokenOff';
}

const ROLES = ['worker', 'projector', 'api'] as const;
type Role = (typeof ROLES)[number];

/** Milliseconds each may take to end by itself; together below the 15 s that an operator waits. */
const PATIENCE = {
  'school-fees': 1_000,
  api: 4_000,
  worker: 6_000,
  projector: 6_000,
  temporal: 2_000,
  postgres: 2_500,
};

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Keeps the whole system running on one machine: the engines that no address was given for, and the three roles as child
 * processes. What dies is started again; all end together, the roles before the engines.
 */
export class Supervisor {
  private readonly engines: { temporal?: Stoppable; postgres?: Stoppable } = {};
  private readonly roles = new Map<Role, KeptRole>();
  private schoolFees: KeptRole | undefined;
  private stopping = false;

  constructor(
    private readonly directory: DataDirectory,
    private readonly env: NodeJS.ProcessEnv,
    private readonly projectRoot: string,
    private readonly say: (line: string) => void,
  ) {}

  /** @throws InvalidConfiguration, StartBrokenOff, or why an engine or a role does not start */
  async start(): Promise<Config> {
    await this.endLeftovers();
    const { HOST: host = '127.0.0.1', PORT: port = '3000' } = this.env;
    if (!(await isPortFree(Number(port), host))) {
      throw new Error(
        `${host}:${port} is taken by another program, or is not an address of this machine: set PORT (and HOST)`,
      );
    }
    const databaseUrl = await this.database();
    this.orBreakOff();
    const temporalAddress = await this.temporal();
    this.orBreakOff();
    const childEnv = this.childEnvironment(databaseUrl, temporalAddress);
    const config = loadConfig(childEnv);
    if (config.clamdAddress === undefined)
      this.say('evidence: no virus scanner is connected; only the EICAR test file is found');
    await prepareSchema(config, this.say);
    await this.demoData(config);
    this.orBreakOff();
    rememberEnvironment(this.directory.path, childEnv);
    await this.startRoles(childEnv);
    this.orBreakOff();
    this.schoolFees = await startSchoolFees(config, this.directory, this.projectRoot, this.say);
    this.orBreakOff();
    return config;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    forgetEnvironment(this.directory.path);
    await Promise.all([this.schoolFees?.stop(PATIENCE['school-fees']), this.roles.get('api')?.stop(PATIENCE.api)]);
    await Promise.all((['worker', 'projector'] as const).map((role) => this.roles.get(role)?.stop(PATIENCE[role])));
    await this.engines.temporal?.stop();
    await this.engines.postgres?.stop();
  }

  /** Ends every process now, whatever it has in hand: no worse than a kill -9, which loses nothing that was acknowledged. */
  async endAtOnce(): Promise<void> {
    this.stopping = true;
    for (const role of [...this.roles.values(), this.schoolFees]) role?.abandon();
    const { records } = this.directory;
    await Promise.all(
      // To PostgreSQL SIGQUIT says the same; after SIGKILL its children would stay for a moment.
      records.names().map((name) => records.end(name, name === POSTGRES ? 'SIGQUIT' : 'SIGKILL', 1_000)),
    );
  }

  /** What a supervisor that was killed left: its roles end by themselves soon, its engines do not. */
  private async endLeftovers(): Promise<void> {
    const { records } = this.directory;
    const left = [];
    for (const name of records.names()) if (await records.runs(name)) left.push(name);
    if (left.length > 0) this.say(`clearing up what an earlier run left: ${left.join(', ')}`);
    await Promise.all([...ROLES, SCHOOL_FEES].map((role) => records.end(role, 'SIGKILL', 3_000)));
    await stopTemporalServer(records);
    await stopEmbeddedPostgres(records);
  }

  private async database(): Promise<string> {
    const log = this.env['EVENTSTOREDB_URL']
      ? 'EventStoreDB (EVENTSTOREDB_URL)'
      : 'PostgreSQL, as no EVENTSTOREDB_URL is set';
    const given = this.env['DATABASE_URL'];
    if (given) {
      this.say(`database: PostgreSQL at DATABASE_URL; the event log is ${log}`);
      return given;
    }
    const password = keptSecret(this.directory.file('secrets'), 'database-password').value;
    const port = await freePort();
    const { kept, engine } = await KeptEngine.start({
      name: 'PostgreSQL',
      start: () =>
        startEmbeddedPostgres({
          folder: this.directory.file('postgres'),
          logFile: this.directory.logFile('postgres'),
          port,
          password,
          records: this.directory.records,
        }),
      stop: () => stopEmbeddedPostgres(this.directory.records, PATIENCE.postgres),
      say: this.say,
    });
    this.engines.postgres = kept;
    const elsewhere = engine.folder === this.directory.file('postgres') ? '' : `, its data in ${engine.folder}`;
    this.say(`database: PostgreSQL on 127.0.0.1:${port}${elsewhere}; the event log is ${log}`);
    return engine.url;
  }

  private async temporal(): Promise<string> {
    const given = this.env['TEMPORAL_ADDRESS'];
    if (given) {
      this.say(`Temporal: at TEMPORAL_ADDRESS ${given}`);
      return given;
    }
    const binary = await findTemporal(this.cacheFolder(), this.say);
    this.orBreakOff();
    const [port, pagePort] = [await freePort(), await freePort()];
    const { kept, engine } = await KeptEngine.start({
      name: 'Temporal',
      start: () =>
        startTemporalServer({
          binary,
          port,
          pagePort,
          databaseFile: this.directory.file('temporal', 'temporal.db'),
          logFile: this.directory.logFile('temporal'),
          records: this.directory.records,
        }),
      stop: () => stopTemporalServer(this.directory.records, PATIENCE.temporal),
      say: this.say,
    });
    this.engines.temporal = kept;
    this.say(`Temporal: development server on ${engine.address}; its page is http://127.0.0.1:${pagePort}`);
    return engine.address;
  }

  private async demoData(config: Config): Promise<void> {
    if (!config.demoData) this.say('demo data: left out (DEMO_DATA=off)');
    else if (await prepareDemoData(config)) this.say('demo data: loaded; none of these people exists');
    else this.say('demo data: there already');
  }

  private async startRoles(env: NodeJS.ProcessEnv): Promise<void> {
    for (const role of ROLES) {
      const kept = new KeptRole({
        role,
        program: join(this.projectRoot, 'dist', 'src', 'main.js'),
        env: withOwnMetricsPort(env, role),
        logFile: this.directory.logFile(role),
        records: this.directory.records,
        say: this.say,
      });
      this.roles.set(role, kept);
    }
    await Promise.all([...this.roles.values()].map((role) => role.start()));
    this.say('roles: api, worker and projector are running');
  }

  /** The keys go as files, so that no listing of processes shows them. */
  private childEnvironment(databaseUrl: string, temporalAddress: string): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = {
      ...this.env,
      TZ: 'UTC',
      DATA_DIR: this.directory.path,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      EMBEDDED: 'on',
    };
    // The demonstration's staff have no authenticator.
    if (env['DEMO_DATA'] !== 'off') env['SECOND_FACTOR'] ??= 'off';
    if (!env['OIDC_COOKIE_KEYS'] && !env['OIDC_COOKIE_KEYS_FILE'])
      env['OIDC_COOKIE_KEYS_FILE'] = keptSecret(this.directory.file('secrets'), 'oidc-cookie-keys', 2).file;
    for (const name of ['MASTER_KEY', 'INDEX_KEY', 'SSO_PEPPER']) {
      if (env[name] || env[`${name}_FILE`]) continue;
      env[`${name}_FILE`] = keptSecret(this.directory.file('secrets'), name.toLowerCase().replace('_', '-')).file;
    }
    return env;
  }

  private cacheFolder(): string {
    try {
      accessSync(this.projectRoot, constants.W_OK);
      return join(this.projectRoot, '.cache');
    } catch {
      return this.directory.file('cache');
    }
  }

  private orBreakOff(): void {
    if (this.stopping) throw new StartBrokenOff('stopped while starting');
  }
}
