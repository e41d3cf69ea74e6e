import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lastWords, startEngineProcess, untilReady, type EngineCommand, type EngineProcess } from './engine-process.js';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { postgresUser, type SystemUser } from './postgres-user.js';
import { endProcess, identityOf } from './process-identity.js';
import type { ProcessRecords } from './process-records.js';
import { reachableFolder } from './reachable.js';

export const POSTGRES = 'postgres';
const OWNER = 'binding';

export interface PostgresOptions {
  /** Where the data should lie; another place is taken when PostgreSQL's user cannot get there. */
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly password: string;
  readonly records: ProcessRecords;
  /** More server settings, e.g. `fsync=off` for tests. */
  readonly settings?: readonly string[];
}

export interface EmbeddedPostgres extends EngineProcess {
  /** With the password: never print it. */
  readonly url: string;
  /** Where the data really lies. */
  readonly folder: string;
}

/** Starts PostgreSQL on 127.0.0.1, on a data folder that is made at the first start; ends one that a predecessor left on it. */
export async function startEmbeddedPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const user = await postgresUser();
  const folder = reachableFolder(options.folder, user);
  const binaries = postgresBinaries(user);
  await stopEmbeddedPostgres(options.records);
  await endLeftover(folder);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, binaries, user, options.password);

  const command = {
    name: POSTGRES,
    file: binaries.postgres,
    args: ['-D', folder, '-p', String(options.port), ...settings(options.settings ?? [])],
    logFile: options.logFile,
    user,
  };
  const engine = await startPatiently(command, options);
  const url = `postgres://${OWNER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  return { ...engine, url, folder };
}

/** After a kill -9 the old server's children hold its shared memory for a moment, and a start in that moment is refused. */
async function startPatiently(command: EngineCommand, { records, port }: PostgresOptions): Promise<EngineProcess> {
  for (let tries = 1; ; tries += 1) {
    const engine = await startEngineProcess(command, records);
    try {
      await untilReady(engine, command, () => answers(port), 60_000);
      return engine;
    } catch (error) {
      await stopEmbeddedPostgres(records);
      if (tries === 8 || !/shared memory block|lock file/.test(lastWords(command.logFile))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is on disk. */
export function stopEmbeddedPostgres(records: ProcessRecords, patienceMs = 8_000): Promise<void> {
  return records.end(POSTGRES, 'SIGINT', patienceMs);
}

/** No statements, and no errors of statements, whose text may quote a value: the caller gets them, the log does not. */
function settings(more: readonly string[]): string[] {
  const all = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=120',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=log',
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_checkpoints=off',
    ...more,
  ];
  return all.flatMap((setting) => ['-c', setting]);
}

async function initialise(
  folder: string,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
  password: string,
): Promise<void> {
  // Made beside its place and moved there when it is whole: a first start that is killed half-way starts over.
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${OWNER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { cwd: '/', env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LC_ALL: 'C' }, timeout: 120_000, ...user },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  chmodSync(unfinished, 0o700);
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** A server whose record was never written, because its starter was killed in that instant: PostgreSQL's own pid file names it. */
async function endLeftover(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !commandLine(pid).includes(folder)) return;
  const leftover = await identityOf(pid);
  if (leftover) await endProcess(leftover, 'SIGINT', 8_000);
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/**
 * Whether the server takes connections: it answers an SSLRequest with one letter (protocol 3.0, section 54.2.10),
 * but only once its start-up is over does it let anybody in, so a start packet for a session follows.
 */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('connect', () => socket.write(startPacket()));
    // R: it asks for a password. E: an error, e.g. "the database system is starting up".
    socket.once('data', (data) => done(data.subarray(0, 1).toString() === 'R'));
    socket.once('close', () => done(false));
  });
}

function startPacket(): Buffer {
  const body = Buffer.from(`user\0${OWNER}\0database\0postgres\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}
