import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { lastWords } from '../engines/engine-process.js';
import { endProcess, identityOf } from '../engines/process-identity.js';
import type { ProcessRecords } from '../engines/process-records.js';
import { BackOff } from './back-off.js';

const TRIES_AT_START = 4;
/**
 * A projector that catches up holds some 10,000 events. In V8's young generation of 16 MB they would be copied over and over,
 * which costs it a third of its speed (docs/adr/0005).
 */
const NODE_FLAGS: Readonly<Record<string, readonly string[]>> = { projector: ['--max-semi-space-size=64'] };

export interface KeptRoleOptions {
  readonly role: string;
  /** The compiled main.js. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly records: ProcessRecords;
  readonly say: (line: string) => void;
}

/**
 * A role of the application as a child process of its own group, started again whenever it dies.
 * The child ends by itself when the channel to us breaks, so that it never outlives a killed supervisor for long.
 */
export class KeptRole {
  private child: ChildProcess | undefined;
  private stopping = false;
  private pause: NodeJS.Timeout | undefined;
  private readonly backOff = new BackOff();

  constructor(private readonly options: KeptRoleOptions) {}

  /** Starts the role and waits until it says that it is ready. @throws when it dies again and again before */
  start(): Promise<void> {
    return new Promise((resolve, reject) => this.launch(1, resolve, reject));
  }

  /** SIGTERM, so that it finishes what is in hand; SIGKILL after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.abandon();
    const identity = this.child?.pid === undefined ? undefined : await identityOf(this.child.pid);
    if (identity) await endProcess(identity, 'SIGTERM', patienceMs);
    this.options.records.remove(this.options.role);
  }

  /** Whatever becomes of it, it is not started again. */
  abandon(): void {
    this.stopping = true;
    clearTimeout(this.pause);
  }

  private launch(tries: number, ready: () => void, givenUp: (error: Error) => void): void {
    const { role, say, logFile } = this.options;
    this.backOff.started();
    const child = this.fork();
    let wasReady = false;
    child.on('message', (message) => {
      if (message !== 'ready') return;
      wasReady = true;
      ready();
    });
    child.once('error', (error) => say(`${role}: ${error.message}`));
    child.once('exit', (code, signal) => {
      if (this.stopping) return givenUp(new Error(`${role} was stopped`));
      if (wasReady) {
        say(`${role} ended (${signal ?? code}); starting it again`);
        this.launchLater(
          1,
          () => say(`${role} is back`),
          () => undefined,
        );
        return;
      }
      if (tries === TRIES_AT_START) {
        givenUp(new Error(`${role} does not start (${signal ?? code}):\n${lastWords(logFile, 15)}`));
      }
      this.launchLater(tries + 1, ready, givenUp);
    });
  }

  private launchLater(tries: number, ready: () => void, givenUp: (error: Error) => void): void {
    const again = () => {
      try {
        this.launch(tries, ready, givenUp);
      } catch (error) {
        this.options.say(`${this.options.role}: ${messageOf(error)}`);
        this.launchLater(tries, ready, givenUp);
      }
    };
    this.pause = setTimeout(again, this.backOff.nextWait());
  }

  /** A full disk, most likely. It ends with us all the same, when its channel to us breaks. */
  private isUnrecorded(error: unknown): void {
    this.options.say(`${this.options.role}: runs, but could not be recorded (${messageOf(error)})`);
  }

  private fork(): ChildProcess {
    const { role, program, env, logFile, records } = this.options;
    mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
    const log = openSync(logFile, 'a', 0o600);
    const execArgv = [...process.execArgv, ...(NODE_FLAGS[role] ?? [])];
    const child = fork(program, [role], { detached: true, env, execArgv, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    this.child = child;
    if (child.pid !== undefined) records.write(role, child.pid).catch((error: unknown) => this.isUnrecorded(error));
    return child;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
