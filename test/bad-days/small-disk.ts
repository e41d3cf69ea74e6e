import { execFile } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of its own in a file: what fills it fills nothing else. Needs root, for the mount. */
export class SmallDisk {
  private constructor(
    private readonly place: string,
    private readonly mountPoint: string,
    /** Where everything may lie. */
    readonly folder: string,
  ) {}

  /** @throws where nobody but root may mount */
  static async make(megabytes: number): Promise<SmallDisk> {
    const place = mkdtempSync(join(tmpdir(), 'small-disk-'));
    const [image, mountPoint] = [join(place, 'image'), join(place, 'mounted')];
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    mkdirSync(mountPoint);
    await run('mkfs.ext4', ['-q', '-m', '0', image]);
    await run('mount', ['-o', 'loop', image, mountPoint]);
    const folder = join(mountPoint, 'data');
    mkdirSync(folder);
    // PostgreSQL's own user must get through.
    for (const path of [place, mountPoint, folder]) chmodSync(path, 0o711);
    return new SmallDisk(place, mountPoint, folder);
  }

  /** Not one block is left. */
  fill(): void {
    const file = openSync(join(this.mountPoint, 'filler'), 'w');
    try {
      for (const bytes of [1024 * 1024, 4096]) writeUntilFull(file, Buffer.alloc(bytes, 1));
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(join(this.mountPoint, 'filler'), { force: true });
  }

  async remove(): Promise<void> {
    // A process that has just ended may still hold it for a moment.
    await run('umount', [this.mountPoint]).catch(() => run('umount', ['--lazy', this.mountPoint]));
    rmSync(this.place, { recursive: true, force: true });
  }
}

function writeUntilFull(file: number, chunk: Buffer): void {
  for (;;) {
    try {
      writeSync(file, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
