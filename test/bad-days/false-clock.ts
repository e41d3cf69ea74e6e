import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LIBRARIES = '/usr/lib';
const LIBRARY = 'faketime/libfaketimeMT.so.1';

/** The clock that processes see which are started with its `env`. The machine's own is never touched. */
export class FalseClock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'false-clock-'));

  private constructor(private readonly library: string) {
    this.set(0);
  }

  /** @throws naming the remedy where libfaketime is not to be had */
  static async make(): Promise<FalseClock> {
    const found = libraryOf() ?? (await installed());
    if (!found) throw new Error('libfaketime is missing: apt-get install libfaketime');
    return new FalseClock(found);
  }

  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      // Intervals go on as they were: only what a calendar tells jumps.
      DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** @param minutes from the true time */
  set(minutes: number): void {
    const draft = `${this.file}.new`;
    writeFileSync(draft, `${minutes < 0 ? '-' : '+'}${Math.abs(minutes)}m\n`);
    renameSync(draft, this.file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, 'offset');
  }
}

/** In the folder of the machine's architecture. */
function libraryOf(): string | undefined {
  return readdirSync(LIBRARIES)
    .map((folder) => join(LIBRARIES, folder, LIBRARY))
    .find((file) => existsSync(file));
}

async function installed(): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await promisify(execFile)('apt-get', ['install', '--yes', '--quiet', 'libfaketime'], { env }).catch(() => undefined);
  return libraryOf();
}
