/** A file of lines, one JSON object each: written with its hash, read without holding it in memory. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FileInBackup } from './manifest.js';

/** Readable by its owner only. */
export class LineFile {
  lines = 0;
  private readonly hash = createHash('sha256');
  private readonly stream: WriteStream;
  private failure: Error | undefined;

  constructor(
    folder: string,
    private readonly file: string,
  ) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.stream.once('error', (error) => (this.failure = error));
  }

  /** @throws what the file system says, also of an earlier line */
  async write(line: string): Promise<void> {
    if (this.failure) throw this.failure;
    this.lines += 1;
    this.hash.update(line).update('\n');
    if (!this.stream.write(`${line}\n`)) await once(this.stream, 'drain');
  }

  /** Everything is on the disk when it resolves. */
  async close(): Promise<FileInBackup> {
    if (this.failure) throw this.failure;
    this.stream.end();
    await once(this.stream, 'close');
    return { file: this.file, sha256: this.hash.digest('hex'), lines: this.lines };
  }
}

export async function* readLines(path: string): AsyncGenerator<string, void, undefined> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  yield* lines;
}
