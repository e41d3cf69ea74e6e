import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SystemUser } from './postgres-user.js';

const STAND_INS = '/var/lib/parent-account-binding';

/** Whether `user` may pass through every folder above `path` that exists; undefined means ourselves, who may. */
export function isReachable(path: string, user: SystemUser | undefined): boolean {
  if (!user) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (!mayPass(folder, user)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * `wanted`, or where PostgreSQL's user cannot get there (a home of mode 0700, say) a folder under /var/lib, where nothing
 * sweeps. Which one is written beside `wanted`, so that the next start finds it again, also after the folder was moved.
 */
export function reachableFolder(wanted: string, user: SystemUser | undefined): string {
  if (isReachable(join(wanted, 'inside'), user)) return wanted;
  const note = `${wanted}.is-at`;
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  const elsewhere = join(STAND_INS, randomUUID());
  mkdirSync(dirname(note), { recursive: true });
  mkdirSync(STAND_INS, { recursive: true, mode: 0o755 });
  writeFileSync(note, `${elsewhere}\n`);
  return elsewhere;
}

/** A folder under /var/lib that stands for `original`: the same one each time. */
export function reachableTwin(original: string): string {
  const folder = join(STAND_INS, createHash('sha256').update(resolve(original)).digest('hex').slice(0, 12));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}

function mayPass(folder: string, user: SystemUser): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return true;
  const search = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
  return (found.mode & search) !== 0;
}
