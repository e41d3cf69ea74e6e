import type { SqlQuery } from '../../eventstore/sql.js';
import { fields, type FieldsOf } from '../folding/table.js';
import { commandOutcomeTable } from './command-outcome-tables.js';
import { until } from '../queries/until.js';

export type CommandOutcome = FieldsOf<typeof commandOutcomeTable>;

/** What became of a command; null when the read model has seen no event of it (yet). */
export async function findOutcome(db: SqlQuery, commandId: string): Promise<CommandOutcome | null> {
  return (await findOutcomes(db, [commandId])).get(commandId) ?? null;
}

/** As findOutcome, and waits for it. @returns null when there is none within `timeoutMs`. */
export async function waitForOutcome(
  db: SqlQuery,
  commandId: string,
  timeoutMs: number,
): Promise<CommandOutcome | null> {
  return until(timeoutMs, () => findOutcome(db, commandId));
}

/** Waits for all of them together. @returns those that were there within `timeoutMs`, by commandId. */
export async function waitForOutcomes(
  db: SqlQuery,
  commandIds: readonly string[],
  timeoutMs: number,
): Promise<ReadonlyMap<string, CommandOutcome>> {
  const wanted = [...new Set(commandIds)];
  let found: ReadonlyMap<string, CommandOutcome> = new Map();
  if (wanted.length === 0) return found;
  await until(timeoutMs, async () => {
    found = await findOutcomes(db, wanted);
    return found.size === wanted.length ? true : null;
  });
  return found;
}

async function findOutcomes(db: SqlQuery, commandIds: readonly string[]): Promise<ReadonlyMap<string, CommandOutcome>> {
  const { rows } = await db.query<CommandOutcome>(
    `select ${fields(commandOutcomeTable)} from command_outcome where command_id = any($1::text[])`,
    [commandIds],
  );
  return new Map(rows.map((row) => [row.commandId, row]));
}

/** SQL for a statement on another table: true where the command has an outcome. @param commandId an SQL expression */
export function hasOutcome(commandId: string): string {
  return `exists (select from command_outcome o where o.command_id = ${commandId})`;
}
