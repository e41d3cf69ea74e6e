/** Turns what pg throws into errors without values: PostgreSQL puts column values into `message` and `detail`. */
import { DatabaseUnavailable, SqlError } from '../../../eventstore/sql.js';

/** Errors of the socket, and what pg and pg-pool say in plain text without a code. */
const SOCKET_CODES = /^E[A-Z]+$/;
const PG_TEXTS = /timeout|terminated|not queryable|Client was closed|pool after calling end/i;

/**
 * SQLSTATE classes and codes after which the same call may be made again: connection exceptions, shutdown, cancelled by
 * a time-out, too many connections, out of disk, lock not available, read-only after a fail-over, deadlock, and a plan
 * that a schema step has outdated (0A000: only a new connection makes a new plan).
 */
const RETRYABLE = /^(0A000|08...|57P0[1-5]|57014|53...|55P03|25006|25P03|40001|40P01)$/;

const UNIQUE_VIOLATION = '23505';

interface DriverError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly constraint?: unknown;
  readonly table?: unknown;
}

export function withoutValues(error: unknown): Error {
  if (error instanceof DatabaseUnavailable || error instanceof SqlError) return error;
  const { code, message, constraint, table } = (error ?? {}) as DriverError;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !SOCKET_CODES.test(code)) {
    if (RETRYABLE.test(code)) return new DatabaseUnavailable(`the database cannot answer now (${code})`);
    return new SqlError(describe(code, text(message), text(constraint)), code, text(constraint), text(table));
  }
  if (typeof code === 'string' && SOCKET_CODES.test(code))
    return new DatabaseUnavailable(`the database cannot be reached (${code})`);
  if (typeof message === 'string' && PG_TEXTS.test(message))
    return new DatabaseUnavailable('the database did not answer in time');
  return error instanceof Error ? error : new DatabaseUnavailable('the database failed');
}

/** The constraint that a statement violated, or undefined for every other error. */
export function violatedUnique(error: unknown): string | undefined {
  return error instanceof SqlError && error.code === UNIQUE_VIOLATION ? error.constraint : undefined;
}

/** Class 42 (wrong SQL) speaks of names in our own statements only, so its text may be shown. */
function describe(code: string, message: string | undefined, constraint: string | undefined): string {
  if (code.startsWith('42')) return `${message ?? 'wrong statement'} (${code})`;
  return `the database refused a statement (${code}${constraint ? `, ${constraint}` : ''})`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
