import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, identityOf, type ProcessIdentity } from '../../embedded/engines/process-identity.js';
import { ProcessRecords } from '../../embedded/engines/process-records.js';
import { freePort } from '../../processes/free-port.js';

export type Part = 'api' | 'worker' | 'projector' | 'temporal' | 'postgres';
export const PARTS: readonly Part[] = ['api', 'worker', 'projector', 'temporal', 'postgres'];

/** A folder for one system, which PostgreSQL's own user can get into. */
export function temporaryDataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), 'binding-data-'));
  chmodSync(folder, 0o711);
  return folder;
}

export interface SystemOptions {
  /** The compiled main.js. */
  readonly program: string;
  readonly dataDirectory: string;
  readonly port?: number;
  /** 127.0.0.1. */
  readonly host?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Every line that it prints. */
  readonly onLine?: (line: string) => void;
}

/** The whole system as `npm start` runs it, as a child of ours. */
export class RunningSystem {
  readonly lines: string[] = [];
  private readonly records: ProcessRecords;

  private constructor(
    readonly address: string,
    readonly dataDirectory: string,
    private readonly child: ChildProcess,
  ) {
    this.records = new ProcessRecords(join(dataDirectory, 'run'));
  }

  /** Resolves when it has printed what to open. @throws with what it said when it ends before */
  static async start(options: SystemOptions): Promise<RunningSystem> {
    const host = options.host ?? '127.0.0.1';
    const port = options.port ?? (await freePort(host));
    const child = spawn(process.execPath, [options.program, 'all'], {
      env: {
        ...withoutServers(process.env),
        // Its people are programs; what a captcha asks is tried by its own tests.
        CAPTCHA: 'off',
        ...options.env,
        HOST: host,
        PORT: String(port),
        DATA_DIR: options.dataDirectory,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const system = new RunningSystem(`http://${host}:${port}`, options.dataDirectory, child);
    await system.untilWelcome(options.onLine);
    return system;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The process that plays the part now; undefined while it is down. */
  part(name: Part): ProcessIdentity | undefined {
    return this.records.read(name);
  }

  /** kill -9, and returns who it was. */
  kill(name: Part): ProcessIdentity {
    const identity = this.part(name);
    if (!identity) throw new Error(`${name} is not running`);
    process.kill(identity.pid, 'SIGKILL');
    return identity;
  }

  /** kill -9 of the supervisor alone. */
  async killSupervisor(): Promise<void> {
    const gone = this.untilEnded();
    this.child.kill('SIGKILL');
    await gone;
  }

  /** kill -9 of every process at once. */
  async killAll(): Promise<void> {
    const gone = this.untilEnded();
    this.child.kill('SIGKILL');
    for (const name of PARTS) {
      const identity = this.part(name);
      if (identity && (await identityOf(identity.pid))?.startedAt === identity.startedAt) {
        process.kill(identity.pid, 'SIGKILL');
      }
    }
    await gone;
  }

  /** As Ctrl-C does. @returns the exit code, or the signal that ended it */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | NodeJS.Signals | null> {
    const gone = this.untilEnded();
    this.child.kill(signal);
    return gone;
  }

  /** For the end of a test, whatever state it is in: nothing keeps running, nothing stays on the disk. */
  async discard(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop();
    await discardDataDirectory(this.dataDirectory);
  }

  private untilEnded(): Promise<number | NodeJS.Signals | null> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null)
      return Promise.resolve(child.exitCode ?? child.signalCode);
    return new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  }

  private untilWelcome(onLine?: (line: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      let rest = '';
      const read = (chunk: Buffer): void => {
        const found = (rest + chunk.toString('utf8')).split('\n');
        rest = found.pop() ?? '';
        for (const line of found) {
          this.lines.push(line);
          onLine?.(line);
          if (line.includes('Ctrl-C ends everything')) resolve();
        }
      };
      this.child.stdout?.on('data', read);
      this.child.stderr?.on('data', read);
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) =>
        reject(new Error(`the system ended (${signal ?? code}) after saying:\n${[...this.lines, rest].join('\n')}`)),
      );
    });
  }
}

/** Ends what a killed system left on its folder, and removes the folder. */
export async function discardDataDirectory(folder: string): Promise<void> {
  const records = new ProcessRecords(join(folder, 'run'));
  for (const name of records.names()) {
    const identity = records.read(name);
    if (identity) await endProcess(identity, name === 'postgres' ? 'SIGINT' : 'SIGTERM', 10_000);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A system of its own: servers that the caller's environment names are not for it. */
function withoutServers(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL, TEMPORAL_ADDRESS, EVENTSTOREDB_URL, HOST, NODE_OPTIONS, ...rest } = env;
  void [DATABASE_URL, TEMPORAL_ADDRESS, EVENTSTOREDB_URL, HOST, NODE_OPTIONS];
  return rest;
}

/** The whole text of a log file of the system, for the message of a test that failed. */
export function logText(dataDirectory: string, name: string): string {
  try {
    return readFileSync(join(dataDirectory, 'log', `${name}.log`), 'utf8');
  } catch {
    return '';
  }
}
