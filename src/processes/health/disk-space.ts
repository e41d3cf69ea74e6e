import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failing } from '../../api/http/parts/part-health.js';

/** With less than this PostgreSQL soon stops: it sets aside 16 MB at a time for its journal alone. */
const LEAST_BYTES = 64 * 1024 * 1024;

/**
 * Whether there is room where DATA_DIR is: under `npm start` every engine keeps its data there. Engines elsewhere look after
 * their own disks.
 * @throws Failing
 */
export async function assertRoom(dataDir: string): Promise<void> {
  const free = await freeBytes(resolve(dataDir));
  if (free < LEAST_BYTES) throw new Failing(`${Math.floor(free / 1024 / 1024)} MB are left for DATA_DIR`);
}

/** Of the file system that holds it, or will hold it once it is made. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if (parent === folder) throw error;
    return freeBytes(parent);
  }
}
