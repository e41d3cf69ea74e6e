import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

/**
 * The processes of one data directory, one small file each, so that a successor can end what a killed predecessor left.
 * A record names a process by number and start time: a number that now belongs to another process is never touched.
 */
export class ProcessRecords {
  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
  }

  async write(name: string, pid: number): Promise<void> {
    const identity = await identityOf(pid);
    if (identity) this.put(name, identity);
  }

  read(name: string): ProcessIdentity | undefined {
    try {
      const record: unknown = JSON.parse(readFileSync(this.file(name), 'utf8'));
      return isIdentity(record) ? record : undefined;
    } catch {
      return undefined;
    }
  }

  names(): string[] {
    return readdirSync(this.directory)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
  }

  async runs(name: string): Promise<boolean> {
    const identity = this.read(name);
    return identity !== undefined && (await isRunning(identity));
  }

  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  /** Ends the recorded process, if it is still the one that was recorded, and forgets it. */
  async end(name: string, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
    const identity = this.read(name);
    if (identity && !(await endProcess(identity, signal, patienceMs))) {
      throw new Error(`${name} (process ${identity.pid}) does not end`);
    }
    this.remove(name);
  }

  private put(name: string, identity: ProcessIdentity): void {
    const unfinished = `${this.file(name)}.${process.pid}.tmp`;
    writeFileSync(unfinished, JSON.stringify(identity));
    renameSync(unfinished, this.file(name));
  }

  private file(name: string): string {
    return join(this.directory, `${name}.json`);
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startedAt' in value &&
    typeof value.startedAt === 'string'
  );
}
