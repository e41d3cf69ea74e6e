/** Signals to a process and, for PostgreSQL, to the processes that it has made. */
import { readdirSync, readFileSync } from 'node:fs';
import { isRunning, type ProcessIdentity } from '../../../src/embedded/engines/process-identity.js';

/** It and its children; those who have gone are left out. */
export async function signalFamily(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  if (!(await isRunning(identity))) return;
  for (const pid of [identity.pid, ...childrenOf(identity.pid)]) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between.
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

/** proc(5): field 4, after a name that may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
