/** Where the running system of a data directory is, for the command line: the addresses it was given or has chosen. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isRunning } from '../engines/process-identity.js';
import { supervisorOf } from './data-directory.js';

/** Variables of the processes that are in no file yet. Keys are in files, unless the operator set them. */
const NAMES = [
  'DATABASE_URL',
  'EVENTSTOREDB_URL',
  'EVENTSTOREDB_URL_FILE',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'MASTER_KEY_FILE',
  'INDEX_KEY_FILE',
  'SSO_PEPPER_FILE',
  'HOST',
  'PORT',
  'POLICY',
  'EMBEDDED',
  'PUBLIC_URL',
  'OIDC_COOKIE_KEYS_FILE',
  'OIDC_CLIENTS_FILE',
  'BACKCHANNEL_ORIGINS',
  'SCHOOL_FEES_PORT',
];

/** Written when the roles start; among the secrets, as addresses contain passwords. */
export function rememberEnvironment(dataDir: string, env: NodeJS.ProcessEnv): void {
  const file = fileOf(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${process.pid}.tmp`;
  const kept = Object.fromEntries(NAMES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  writeFileSync(unfinished, JSON.stringify(kept), { mode: 0o600 });
  renameSync(unfinished, file);
}

export function forgetEnvironment(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/** What the roles of the system on this folder were started with; undefined when none runs, or it is still starting. */
export async function environmentOfRunningSystem(dataDir: string): Promise<NodeJS.ProcessEnv | undefined> {
  const supervisor = supervisorOf(dataDir);
  if (!supervisor || !(await isRunning(supervisor))) return undefined;
  try {
    return { ...(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as NodeJS.ProcessEnv), DATA_DIR: resolve(dataDir) };
  } catch {
    return undefined;
  }
}

function fileOf(dataDir: string): string {
  return join(resolve(dataDir), 'secrets', 'environment');
}
