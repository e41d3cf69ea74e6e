import { Unopenable, type PersonalData } from '../../../activities/ports/personal-data.js';
import type { KeptDecision, KeptDecisions } from '../../../activities/ports/kept-decisions.js';
import type { Sealed } from '../../../domain/sealed.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { hasOutcome } from '../../../projections/command-outcome/command-outcome-queries.js';
import { decisionContext, type ReviewDecision } from './command-rows.js';

interface Row {
  readonly requestId: string;
  readonly commandId: string;
  readonly studentId: string;
  readonly command: Sealed;
}

/** An outcome is there within this, unless something is wrong. */
const PATIENCE_SECONDS = 10;
/** 10 s, 20 s, 40 s ... and at most an hour between two sendings. */
const WAIT = `least(${PATIENCE_SECONDS} * power(2, least(sent_again, 12)), 3600) * interval '1 second'`;

/** The decisions in `command_requests` that are waiting for their outcome. */
export class KeptDecisionRows implements KeptDecisions {
  constructor(
    private readonly db: SqlQuery,
    private readonly personalData: PersonalData,
  ) {}

  async settle(): Promise<number> {
    const { rowCount } = await this.db.query(
      `update command_requests r set command = null
       where r.command is not null and r.created_at < now() - ${PATIENCE_SECONDS} * interval '1 second'
         and ${hasOutcome('r.command_id::text')}`,
    );
    return rowCount;
  }

  async lost(after: string | null, limit: number): Promise<readonly KeptDecision[]> {
    const { rows } = await this.db.query<Row>(
      `select distinct on (command_id) request_id as "requestId", command_id as "commandId",
         student_id as "studentId", command
       from command_requests
       where command is not null and status is null and coalesce(sent_at, created_at) < now() - ${WAIT}
         and ($1::uuid is null or command_id > $1::uuid)
       order by command_id limit $2`,
      [after, limit],
    );
    return Promise.all(rows.map((row) => this.opened(row)));
  }

  async claim(commandId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update command_requests set never_sent = false where command_id = $1 and command is not null',
      [commandId],
    );
    return rowCount > 0;
  }

  async refuse(commandId: string): Promise<void> {
    await this.db.query(
      `update command_requests set refusal = 'not-found', command = null where command_id = $1 and command is not null`,
      [commandId],
    );
  }

  async sentAgain(commandId: string): Promise<void> {
    await this.db.query(
      'update command_requests set sent_again = least(sent_again + 1, 10000), sent_at = now() where command_id = $1',
      [commandId],
    );
  }

  async drop(commandId: string): Promise<void> {
    await this.db.query('update command_requests set command = null where command_id = $1', [commandId]);
  }

  private async opened({ command, commandId, ...target }: Row): Promise<KeptDecision> {
    try {
      const text = await this.personalData.open(command, decisionContext(target));
      return { commandId, command: JSON.parse(text) as ReviewDecision };
    } catch (error) {
      if (error instanceof Unopenable) return { commandId, command: null };
      throw error;
    }
  }
}
