import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { startEngineProcess, untilReady, type EngineProcess } from './engine-process.js';
import { freePort } from '../../processes/free-port.js';
import type { ProcessRecords } from './process-records.js';

export const TEMPORAL = 'temporal';

export interface TemporalServerOptions {
  /** The Temporal CLI, see findTemporal. */
  readonly binary: string;
  readonly port: number;
  /** Where the server's own page listens; absent: no page. */
  readonly pagePort?: number;
  readonly logFile: string;
  readonly records: ProcessRecords;
  /** Where the server keeps its state; absent: in memory, for tests. */
  readonly databaseFile?: string;
}

export interface TemporalServer extends EngineProcess {
  /** host:port of the front end. */
  readonly address: string;
}

/** Starts Temporal's development server on 127.0.0.1 and waits until its default namespace answers. */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  await stopTemporalServer(options.records);
  if (options.databaseFile) mkdirSync(dirname(options.databaseFile), { recursive: true, mode: 0o700 });
  const address = `127.0.0.1:${options.port}`;
  const command = {
    name: TEMPORAL,
    file: options.binary,
    args: [
      'server',
      'start-dev',
      ...(options.pagePort === undefined ? ['--headless'] : ['--ui-ip=127.0.0.1', `--ui-port=${options.pagePort}`]),
      '--ip=127.0.0.1',
      `--port=${options.port}`,
      `--http-port=${await freePort()}`,
      `--metrics-port=${await freePort()}`,
      '--log-level=error',
      '--log-format=json',
      ...(options.databaseFile ? [`--db-filename=${options.databaseFile}`] : []),
    ],
    logFile: options.logFile,
  };
  const engine = await startEngineProcess(command, options.records);
  await untilReady(engine, command, () => answers(options.binary, address), 60_000);
  return { ...engine, address };
}

export function stopTemporalServer(records: ProcessRecords, patienceMs = 4_000): Promise<void> {
  return records.end(TEMPORAL, 'SIGTERM', patienceMs);
}

async function answers(binary: string, address: string): Promise<boolean> {
  const ask = ['operator', 'namespace', 'describe', '--namespace', 'default', '--address', address];
  return promisify(execFile)(binary, ask, { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}
