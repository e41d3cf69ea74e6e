import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A secret of the embedded mode: made at the first start, 32 random bytes in base64, readable by the owner only.
 * @param times so many, with commas between them
 */
export function keptSecret(folder: string, name: string, times = 1): { readonly file: string; readonly value: string } {
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${process.pid}.tmp`;
    const made = Array.from({ length: times }, () => randomBytes(32).toString('base64'));
    writeFileSync(unfinished, made.join(','), { mode: 0o600 });
    renameSync(unfinished, file);
  }
  return { file, value: readFileSync(file, 'utf8').trim() };
}
