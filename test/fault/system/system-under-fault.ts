import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig, type Config } from '../../../src/config/config.js';
import { RunningSystem, temporaryDataDirectory } from '../../../src/tools/demo/running-system.js';
import { eventually } from '../../../src/tools/demo/visitor.js';
import { freePort } from '../../../src/processes/free-port.js';
import { identityOf, isRunning, type ProcessIdentity } from '../../../src/embedded/engines/process-identity.js';
import { environmentOfRunningSystem } from '../../../src/embedded/supervisor/running-environment.js';
import { FaultProxy } from '../../support/fault-proxy.js';
import type { Build } from '../build/patched-build.js';
import { Engines, type LogKind } from './engines.js';
import { signalFamily } from './processes.js';

export type Role = 'api' | 'worker' | 'projector';
export type Part = Role | 'postgres' | 'temporal' | 'log';
/** What stands between whom: people and the API, the roles and each engine. */
export type Link = 'api' | 'postgres' | 'temporal' | 'log';

export const ROLES: readonly Role[] = ['api', 'worker', 'projector'];
/** The longest that a part may take to come back. */
const BACK_MS = 60_000;

export interface Starting {
  readonly log: LogKind;
  readonly build: Build;
  /** Where everything lies; absent: a folder of its own. */
  readonly folder?: string;
  /** More for the roles. */
  readonly env?: Readonly<Record<string, string>>;
  readonly say?: (line: string) => void;
}

/**
 * The whole system as it is run, each role a process under the product's own supervisor, with engines of its own and a
 * proxy on every link. Whatever is killed comes back, by the supervisor or by us.
 */
export class SystemUnderFault {
  private static readonly running = new Set<SystemUnderFault>();

  private constructor(
    private readonly starting: Starting,
    readonly folder: string,
    readonly engines: Engines,
    private readonly port: number,
    private readonly links: ReadonlyMap<Link, FaultProxy>,
    private running: RunningSystem,
  ) {}

  static async start(starting: Starting): Promise<SystemUnderFault> {
    const folder = starting.folder ?? temporaryDataDirectory();
    mkdirSync(join(folder, 'crash'));
    const engines = await Engines.start(folder, starting.log, starting.say ?? (() => undefined));
    const port = await freePort();
    const links = new Map<Link, FaultProxy>([
      ['api', await FaultProxy.before(`http://127.0.0.1:${port}`)],
      ['postgres', await FaultProxy.before(engines.databaseUrl)],
      ['temporal', await FaultProxy.before(engines.temporalAddress)],
    ]);
    if (engines.double) links.set('log', await FaultProxy.before(engines.double.url));
    try {
      const running = await startRoles(starting, folder, port, links);
      const system = new SystemUnderFault(starting, folder, engines, port, links, running);
      this.running.add(system);
      return system;
    } catch (error) {
      await engines.stop();
      throw error;
    }
  }

  /** Whoever ends the campaign leaves nothing behind. */
  static async discardAll(): Promise<void> {
    await Promise.allSettled([...this.running].map((system) => system.discard()));
  }

  get log(): LogKind {
    return this.starting.log;
  }

  /** Where people go: through the proxy. */
  get address(): string {
    return this.link('api').url;
  }

  /** What the roles and the supervisor have printed. */
  get lines(): readonly string[] {
    return this.running.lines;
  }

  link(name: Link): FaultProxy {
    const proxy = this.links.get(name);
    if (!proxy) throw new Error(`there is no link to the ${name}`);
    return proxy;
  }

  /** The configuration of the roles, for who looks at it from outside: past every proxy. */
  async config(): Promise<Config> {
    return loadConfig({ ...(await this.environment()), ...this.direct() });
  }

  /** For a command of the operator. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    const env = await environmentOfRunningSystem(this.folder);
    if (!env) throw new Error('the system does not run');
    return { ...env, FAULT_CRASH_DIR: this.crashFolder };
  }

  get cli(): string {
    return this.starting.build.cli;
  }

  /** kill -9, and waits until it is back. */
  async kill(part: Part): Promise<void> {
    if (part === 'log') return this.engines.restartDouble();
    const before = await this.whoPlays(part);
    await signalFamily(before, 'SIGKILL');
    await this.isBack(part, before);
  }

  /** SIGTERM, and waits until another one has begun. */
  async replace(role: Role): Promise<void> {
    const before = await this.whoPlays(role);
    process.kill(before.pid, 'SIGTERM');
    await this.isBack(role, before);
  }

  /** kill -9 of the supervisor, whose roles then end by themselves; then it is started again. */
  async killSupervisor(): Promise<void> {
    await this.running.killSupervisor();
    this.running = await startRoles(this.starting, this.folder, this.port, this.links);
  }

  /** kill -9 of everything, then everything is started again as whoever runs it would. */
  async killEverything(): Promise<void> {
    const engines = (['postgres', 'temporal'] as const).map((engine) => this.engines.identityOf(engine));
    await this.running.killAll();
    await Promise.all(engines.map(async (identity) => identity && signalFamily(identity, 'SIGKILL')));
    await this.engines.restartDouble();
    await Promise.all((['postgres', 'temporal'] as const).map((engine, i) => this.isBack(engine, engines[i])));
    this.running = await startRoles(this.starting, this.folder, this.port, this.links);
  }

  /** Temporal dies and comes back with an empty database. */
  async forgetTemporal(): Promise<void> {
    this.engines.forgetAtNextStart();
    await this.kill('temporal');
  }

  /** SIGSTOP for so long. */
  async pause(part: Part, milliseconds: number): Promise<void> {
    if (part === 'log') {
      this.engines.double?.freeze();
      await wait(milliseconds);
      this.engines.double?.thaw();
      return;
    }
    const identity = await this.whoPlays(part);
    await signalFamily(identity, 'SIGSTOP');
    await wait(milliseconds);
    await signalFamily(identity, 'SIGCONT');
  }

  /** The next process that comes by this point dies there. */
  arm(point: string): void {
    writeFileSync(join(this.crashFolder, point), '');
  }

  /** @returns whether it struck */
  disarm(point: string): boolean {
    const struck = this.hasStruck(point);
    for (const name of [point, `${point}.struck`]) rmSync(join(this.crashFolder, name), { force: true });
    return struck;
  }

  hasStruck(point: string): boolean {
    return existsSync(join(this.crashFolder, `${point}.struck`));
  }

  /** What roles, engines and supervisor have written, for who looks into a violation. @returns the folder */
  keepLogs(name: string): string {
    const kept = resolve('.cache', 'fault-logs', name);
    rmSync(kept, { recursive: true, force: true });
    cpSync(join(this.folder, 'log'), kept, { recursive: true });
    writeFileSync(join(kept, 'supervisor.log'), `${this.lines.join('\n')}\n`);
    return kept;
  }

  /** Every part runs, nothing is stopped, and the API answers. */
  async untilWell(): Promise<void> {
    for (const part of [...ROLES, 'postgres', 'temporal'] as const)
      await signalFamily(await this.whoPlays(part), 'SIGCONT');
    await this.engines.untilReady();
    await eventually(
      'the API',
      () => fetch(`${this.address}/health/live`, { signal: AbortSignal.timeout(2_000) }),
      ({ ok }) => ok,
      BACK_MS,
    );
  }

  async stop(): Promise<void> {
    SystemUnderFault.running.delete(this);
    for (const link of this.links.values()) link.thaw();
    await this.running.stop();
    await this.engines.stop();
    await Promise.all([...this.links.values()].map((link) => link.close()));
  }

  /** Ends it, and leaves nothing on the disk. */
  async discard(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get crashFolder(): string {
    return join(this.folder, 'crash');
  }

  private direct(): NodeJS.ProcessEnv {
    const { databaseUrl, temporalAddress, double } = this.engines;
    return {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      ...(double && { EVENTSTOREDB_URL: double.url }),
    };
  }

  /** @throws when nobody plays it for a long time */
  async whoPlays(part: Exclude<Part, 'log'>): Promise<ProcessIdentity> {
    return eventually(
      `a running ${part}`,
      async () => {
        const identity = this.recorded(part);
        if (!identity || !(await isRunning(identity))) throw new Error('it is down');
        return identity;
      },
      () => true,
      BACK_MS,
    );
  }

  /** Waits until somebody else than `before` plays the part. */
  async isBack(part: Exclude<Part, 'log'>, before: ProcessIdentity | undefined): Promise<void> {
    await eventually(
      `another ${part}`,
      async () => {
        const now = this.recorded(part);
        return now && now.startedAt !== before?.startedAt ? identityOf(now.pid) : undefined;
      },
      (now) => now !== undefined,
      BACK_MS,
    );
  }

  private recorded(part: Exclude<Part, 'log'>): ProcessIdentity | undefined {
    return part === 'postgres' || part === 'temporal' ? this.engines.identityOf(part) : this.running.part(part);
  }
}

function startRoles(
  { build, env }: Starting,
  folder: string,
  port: number,
  links: ReadonlyMap<Link, FaultProxy>,
): Promise<RunningSystem> {
  const log = links.get('log');
  return RunningSystem.start({
    program: build.program,
    dataDirectory: folder,
    port,
    env: {
      DATABASE_URL: links.get('postgres')?.url ?? '',
      TEMPORAL_ADDRESS: links.get('temporal')?.url ?? '',
      ...(log && { EVENTSTOREDB_URL: log.url }),
      FAULT_CRASH_DIR: join(folder, 'crash'),
      LOG_LEVEL: 'warn',
      // People who ask again and again are what this is about.
      WRITES_PER_ACCOUNT: '100000',
      WRITES_PER_SOURCE: '100000',
      READS_PER_SOURCE: '100000',
      ...env,
    },
  });
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((over) => setTimeout(over, milliseconds));
}
