import { SqlError } from '../../eventstore/sql.js';

/** SQLSTATE classes 21 to 23: cardinality, data, constraint. All others are about the server, or a bug of every batch. */
export function isRefusedRow(error: unknown): error is SqlError {
  return error instanceof SqlError && /^2[123]/.test(error.code);
}
