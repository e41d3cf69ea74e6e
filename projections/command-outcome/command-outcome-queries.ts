import type { Instant } from '../../domain/calendar/instants.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { instant } from '../queries/instant-column.js';
import { until } from '../queries/until.js';

export interface CommandOutcome {
  readonly commandId: string;
  readonly requestId: string;
  /** The one applicant it was about; null for commands about the request or about several. */
  readonly applicantId: string | null;
  readonly actorId: string;
  readonly status: 'accepted' | 'refused';
  /** Null when accepted. */
  readonly code: string | null;
  /** Of the command's last event. */
  readonly revision: number;
  readonly at: Instant;
}

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
    `select command_id as "commandId", request_id as "requestId", applicant_id as "applicantId",
       actor_id as "actorId", status, code, revision, ${instant('at')} as "at"
     from command_outcome where command_id = any($1::text[])`,
    [commandIds],
  );
  return new Map(rows.map((row) => [row.commandId, row]));
}
