import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from '../engines/process-identity.js';
import { ProcessRecords } from '../engines/process-records.js';

/** DATA_DIR is in use by another running supervisor. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
}

/** Where the embedded mode keeps everything. One supervisor at a time holds it. */
export class DataDirectory {
  readonly path: string;
  readonly records: ProcessRecords;

  private constructor(path: string) {
    this.path = path;
    this.records = new ProcessRecords(join(path, 'run'));
  }

  /** @throws DataDirectoryInUse */
  static async hold(path: string): Promise<DataDirectory> {
    const absolute = resolve(path);
    // PostgreSQL's own user must get through to its folder, no other user may list it; secret files in it are 0600.
    mkdirSync(absolute, { recursive: true, mode: 0o711 });
    const directory = new DataDirectory(absolute);
    await directory.lock();
    return directory;
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  logFile(name: string): string {
    return this.file('log', `${name}.log`);
  }

  release(): void {
    rmSync(this.lockFile(), { force: true });
  }

  private async lock(): Promise<void> {
    const me = JSON.stringify(await identityOf(process.pid));
    for (let tries = 1; tries <= 3; tries += 1) {
      try {
        writeFileSync(this.lockFile(), me, { flag: 'wx' });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = this.holder();
      if (holder && (await isRunning(holder))) {
        throw new DataDirectoryInUse(
          `${this.path} is in use by process ${holder.pid}: end that one first, or set DATA_DIR to another folder`,
        );
      }
      rmSync(this.lockFile(), { force: true });
    }
    throw new DataDirectoryInUse(`${this.path} is being taken by another process`);
  }

  private holder(): ProcessIdentity | undefined {
    return supervisorOf(this.path);
  }

  private lockFile(): string {
    return lockFileOf(this.path);
  }
}

/** The process that holds the folder, or held it and was killed. */
export function supervisorOf(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(lockFileOf(path), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

function lockFileOf(path: string): string {
  return join(path, 'run', 'supervisor.lock');
}
