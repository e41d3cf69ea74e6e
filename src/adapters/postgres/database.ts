/** The one place that talks to PostgreSQL. */
import { pipeline } from 'node:stream/promises';
import { Pool, type ClientBase, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { present } from '../../../domain/present.js';
import type { SqlDatabase, SqlTransaction } from '../../../eventstore/sql.js';
import { DatabaseUnavailable } from '../../../eventstore/sql.js';
import { withoutValues } from './errors.js';
import { Listener } from './listener.js';

export interface DatabaseOptions {
  /** Connections in the pool; 10. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** For one statement, in milliseconds; 1500. Below 2 s, since an activity that was given up goes on beside its own retry. */
  readonly statementTimeoutMs?: number;
  /** Commits do not wait for the disk: for who can do the work again, should the server crash. */
  readonly commitsLater?: boolean;
  /** For a connection from the pool, in milliseconds; 1500. */
  readonly connectTimeoutMs?: number;
}

export interface TransactionOptions {
  /** For each statement of this transaction, in milliseconds. */
  readonly statementTimeoutMs?: number;
}

export interface Database extends SqlDatabase {
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** @throws DatabaseUnavailable unless the database answers. */
  check(): Promise<void>;
}

/** The client gives up this much later than the server, so that the server's own cancellation is seen first. */
const GRACE_MS = 300;

/** Opens a pool; connects at the first statement, so it never throws for a server that is down. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  return new PooledDatabase(url, options);
}

class PooledDatabase implements Database {
  private readonly pool: Pool;
  private readonly listener: Listener;
  private closing: Promise<void> | undefined;

  constructor(url: string, options: DatabaseOptions) {
    const statementTimeoutMs = options.statementTimeoutMs ?? 1500;
    const connection = {
      connectionString: url,
      application_name: options.applicationName ?? 'parent-account-binding',
      connectionTimeoutMillis: options.connectTimeoutMs ?? 1500,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + GRACE_MS,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      ...(options.commitsLater && { options: '-c synchronous_commit=off' }),
    };
    this.pool = new Pool({ ...connection, max: options.max ?? 10, idleTimeoutMillis: 30_000 });
    // An idle connection that breaks must not end the process; the next statement reports it.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.listener = new Listener(connection);
  }

  async query<Row>(
    text: string,
    values: readonly unknown[] = [],
    name?: string,
  ): Promise<{ rows: Row[]; rowCount: number }> {
    return this.borrow((client) => run<Row>(client, { text, values, name }));
  }

  async transaction<T>(work: (tx: SqlTransaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.borrow(async (client) => {
      const timeout = options.statementTimeoutMs;
      const tx: SqlTransaction = {
        query: (text, values = [], name) => run(client, { text, values, name }, timeout),
        copyRows: (into, lines) => copyRows(client, `copy ${into} from stdin`, lines, timeout),
      };
      await tx.query('begin');
      try {
        if (timeout !== undefined) await tx.query(`set local statement_timeout = ${Math.trunc(timeout)}`);
        const result = await work(tx);
        await tx.query('commit');
        return result;
      } catch (error) {
        // A connection that cannot even roll back is thrown away; PostgreSQL then rolls back by itself.
        if (!isUnavailable(error)) await tx.query('rollback').catch(() => client.end().catch(() => undefined));
        throw error;
      }
    });
  }

  listen(channel: string, wake: () => void, signal: AbortSignal): Promise<void> {
    return this.listener.listen(channel, wake, signal);
  }

  async check(): Promise<void> {
    await this.query('select 1');
  }

  close(): Promise<void> {
    this.closing ??= Promise.all([this.listener.close(), this.pool.end()]).then(() => undefined);
    return this.closing;
  }

  /** Not pool.query: that throws the connection away after every error, also after a mere unique violation. */
  private async borrow<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw withoutValues(error);
    });
    let broken = false;
    try {
      return await use(client);
    } catch (error) {
      broken = isUnavailable(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name: string | undefined;
}

async function run<Row>(
  client: ClientBase,
  { text, values, name }: Statement,
  timeoutMs?: number,
): Promise<{ rows: Row[]; rowCount: number }> {
  try {
    const { rows, rowCount } = await client.query({
      text,
      ...(values.length > 0 && { values: [...values] }),
      ...present({ name }),
      ...patience(timeoutMs),
    });
    return { rows: rows as Row[], rowCount: rowCount ?? 0 };
  } catch (error) {
    throw withoutValues(error);
  }
}

async function copyRows(
  client: ClientBase,
  statement: string,
  lines: Iterable<string>,
  timeoutMs?: number,
): Promise<void> {
  try {
    await pipeline(lines, client.query(Object.assign(copyFrom(statement), patience(timeoutMs))));
  } catch (error) {
    throw withoutValues(error);
  }
}

/** Known to pg for a single statement, but not to its types. */
function patience(timeoutMs: number | undefined): { readonly query_timeout?: number } {
  return timeoutMs === undefined ? {} : { query_timeout: timeoutMs + GRACE_MS };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DatabaseUnavailable;
}
