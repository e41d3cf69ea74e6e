/** One role as an operator runs it: the build, in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../../src/config/config.js';
import { freePort } from '../../src/processes/free-port.js';
import { PROGRAM } from '../support/whole-system.js';
import { environmentOf } from '../tools/cli/environment-of.js';

export type Role = 'api' | 'worker' | 'projector';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly ms: number;
}

interface Readiness {
  readonly status: number;
  readonly parts: readonly { readonly name: string; readonly status: string; readonly detail?: string }[];
}

export class RoleProcess {
  /** Everything that it wrote. */
  said = '';
  private readonly ended: Promise<Ended>;

  private constructor(
    readonly role: Role,
    /** Of the API; with the others nobody listens there. */
    readonly url: string,
    readonly operations: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => (this.said += String(text)));
    this.ended = once(child, 'exit').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      ms: 0,
    }));
  }

  /** Resolves when it says that it is ready. @throws with what it said when it ends before */
  static async start(role: Role, config: Config, more: NodeJS.ProcessEnv = {}): Promise<RoleProcess> {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const child = fork(PROGRAM, [role], {
      env: {
        PATH: process.env['PATH'],
        TZ: 'UTC',
        ...environmentOf(config),
        DATA_DIR: config.dataDir,
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const started = new RoleProcess(role, `http://127.0.0.1:${port}`, `http://127.0.0.1:${metricsPort}`, child);
    await Promise.race([
      once(child, 'message'),
      started.ended.then(({ code }) => {
        throw new Error(`${role} ended with ${code} before it was ready:\n${started.said}`);
      }),
    ]);
    return started;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  tell(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Tells it to stop, and waits until it has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    const began = performance.now();
    this.tell(signal);
    return { ...(await this.ended), ms: performance.now() - began };
  }

  async untilEnded(): Promise<Ended> {
    return this.ended;
  }

  /** For the end of a test, whatever state it is in. */
  async discard(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop('SIGKILL');
  }

  async ready(): Promise<Readiness> {
    const answer = await fetch(`${this.operations}/health/ready`, { signal: AbortSignal.timeout(10_000) });
    const { parts } = (await answer.json()) as Pick<Readiness, 'parts'>;
    return { status: answer.status, parts };
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.operations}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
  }
}
