import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault, Order, Report } from './faults.js';

const START_TIMEOUT = 15_000;
const ORDER_TIMEOUT = 5000;

export interface EventStoreDbDouble {
  /** esdb://…, as the client wants it. */
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly pid: number;
  /** Ends the process; a folder of its own making goes with it. */
  stop(): Promise<void>;
  /** Makes it suffer from a fault until it is told otherwise. */
  suffer(fault: Fault | 'nothing'): Promise<Report>;
  /** Ends every open subscription, by an error or without a word. */
  endSubscriptions(how: 'by an error' | 'without a word'): Promise<Report>;
  /** What it has seen since its start. */
  report(): Promise<Report>;
  /** Heals it and lets it count anew. */
  reset(): Promise<Report>;
  /** SIGSTOP: it accepts connections, reads nothing and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** kill -9; the folder stays, start again with the same `dir` and `port`. */
  kill(): Promise<void>;
}

/** Starts the double on a free port of 127.0.0.1. It ends with this process at the latest. */
export async function startEventStoreDbDouble(
  options: { dir?: string; port?: number } = {},
): Promise<EventStoreDbDouble> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'eventstoredb-double-')));
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [dir, String(options.port ?? 0)], {
    execArgv: ['--import', fileURLToPath(new URL('../typescript.mjs', import.meta.url))],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await listening(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    // One that was left frozen would not hear of it.
    child.kill('SIGCONT');
    await exit;
  };
  const obey = async (order: Order): Promise<Report> => {
    const answer = once(child, 'message', { signal: AbortSignal.timeout(ORDER_TIMEOUT) });
    child.send(order);
    const [{ report }] = (await answer) as [{ report: Report }];
    return report;
  };
  return {
    suffer: (fault) => obey({ kind: 'suffer', fault }),
    endSubscriptions: (how) => obey({ kind: how === 'by an error' ? 'break-subscriptions' : 'end-subscriptions' }),
    report: () => obey({ kind: 'report' }),
    reset: () => obey({ kind: 'reset' }),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    dir,
    pid: child.pid as number,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM');
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the EventStoreDB double did not start within ${START_TIMEOUT} ms`));
    }, START_TIMEOUT);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as { port: number }).port);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the EventStoreDB double ended at its start with code ${code}`));
    });
  });
}
