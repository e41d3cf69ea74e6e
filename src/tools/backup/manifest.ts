/**
 * A backup is a folder:
 *
 *   manifest.json       what follows; written last, so a folder without it is no backup
 *   log.ndjson          every event in the order of the log: {stream, revision, id, type, data, metadata}
 *   tables/<name>.ndjson  every row of the tables that the log cannot bring back
 *
 * Values of people are sealed in it and their keys wrapped under MASTER_KEY, which is not in it.
 */
import { createHash, createHmac } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config/config.js';

export const FORMAT = 1;
export const MANIFEST = 'manifest.json';
export const LOG_FILE = 'log.ndjson';

export interface FileInBackup {
  /** From the folder of the backup. */
  readonly file: string;
  readonly sha256: string;
  /** Events or rows. */
  readonly lines: number;
}

export interface TableInBackup extends FileInBackup {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Of each key a value that only its holder could have made, and that says nothing about it. */
export type KeyFingerprints = Readonly<Record<'MASTER_KEY' | 'INDEX_KEY' | 'SSO_PEPPER', string>>;

export interface Manifest {
  readonly format: typeof FORMAT;
  /** RFC 3339, when the log had been read. Nothing that was acknowledged before `startedAt` is missing. */
  readonly startedAt: string;
  readonly takenAt: string;
  readonly log: FileInBackup;
  /** Events that others wrote to the same server, and that are not in the backup; absent where there were none. */
  readonly foreignEvents?: number;
  /** Those that others refer to come first. */
  readonly tables: readonly TableInBackup[];
  /** Names of the schema's steps that had been applied. */
  readonly schema: readonly string[];
  readonly keys: KeyFingerprints;
}

/** The folder holds no backup that can be trusted, or one that does not fit; the message says why. */
export class UnusableBackup extends Error {
  override readonly name = 'UnusableBackup';
}

export function fingerprintsOf(config: Pick<Config, 'masterKey' | 'indexKey' | 'ssoPepper'>): KeyFingerprints {
  return {
    MASTER_KEY: fingerprint(config.masterKey),
    INDEX_KEY: fingerprint(config.indexKey),
    SSO_PEPPER: fingerprint(config.ssoPepper),
  };
}

function fingerprint(key: Buffer): string {
  return createHmac('sha256', key).update('fingerprint of a backup').digest('hex');
}

/** Reads the manifest and checks every file against it. @throws UnusableBackup */
export async function openBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder);
  for (const { file, sha256 } of [manifest.log, ...manifest.tables]) {
    if (!existsSync(join(folder, file))) throw new UnusableBackup(`the backup lacks ${file}`);
    if ((await sha256Of(join(folder, file))) !== sha256) throw new UnusableBackup(`${file} is not as it was written`);
  }
  return manifest;
}

/** @throws UnusableBackup when the configuration holds other keys than the backup was made with. */
export function assertSameKeys(manifest: Manifest, config: Pick<Config, 'masterKey' | 'indexKey' | 'ssoPepper'>): void {
  const ours = fingerprintsOf(config);
  const other = (Object.keys(ours) as (keyof KeyFingerprints)[]).filter((name) => ours[name] !== manifest.keys[name]);
  if (other.length > 0) throw new UnusableBackup(`the backup was made with another ${other.join(', ')}`);
}

function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new UnusableBackup(`there is no backup in ${folder}, or it was not finished`);
  try {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    if (manifest.format === FORMAT) return manifest;
  } catch {
    throw new UnusableBackup(`${MANIFEST} cannot be read`);
  }
  throw new UnusableBackup('the backup is of a format that this release does not know');
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
