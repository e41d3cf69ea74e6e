/** PostgreSQL, Temporal and the log, kept running: whichever is killed is started again on the same port and data. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { Client } from 'pg';
import { eventually } from '../../../src/tools/demo/visitor.js';
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
  POSTGRES,
} from '../../../src/embedded/engines/embedded-postgres.js';
import { findTemporal } from '../../../src/embedded/engines/find-temporal.js';
import { freePort } from '../../../src/processes/free-port.js';
import type { ProcessIdentity } from '../../../src/embedded/engines/process-identity.js';
import { ProcessRecords } from '../../../src/embedded/engines/process-records.js';
import { startTemporalServer, stopTemporalServer, TEMPORAL } from '../../../src/embedded/engines/temporal-server.js';
import { KeptEngine } from '../../../src/embedded/supervisor/kept-engine.js';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '../../support/eventstoredb-double/start-double.js';

export type LogKind = 'eventstoredb' | 'postgres';
export type Engine = 'postgres' | 'temporal';

const READY_MS = 60_000;

export class Engines {
  private forget = false;
  /** Those that are to stay down, and how to let them come back. */
  private readonly down = new Map<Engine, { readonly over: Promise<void>; readonly end: () => void }>();
  private stoppers: readonly (() => Promise<void>)[] = [];

  private constructor(
    private readonly records: ProcessRecords,
    private readonly folder: string,
    readonly databaseUrl: string,
    readonly temporalAddress: string,
    private current: EventStoreDbDouble | undefined,
  ) {}

  static async start(folder: string, log: LogKind, say: (line: string) => void): Promise<Engines> {
    const records = new ProcessRecords(join(folder, 'engines'));
    const [port, temporalPort] = [await freePort(), await freePort()];
    const password = 'fault';
    const databaseUrl = `postgres://binding:${password}@127.0.0.1:${port}/postgres`;
    const logFolder = join(folder, 'log-double');
    mkdirSync(logFolder);
    const double = log === 'eventstoredb' ? await startEventStoreDbDouble({ dir: logFolder }) : undefined;
    const engines = new Engines(records, folder, databaseUrl, `127.0.0.1:${temporalPort}`, double);
    const binary = await findTemporal(resolve('.cache'), say);
    const [postgres, temporal] = await Promise.all([
      KeptEngine.start({
        name: 'PostgreSQL',
        start: async () => {
          await engines.down.get('postgres')?.over;
          return startEmbeddedPostgres({
            folder: join(folder, 'postgres'),
            logFile: join(folder, 'log', 'postgres.log'),
            port,
            password,
            records,
          });
        },
        stop: () => stopEmbeddedPostgres(records, 2_500),
        say,
      }),
      KeptEngine.start({
        name: 'Temporal',
        start: async () => {
          await engines.down.get('temporal')?.over;
          engines.forgetIfAsked();
          return startTemporalServer({
            binary,
            port: temporalPort,
            databaseFile: engines.temporalFile,
            logFile: join(folder, 'log', 'temporal.log'),
            records,
          });
        },
        stop: () => stopTemporalServer(records, 2_000),
        say,
      }),
    ]);
    engines.stoppers = [postgres, temporal].map(
      ({ kept }) =>
        () =>
          kept.stop(),
    );
    return engines;
  }

  /** Absent where the log is in PostgreSQL. */
  get double(): EventStoreDbDouble | undefined {
    return this.current;
  }

  /** Who plays the part now; undefined while it is down. */
  identityOf(engine: Engine): ProcessIdentity | undefined {
    return this.records.read(engine === 'postgres' ? POSTGRES : TEMPORAL);
  }

  /** Stops it as an operator would, and keeps it from coming back. */
  async takeDown(part: Engine | 'log'): Promise<void> {
    if (part === 'log') return this.current?.kill();
    this.down.set(part, held());
    await (part === 'postgres' ? stopEmbeddedPostgres(this.records) : stopTemporalServer(this.records));
  }

  async bringBack(part: Engine | 'log'): Promise<void> {
    if (part === 'log') return this.restartDouble();
    const { end } = this.down.get(part) ?? {};
    this.down.delete(part);
    end?.();
  }

  /** The next start of Temporal finds no database. */
  forgetAtNextStart(): void {
    this.forget = true;
  }

  /** Both take connections: being there is not enough. @throws when they do not for a long time */
  async untilReady(): Promise<void> {
    await eventually(
      'PostgreSQL',
      () => statement(this.databaseUrl, 'select 1'),
      () => true,
      READY_MS,
    );
    await eventually(
      'Temporal',
      () => describeNamespace(this.temporalAddress),
      () => true,
      READY_MS,
    );
  }

  async restartDouble(): Promise<void> {
    if (!this.current) return;
    const { dir, port } = this.current;
    await this.current.kill();
    this.current = await startEventStoreDbDouble({ dir, port });
  }

  async stop(): Promise<void> {
    for (const part of this.down.keys()) await this.bringBack(part);
    await Promise.all(this.stoppers.map((stop) => stop()));
    await this.current?.stop();
  }

  private get temporalFile(): string {
    return join(this.folder, 'temporal.db');
  }

  private forgetIfAsked(): void {
    if (!this.forget) return;
    this.forget = false;
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${this.temporalFile}${ending}`, { force: true });
  }
}

/** One statement on a connection of its own. */
export async function statement(databaseUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function describeNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    const describe = () => connection.workflowService.describeNamespace({ namespace: 'default' });
    await connection.withDeadline(Date.now() + 2_000, describe);
  } finally {
    await connection.close();
  }
}

function held(): { readonly over: Promise<void>; readonly end: () => void } {
  let end: (() => void) | undefined;
  const over = new Promise<void>((done) => (end = done));
  return { over, end: () => end?.() };
}
