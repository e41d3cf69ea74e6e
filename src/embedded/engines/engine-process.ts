import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProcessRecords } from './process-records.js';

const LOG_LIMIT_BYTES = 10_000_000;

export interface EngineCommand {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** The engine's own words go here. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** A running engine: a process of its own group, so that a Ctrl-C in the terminal reaches only the supervisor. */
export interface EngineProcess {
  readonly pid: number;
  /** Settles when the process has ended, however it ended. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
}

/** Starts an engine and records it at once; the engine outlives us if we are killed, and the record lets a successor end it. */
export async function startEngineProcess(command: EngineCommand, records: ProcessRecords): Promise<EngineProcess> {
  const log = openLog(command.logFile);
  const child = spawn(command.file, command.args, {
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', TZ: 'UTC', ...command.env },
    ...command.user,
  });
  closeSync(log);
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error) => reject(new Error(`${command.name} does not start: ${error.message}`)));
  });
  await records.write(command.name, pid).catch((error: unknown) => {
    // Nobody could end it later: better none than one that is in the way of the next.
    child.kill('SIGKILL');
    throw error;
  });
  let over = child.exitCode !== null || child.signalCode !== null;
  const ended = over ? Promise.resolve() : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => (over = true));
  child.unref();
  return { pid, ended, hasEnded: () => over };
}

/** The last lines of an engine's log, for the message that says why it did not start. */
export function lastWords(logFile: string, lines = 5): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** Asks `ready` until it says yes. @throws when the engine ends before, or the time is over */
export async function untilReady(
  engine: EngineProcess,
  command: Pick<EngineCommand, 'name' | 'logFile'>,
  ready: () => Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await ready())) {
    if (engine.hasEnded()) throw new Error(`${command.name} ended at start:\n${lastWords(command.logFile)}`);
    if (Date.now() > until)
      throw new Error(`${command.name} is not ready after ${withinMs / 1000} s; see ${command.logFile}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
