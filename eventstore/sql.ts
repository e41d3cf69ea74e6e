/** What the PostgreSQL log and the read models need of a database. Implemented once, in src/adapters/postgres. */

export interface SqlQuery {
  /**
   * @param name where given, each connection plans the statement once under this name; one name, one text.
   * @throws DatabaseUnavailable, SqlError
   */
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<{ rows: Row[]; rowCount: number }>;
}

/** What a transaction can do besides. */
export interface SqlTransaction extends SqlQuery {
  /**
   * Inserts many rows by COPY, which costs the server less than an INSERT of the same rows.
   * @param into a table and its columns: `audit_trail_v1 (stream, revision)`
   * @param lines rows in COPY's text format, in parts of whole lines
   * @throws DatabaseUnavailable, SqlError
   */
  copyRows(into: string, lines: Iterable<string>): Promise<void>;
}

export interface SqlDatabase extends SqlQuery {
  /** Runs `work` in one transaction; rolls back when it throws. */
  transaction<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
  /**
   * Calls `wake` at each NOTIFY on the channel until the signal aborts, and once after each reconnection. Only a hint:
   * notifications may be lost. Resolves when it first listens (or the signal aborted before); never rejects.
   */
  listen(channel: string, wake: () => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * The database cannot be reached, is shutting down, or did not answer in time. Nothing is known about what the call
 * did, and it may be made again. The text never contains a submitted value.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** The database refused a statement. `code` is the SQLSTATE (23505: unique_violation). No values in the text. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  constructor(
    message: string,
    readonly code: string,
    readonly constraint?: string,
    readonly table?: string,
  ) {
    super(message);
  }
}
